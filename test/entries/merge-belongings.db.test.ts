import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliver } from "../../app/entries/deliver.server.ts";
import { receiptOf, teamDeliverables } from "../../app/entries/deliverable-queries.server.ts";
import { acceptMerge, proposeMerge } from "../../app/entries/merge.server.ts";
import { entryOf, teamDetails } from "../../app/entries/queries.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, entries, type phases, quotaGrants } from "../../db/schema/index.ts";
import { score } from "../factories/boards.ts";
import { aFile, aSlot } from "../factories/deliverables.ts";
import { aContest, aTeamIn, NOW } from "../factories/submissions.ts";

/** Two teams; the one that ends has asked the one that stays. */
async function aProposal(given: Partial<typeof phases.$inferInsert> = {}) {
  const contest = await aContest(given);
  const competition = { id: contest.competitionId, state: "published" as const };
  const [stays, ends] = [await aTeamIn(contest, "Stays"), await aTeamIn(contest, "Ends")];
  await db
    .update(competitions)
    .set({ mergeUntil: new Date(NOW.getTime() + 1) })
    .where(eq(competitions.id, contest.competitionId));
  await db.update(entries).set({ code: "T-0001" }).where(eq(entries.id, stays.entryId));
  const hand = async (team: typeof stays, slotId: string, text: string) => {
    const sent = await deliver({
      viewer: team.viewer,
      slug: contest.slug,
      slotId,
      ...(await aFile(text, `${text}.txt`)),
      now: NOW,
    });
    if (!sent.ok) throw new Error(sent.refusal.reason);
    return sent.value.id;
  };
  const grant = (team: typeof stays, moreTotal: number) =>
    db.insert(quotaGrants).values({
      entryId: team.entryId,
      phaseId: contest.phaseId,
      moreTotal,
      reason: "power cut",
      createdAt: NOW,
    });
  const propose = () =>
    proposeMerge({ viewer: ends.viewer, entryId: ends.entryId, code: "T-0001", now: NOW });
  const accept = async () => {
    const asked = await propose();
    if (!asked.ok) return asked;
    return acceptMerge({
      viewer: stays.viewer,
      mergeId: asked.value.id,
      now: NOW,
      onDecided: followEntry,
    });
  };
  return { contest, competition, stays, ends, hand, grant, propose, accept };
}

test("a merge keeps the staying team's file where both have one, and brings the others along", async () => {
  const { competition, stays, ends, hand, propose, accept } = await aProposal();
  const [both, onlyEnds] = [await aSlot(competition), await aSlot(competition, { position: 1 })];
  await hand(stays, both.id, "ours");
  const theirs = await hand(ends, both.id, "theirs");
  await hand(ends, onlyEnds.id, "report");

  await propose();
  const entry = (await entryOf(stays.viewer, competition.id))!;
  const [row] = await db.select().from(competitions).where(eq(competitions.id, competition.id));
  const [asked] = (await teamDetails(entry, row!, NOW)).merges;
  expect(asked?.goes.come.map((s) => s.slotId)).toEqual([onlyEnds.id]);
  expect(asked?.goes.history.map((s) => s.slotId)).toEqual([both.id]);
  await db.execute("delete from team_merges");
  expect(await accept()).toMatchObject({ ok: true });

  const shown = await teamDeliverables(ends.viewer, competition, NOW);
  const files = shown?.slots.map((s) => s.receipts.map((r) => [r.fileName, r.of]));
  expect(files).toEqual([
    [
      ["ours.txt", null],
      ["theirs.txt", "Ends"],
    ],
    [["report.txt", null]],
  ]);
  for (const { viewer } of [stays, ends])
    expect(await receiptOf(viewer, theirs)).toMatchObject({ teamName: "Ends", newest: false });
  const stranger = await aTeamIn(await aContest(), "Stranger");
  expect(await receiptOf(stranger.viewer, theirs)).toBeNull();
});

test("grants of both teams add up, before the merge is weighed and after it", async () => {
  const { contest, stays, ends, grant, accept } = await aProposal({ maxTotal: 2 });
  for (const team of [stays, stays, ends, ends]) await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  await grant(stays, 1);
  expect(await accept()).toMatchObject({
    refusal: { reason: "entries.merge.tooManySubmissions", values: { used: 4, max: 3 } },
  });
  await grant(ends, 1);
  expect(await accept()).toMatchObject({ ok: true });
  const after = await db.select().from(quotaGrants).where(eq(quotaGrants.entryId, stays.entryId));
  expect(after.map((g) => g.moreTotal)).toEqual([1, 1]);
});
