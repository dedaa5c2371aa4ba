import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { acceptWhoWaits } from "../../app/entries/accept-if-ready.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { entryOf } from "../../app/entries/queries.server.ts";
import { belong, stopBelonging } from "../../app/organisations/belong.server.ts";
import { createOrganisation } from "../../app/organisations/create.server.ts";
import { openProof } from "../../app/organisations/open-proof.server.ts";
import {
  findOrganisations,
  membershipsOf,
  organisationBySlug,
  pendingMemberships,
} from "../../app/organisations/queries.server.ts";
import { decideMembership, editOrganisation } from "../../app/organisations/verify.server.ts";
import { GUEST, type SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { aCompetition } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aSchool } from "../factories/organisations.ts";

const now = new Date("2026-11-23T09:00:00Z");
const pdf = { content: new TextEncoder().encode("%PDF-1.7 a card"), name: "card.pdf" };
const says = (viewer: SignedInViewer, organisationId: string, more = {}) =>
  belong({
    viewer,
    organisationId,
    degreeLevel: "bachelor",
    department: "",
    memberNumber: "20260001",
    proof: null,
    now,
    onVerified: acceptWhoWaits,
    ...more,
  });
const addressed = async (email: string) => {
  const viewer = await aViewer();
  return { ...viewer, person: { ...viewer.person, email } };
};

test("a confirmed address at a school's domain, or below it, verifies at once; one that looks like it does not", async () => {
  const school = await aSchool({ mailDomains: ["pku.edu.cn"] });
  expect(await says(await addressed("li@pku.edu.cn"), school.id)).toMatchObject({
    value: { verified: true },
  });
  expect(await says(await addressed("li@stu.pku.edu.cn"), school.id)).toMatchObject({
    value: { verified: true },
  });
  for (const email of ["li@notpku.edu.cn", "li@pku.edu.cn.evil.test"])
    expect(await says(await addressed(email), school.id)).toMatchObject({ value: { verified: false } });
});

test("an entry that waited for its captain's school is accepted when that is verified", async () => {
  const competition = await aCompetition({ set: { verifiedMembersOnly: true } });
  const school = await aSchool();
  const viewer = await aViewer();
  await says(viewer, school.id);
  await join({ viewer, slug: competition.slug, organisationId: school.id, acceptRules: true, now });
  expect(await entryOf(viewer, competition.id)).toMatchObject({ state: "pending" });

  const verifier = await aViewer({ role: "organiser" });
  const decide = (by: SignedInViewer, state: "verified" | "refused", reason = "") =>
    decideMembership({
      viewer: by,
      organisationId: school.id,
      personId: viewer.person.id,
      state,
      reason,
      now,
      onVerified: acceptWhoWaits,
    });
  expect(await decide(viewer, "verified")).toMatchObject({ refusal: { code: "forbidden" } });
  expect(await decide(verifier, "refused")).toMatchObject({
    refusal: { reason: "organisations.refusals.reasonNeeded" },
  });
  expect(await decide(verifier, "verified")).toMatchObject({ ok: true });
  expect(await decide(verifier, "refused", "late")).toMatchObject({
    refusal: { reason: "organisations.refusals.notPending" },
  });
  expect(await entryOf(viewer, competition.id)).toMatchObject({ state: "accepted", code: "T-0001" });
  const mails = await db.select().from(notices).where(eq(notices.to, viewer.person.email));
  expect(mails.map((m) => m.kind)).toEqual(["membership_verified"]);
  expect(await stopBelonging({ viewer, organisationId: school.id })).toMatchObject({
    refusal: { reason: "organisations.refusals.inUse" },
  });
});

test("who was verified and then says another level is looked at again", async () => {
  const school = await aSchool();
  const viewer = await aViewer();
  await says(viewer, school.id);
  await decideMembership({
    viewer: await aViewer({ role: "owner" }),
    organisationId: school.id,
    personId: viewer.person.id,
    state: "verified",
    reason: "",
    now,
    onVerified: acceptWhoWaits,
  });
  expect(await says(viewer, school.id, { department: "Law" })).toMatchObject({ value: { verified: true } });
  expect(await says(viewer, school.id, { degreeLevel: "doctor" })).toMatchObject({
    value: { verified: false },
  });
});

test("a proof is opened by those who verify and by nobody else, not even the person", async () => {
  const school = await aSchool();
  const viewer = await aViewer();
  expect(await says(viewer, school.id, { proof: pdf })).toMatchObject({ ok: true });
  const open = (by: typeof GUEST) => openProof(by, school.id, viewer.person.id);
  const ofACompetition = await aViewer();
  ofACompetition.grants.push({ role: "organiser", scope: "competition", scopeId: crypto.randomUUID() });

  for (const other of [GUEST, viewer, await aViewer(), ofACompetition]) {
    expect(await open(other)).toBeNull();
    expect((await pendingMemberships(other, 1)).rows).toEqual([]);
  }
  const opened = await open(await aViewer({ role: "organiser" }));
  expect(opened?.fileName).toBe("card.pdf");
  expect(await opened?.content.toArray().then((parts) => Buffer.concat(parts).toString())).toBe(
    "%PDF-1.7 a card",
  );
});

test("a proof that is no PDF or image is refused by what it holds, not by its name", async () => {
  const school = await aSchool();
  const html = { content: new TextEncoder().encode("<script>alert(1)</script>"), name: "card.png" };
  expect(await says(await aViewer(), school.id, { proof: html })).toMatchObject({
    refusal: { reason: "organisations.refusals.proofKind", field: "proof" },
  });
  const large = { content: new Uint8Array(11 * 1024 * 1024), name: "card.pdf" };
  expect(await says(await aViewer(), school.id, { proof: large })).toMatchObject({
    refusal: { reason: "organisations.refusals.proofLarge" },
  });
});

test("a school somebody added exists for them alone until it was approved, and only once", async () => {
  const viewer = await aViewer();
  const add = (by: SignedInViewer, name = "湖畔大学 Lakeside") =>
    createOrganisation({ viewer: by, name, kind: "school", locale: "zh-Hans", now });
  const made = await add(viewer);
  expect(made).toMatchObject({ ok: true });
  const slug = made.ok ? made.value.slug : "";
  const stranger = await aViewer();
  expect(await add(stranger)).toMatchObject({ refusal: { reason: "organisations.refusals.taken" } });
  expect(await findOrganisations(stranger, "湖畔")).toEqual([]);
  expect(await organisationBySlug(GUEST, slug)).toBeNull();
  expect(await findOrganisations(viewer, "lakeSIDE")).toHaveLength(1);

  const edit = (by: SignedInViewer, mailDomains = "lakeside.edu.cn") =>
    editOrganisation({ viewer: by, slug, name: { "zh-Hans": "湖畔大学" }, kind: "school", mailDomains, now });
  expect(await edit(viewer)).toMatchObject({ refusal: { code: "forbidden" } });
  const verifier = await aViewer({ role: "organiser" });
  expect(await edit(verifier, "no domain")).toMatchObject({
    refusal: { reason: "organisations.refusals.domainWrong", field: "mailDomains" },
  });
  expect(await edit(verifier)).toMatchObject({ ok: true });
  expect(await findOrganisations(GUEST, "湖畔")).toHaveLength(1);
  expect(await membershipsOf(stranger)).toEqual([]);
});
