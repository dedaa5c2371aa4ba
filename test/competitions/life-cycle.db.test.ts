import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { overviewOf } from "../../app/competitions/overview.server.ts";
import {
  archive,
  close,
  publish,
  publishDue,
  reopen,
  schedule,
  unarchive,
} from "../../app/competitions/publish.server.ts";
import { competitionBySlug, openCompetitions } from "../../app/competitions/queries.server.ts";
import { wording } from "../../app/notices/wording.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, competitions, metrics, notices } from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const viewer = await aViewer({ role: "organiser" });

async function aDraft() {
  const made = await createCompetition({
    viewer,
    template: "practice",
    title: { en: "Cycle" },
    timeZone: "UTC",
    now,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  return { ...made.value, command: { viewer, slug: made.value.slug, now } };
}
const stateOf = async (id: string) =>
  (await db.select().from(competitions).where(eq(competitions.id, id)))[0]?.state;

test("a competition is published, closed, opened again, archived and taken out, each act noted", async () => {
  const { id, slug, command } = await aDraft();
  for (const [act, state] of [
    [publish, "published"],
    [close, "closed"],
    [reopen, "published"],
    [close, "closed"],
    [archive, "archived"],
    [unarchive, "closed"],
  ] as const) {
    expect(await act(command)).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBe(state);
  }
  const acts = await db
    .select({ act: auditEvents.act })
    .from(auditEvents)
    .where(eq(auditEvents.competitionId, id));
  expect(acts.map((a) => a.act)).toEqual(
    ["created", "published", "closed", "reopened", "closed", "archived", "unarchived"].map(
      (act) => `competition.${act}`,
    ),
  );
  expect((await competitionBySlug(GUEST, slug, now))?.standing).toBe("closed");
});

test("a step from the wrong state is refused", async () => {
  const { command } = await aDraft();
  for (const act of [close, reopen, archive, unarchive])
    expect(await act(command)).toMatchObject({ refusal: { reason: "competitions.refusals.wrongState" } });
  await publish(command);
  expect(await publish(command)).toMatchObject({ refusal: { code: "conflict" } });
  expect(await schedule({ ...command, publishAt: later(5) })).toMatchObject({
    refusal: { code: "conflict" },
  });
});

test("an archived competition is in no list, and whoever knows its address still reads it", async () => {
  const { id, slug, command } = await aDraft();
  for (const act of [publish, close, archive]) await act(command);
  expect((await openCompetitions(GUEST, now)).competitions.map((c) => c.id)).not.toContain(id);
  expect(await competitionBySlug(GUEST, slug, now)).toMatchObject({ state: "archived" });
});

test("what cannot work is not published, and the sentence says what", async () => {
  const { id, command } = await aDraft();
  await db.delete(metrics).where(eq(metrics.competitionId, id));
  expect(await publish(command)).toMatchObject({
    refusal: { code: "invalid", reason: "editor.ready.noMetric" },
  });
  expect(await stateOf(id)).toBe("draft");
});

test("a scheduled draft is published by the first look after its time, and not before", async () => {
  const { id, slug, command } = await aDraft();
  expect(await schedule({ ...command, publishAt: later(10) })).toMatchObject({ ok: true });
  await publishDue(later(9));
  expect(await competitionBySlug(GUEST, slug, later(9))).toBeNull();
  await Promise.all([publishDue(later(10)), publishDue(later(10))]);
  expect(await competitionBySlug(GUEST, slug, later(10))).toMatchObject({
    state: "published",
    publishAt: null,
    publishedAt: later(10),
  });
  const acts = await db
    .select({ act: auditEvents.act })
    .from(auditEvents)
    .where(eq(auditEvents.competitionId, id));
  expect(acts.filter((a) => a.act === "competition.published")).toHaveLength(1);
});

test("a schedule can be taken back, and a time that is over is refused at its field", async () => {
  const { id, command } = await aDraft();
  expect(await schedule({ ...command, publishAt: now })).toMatchObject({
    refusal: { field: "publishAt", reason: "editor.refusals.publishAtPast" },
  });
  await schedule({ ...command, publishAt: later(1) });
  await schedule({ ...command, publishAt: null });
  await publishDue(later(2));
  expect(await stateOf(id)).toBe("draft");
});

test("a scheduled draft that cannot work stays a draft, and its overview says why", async () => {
  const { id, slug, command } = await aDraft();
  await schedule({ ...command, publishAt: later(1) });
  await db.delete(metrics).where(eq(metrics.competitionId, id));
  await publishDue(later(1));
  const competition = await competitionBySlug(viewer, slug, later(1));
  expect(competition).toMatchObject({ state: "draft", publishAt: null });
  const { life, findings } = await overviewOf(competition!, later(1));
  expect(life[0]).toMatchObject({
    act: "competition.notPublished",
    by: null,
    stops: [{ reason: "editor.ready.noMetric" }],
  });
  expect(findings[0]).toMatchObject({ kind: "stops", section: "board" });
  await publishDue(later(2));
  const mails = await db.select().from(notices).where(eq(notices.kind, "not_published"));
  expect(mails.map(({ to }) => to)).toEqual([viewer.person.email]);
  expect(mails[0]!.text).toContain(wording("en", "editor.ready.noMetric"));
  expect(mails[0]!.text).toContain(`http://podium.test/competitions/${slug}/manage`);
});

test("somebody else neither publishes nor schedules, and does not learn that a draft exists", async () => {
  const { command, id } = await aDraft();
  const other = { ...command, viewer: await aViewer() };
  expect(await publish(other)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await schedule({ ...other, publishAt: later(1) })).toMatchObject({ refusal: { code: "not_found" } });
  await publish(command);
  for (const act of [close, archive])
    expect(await act(other)).toMatchObject({ refusal: { code: "forbidden" } });
  expect(await stateOf(id)).toBe("published");
});
