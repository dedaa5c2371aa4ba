import { expect, test } from "vitest";
import { deliver } from "../../app/entries/deliver.server.ts";
import { teamDeliverables } from "../../app/entries/deliverable-queries.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { entriesOf, entryOf } from "../../app/entries/queries.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { submitFacts } from "../../app/submissions/form-queries.server.ts";
import { submissionsOf } from "../../app/submissions/list-queries.server.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { db } from "../../db/connect.ts";
import { competitionTracks } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aFile, aSlot, ZIP } from "../factories/deliverables.ts";
import { aViewer } from "../factories/forums.ts";
import { aZip } from "../factories/submissions.ts";

const NOW = new Date("2026-11-23T09:00:00Z");

/** Somebody with an entry in each of two tracks, the one in B entered last; and a rival in A. */
async function inTwoTracks() {
  const competition = await aCompetition({ now: NOW, set: { maxTeamsPerPerson: 2, captainOfOne: false } });
  await db.insert(competitionTracks).values(
    ["A", "B"].map((code, position) => ({
      competitionId: competition.id,
      position,
      code,
      name: { en: `Group ${code}` },
    })),
  );
  const enter = async (viewer: SignedInViewer, teamName: string, track: string, minutes: number) => {
    const now = new Date(NOW.getTime() + minutes * 60_000);
    const joined = await join({
      viewer,
      slug: competition.slug,
      teamName,
      track,
      acceptRules: true,
      now,
    });
    if (!joined.ok) throw new Error(joined.refusal.reason);
    return joined.value.entryId;
  };
  const viewer = await aViewer();
  const rival = await aViewer({ name: "Rival" });
  const a = await enter(viewer, "Mine in A", "A", 0);
  const b = await enter(viewer, "Mine in B", "B", 1);
  return { competition, viewer, a, b, rival, rivals: await enter(rival, "Theirs", "A", 2) };
}
const seen = (id: string) => ({ id, state: "published" as const });

test("who has an entry in each of two tracks hands files in for the one they name", async () => {
  const { competition, viewer, a, b, rivals } = await inTwoTracks();
  const slot = await aSlot(competition, { extensions: ["zip"] });
  const send = async (entryId?: string) =>
    deliver({
      viewer,
      slug: competition.slug,
      slotId: slot.id,
      entryId,
      ...(await aFile(`${ZIP}${entryId}`, "work.zip")),
      now: NOW,
    });
  expect(await send(a)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await send(b)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await send(a)).toMatchObject({ ok: true, value: { version: 2 } });
  expect(await send()).toMatchObject({ ok: true, value: { version: 2 } });
  for (const others of [rivals, "no-entry", crypto.randomUUID()])
    expect(await send(others)).toMatchObject({ refusal: { reason: "deliverables.refusals.noEntry" } });

  const versions = async (entryId: string) =>
    (await teamDeliverables(viewer, seen(competition.id), NOW, entryId))?.slots[0]?.receipts.map(
      (receipt) => receipt.entryId,
    );
  expect(await versions(a)).toEqual([a, a]);
  expect(await versions(b)).toEqual([b, b]);
  for (const others of [rivals, "no-entry"])
    expect(await teamDeliverables(viewer, seen(competition.id), NOW, others)).toBeNull();
});

test("who has two entries submits for the one they name, with its own quota, and sees each one's list", async () => {
  const { competition, viewer, a, b, rival, rivals } = await inTwoTracks();
  const send = async (who: SignedInViewer, entryId?: string) =>
    submit({ viewer: who, slug: competition.slug, entryId, blob: await aZip(), fileName: "a.zip", now: NOW });
  expect(await send(viewer, a)).toMatchObject({ ok: true, value: { number: 1 } });
  expect(await send(viewer, b)).toMatchObject({ ok: true, value: { number: 2 } });
  expect(await send(viewer, a)).toMatchObject({ ok: true, value: { number: 3 } });
  expect(await send(rival)).toMatchObject({ ok: true, value: { number: 4 } });
  expect(await send(viewer, rivals)).toMatchObject({ refusal: { reason: "submissions.refusals.noEntry" } });
  expect(await send(viewer, "no-entry")).toMatchObject({
    refusal: { reason: "submissions.refusals.noEntry" },
  });

  const list = async (entryId?: string) =>
    (await submissionsOf(viewer, competition.slug, 1, { own: true, entryId }))?.submissions.map(
      (row) => row.number,
    );
  expect([await list(a), await list(b), await list()]).toEqual([[3, 1], [2], [2]]);
  expect(await list(rivals)).toBeUndefined();
  const used = async (entryId?: string) => {
    const facts = await submitFacts(viewer, competition.slug, NOW, entryId);
    return [facts?.entry?.teamName, facts?.phases[0]?.used.total];
  };
  expect(await used(a)).toEqual(["Mine in A", 2]);
  expect(await used(b)).toEqual(["Mine in B", 1]);
  expect(await used(rivals)).toEqual([undefined, undefined]);
});

test("the entries to choose from are one's own, with their tracks; a stranger's name gives none", async () => {
  const { competition, viewer, a, b, rivals } = await inTwoTracks();
  expect((await entriesOf(viewer, competition.id)).map((e) => [e.id, e.teamName, e.track])).toEqual([
    [b, "Mine in B", "B"],
    [a, "Mine in A", "A"],
  ]);
  expect((await entryOf(viewer, competition.id))?.id).toBe(b);
  expect((await entryOf(viewer, competition.id, db, a))?.id).toBe(a);
  for (const others of [rivals, "no-entry"])
    expect(await entryOf(viewer, competition.id, db, others)).toBeNull();
  const elsewhere = await anEntry({ competition: await aCompetition({ now: NOW }), people: [viewer] });
  expect(await entryOf(viewer, competition.id, db, elsewhere.id)).toBeNull();
});
