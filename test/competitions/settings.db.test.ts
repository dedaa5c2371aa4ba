import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { changeSettings } from "../../app/competitions/change-settings.server.ts";
import {
  grantCompetitionRole,
  revokeCompetitionRole,
  rolesOf,
} from "../../app/competitions/grant-roles.server.ts";
import { LOGO_BYTES } from "../../app/competitions/limits.ts";
import { archive, close } from "../../app/competitions/publish.server.ts";
import { competitionBySlug, fileOf } from "../../app/competitions/queries.server.ts";
import { setLogo } from "../../app/competitions/set-logo.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, editions, grants } from "../../db/schema/index.ts";
import { aCompetition } from "../factories/competitions.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const organiser = await aViewer({ role: "organiser" });
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

async function aDraft() {
  const c = await aCompetition({ organiser, draft: true });
  return { ...c, command: { viewer: organiser, slug: c.slug, now } };
}

test("settings change together, what was not given stays, and the act says before and after", async () => {
  const { id, slug, command } = await aDraft();
  const entriesUntil = new Date("2027-01-01T00:00:00Z");
  expect(
    await changeSettings({
      ...command,
      change: { title: { en: "New", "zh-Hans": "新" }, maxTeamSize: 3, entriesUntil, sameSchool: true },
    }),
  ).toMatchObject({ ok: true, value: { slug } });
  expect(await competitionBySlug(organiser, slug, now)).toMatchObject({
    title: { en: "New", "zh-Hans": "新" },
    maxTeamSize: 3,
    entriesUntil,
    sameSchool: true,
    summary: {},
    autoAccept: true,
  });
  const [act] = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.competitionId, id), eq(auditEvents.act, "competition.settingsChanged")));
  expect(act?.details).toMatchObject({
    before: { maxTeamSize: 5, title: { en: "Demo" } },
    after: { maxTeamSize: 3 },
  });
});

test("a new address is used at once; a taken one is refused at its field", async () => {
  const [a, b] = [await aDraft(), await aDraft()];
  const slug = `renamed-${a.id.slice(0, 8)}`;
  expect(await changeSettings({ ...a.command, change: { slug } })).toMatchObject({ value: { slug } });
  expect(await competitionBySlug(organiser, slug, now)).toMatchObject({ id: a.id });
  expect(await competitionBySlug(organiser, a.slug, now)).toBeNull();
  expect(await changeSettings({ ...b.command, change: { slug, reward: "lost?" } })).toMatchObject({
    refusal: { field: "slug", reason: "editor.refusals.slugTaken" },
  });
  expect((await competitionBySlug(organiser, b.slug, now))?.reward).toBeNull();
});

test("limits that contradict what is stored are refused at their field", async () => {
  const { command } = await aDraft();
  expect(await changeSettings({ ...command, change: { minTeamSize: 6 } })).toMatchObject({
    refusal: { field: "maxTeamSize", reason: "editor.refusals.teamSizes" },
  });
  await changeSettings({ ...command, change: { entriesFrom: now } });
  expect(await changeSettings({ ...command, change: { entriesUntil: now } })).toMatchObject({
    refusal: { field: "entriesUntil", reason: "editor.refusals.entriesWindow" },
  });
});

test("a competition joins an edition only of a forum that its organiser runs", async () => {
  const { editionSlug, organiser: forumsOwn } = await anEdition();
  const [edition] = await db.select().from(editions).where(eq(editions.slug, editionSlug));
  const { id, command } = await aDraft();
  const onlyHere = await aViewer();
  onlyHere.grants.push({ role: "organiser", scope: "competition", scopeId: id });
  const change = { editionId: edition!.id };
  expect(await changeSettings({ ...command, viewer: onlyHere, change })).toMatchObject({
    refusal: { field: "editionId" },
  });
  expect(await changeSettings({ ...command, viewer: forumsOwn, change })).toMatchObject({ ok: true });
});

test("what is archived stays as it is", async () => {
  const c = await aCompetition({ organiser });
  const command = { viewer: organiser, slug: c.slug, now };
  await close(command);
  await archive(command);
  expect(await changeSettings({ ...command, change: { maxTeamSize: 2 } })).toMatchObject({
    refusal: { code: "closed", reason: "editor.refusals.archived" },
  });
});

test("somebody else changes nothing", async () => {
  const c = await aCompetition({ organiser });
  const command = { viewer: await aViewer(), slug: c.slug, now };
  expect(await changeSettings({ ...command, change: { maxTeamSize: 2 } })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect(await setLogo({ ...command, picture: null })).toMatchObject({ refusal: { code: "forbidden" } });
});

test("a logo is a picture of at most a mebibyte, and can be taken away", async () => {
  const c = await aCompetition({ organiser });
  const command = { viewer: organiser, slug: c.slug, now };
  const tooLarge = new Uint8Array(LOGO_BYTES + 1);
  tooLarge.set(PNG);
  expect(await setLogo({ ...command, picture: tooLarge })).toMatchObject({
    refusal: { field: "logo", reason: "editor.refusals.logoLarge" },
  });
  const svg = new TextEncoder().encode("<svg onload='alert(1)'/>");
  expect(await setLogo({ ...command, picture: svg })).toMatchObject({
    refusal: { field: "logo", reason: "editor.refusals.logoKind" },
  });
  expect(await setLogo({ ...command, picture: PNG })).toMatchObject({ ok: true });
  expect(await fileOf(GUEST, c.slug, "logo", 0, now)).not.toBeNull();
  await setLogo({ ...command, picture: null });
  expect(await fileOf(GUEST, c.slug, "logo", 0, now)).toBeNull();
});

test("an organiser gives a role by address and takes it back; the last organiser stays", async () => {
  const { id, command } = await aDraft();
  const helper = await aViewer({ name: "Helper" });
  const { email } = helper.person;
  expect(
    await grantCompetitionRole({ ...command, email: ` ${email.toUpperCase()} `, role: "panelist" }),
  ).toMatchObject({ value: { personId: helper.person.id } });
  await grantCompetitionRole({ ...command, email, role: "panelist" });
  expect(await rolesOf(organiser, id)).toMatchObject([
    { role: "organiser" },
    { role: "panelist", name: "Helper" },
  ]);
  expect(await rolesOf(helper, id)).toEqual([]);

  const personId = helper.person.id;
  expect(await revokeCompetitionRole({ ...command, personId, role: "panelist" })).toMatchObject({ ok: true });
  expect(await revokeCompetitionRole({ ...command, personId, role: "panelist" })).toMatchObject({
    refusal: { reason: "editor.refusals.noSuchRole" },
  });
  expect(
    await revokeCompetitionRole({ ...command, personId: organiser.person.id, role: "organiser" }),
  ).toMatchObject({ refusal: { reason: "editor.refusals.lastOrganiser" } });
  expect(await db.select().from(grants).where(eq(grants.scopeId, id))).toHaveLength(1);
});

test("a role goes to nobody who has not confirmed the address", async () => {
  const { command } = await aDraft();
  const unverified = await aViewer({ verified: false });
  for (const email of [unverified.person.email, "nobody@example.org"])
    expect(await grantCompetitionRole({ ...command, email, role: "organiser" })).toMatchObject({
      refusal: { field: "email", reason: "editor.refusals.nobodyThere" },
    });
});
