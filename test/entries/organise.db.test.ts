import { and, eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { acceptSeveral } from "../../app/entries/accept-several.server.ts";
import { addOwnEntry } from "../../app/entries/add-own.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { entriesFor, entryFor } from "../../app/entries/manage-queries.server.ts";
import { moveTrack } from "../../app/entries/move-track.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { GUEST, type SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, competitionTracks, entries, notices } from "../../db/schema/index.ts";
import { aBoard, anEntryOn, START, score } from "../factories/boards.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const onDecided = followEntry;
const tracks = (competitionId: string, codes: string[]) =>
  db
    .insert(competitionTracks)
    .values(codes.map((code, position) => ({ competitionId, position, code, name: { en: code } })))
    .returning();
const actsOn = (entryId: string) =>
  db
    .select({ act: auditEvents.act, details: auditEvents.details, by: auditEvents.personId })
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, entryId));
const only = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: { reason: string } }): T => {
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
};

test("a baseline stands on the board in its place, marked and without a rank, and takes nobody's", async () => {
  const board = await aBoard();
  const organiser = await aViewer({ role: "organiser" });
  const { entryId } = only(
    await addOwnEntry({
      viewer: organiser,
      slug: board.slug,
      kind: "baseline",
      teamName: "Most frequent",
      now,
    }),
  );
  const [best, worst] = [await anEntryOn(board, "Best"), await anEntryOn(board, "Worst")];
  for (const [entry, accuracy] of [
    [best, "0.9"],
    [entryId, "0.5"],
    [worst, "0.1"],
  ] as const)
    await score(board, entry, { accuracy }, START);
  const shown = await boardFor(GUEST, board.slug, 0, now);
  expect(shown?.rows.map((row) => [row.team, row.kind, row.ranked])).toEqual([
    ["Best", "team", true],
    ["Most frequent", "baseline", false],
    ["Worst", "team", true],
  ]);
  expect(await actsOn(entryId)).toEqual([
    { act: "entry.added", details: { kind: "baseline", name: "Most frequent" }, by: organiser.person.id },
  ]);
  // An organiser's baseline is no place of theirs: they may still take part themselves.
  expect(
    await join({ viewer: organiser, slug: board.slug, teamName: "Myself", acceptRules: true, now }),
  ).toMatchObject({ ok: true });
});

test("only organisers add a baseline, under a free name and to a track of the competition", async () => {
  const competition = await aCompetition({ now });
  await tracks(competition.id, ["A"]);
  await tracks((await aCompetition({ now })).id, ["Z"]);
  await anEntry({ competition, teamName: "Taken", now });
  const add = (change: object, viewer: SignedInViewer = competition.organiser) =>
    addOwnEntry({ viewer, slug: competition.slug, kind: "reference", teamName: "Ours", now, ...change });
  const captain = (await anEntry({ competition, now })).captain;
  const elsewhere = await aViewer();
  elsewhere.grants.push({ role: "organiser", scope: "competition", scopeId: crypto.randomUUID() });
  for (const viewer of [captain, elsewhere])
    expect(await add({}, viewer)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await add({ teamName: "ＴＡＫＥＮ" })).toMatchObject({ refusal: { field: "teamName" } });
  expect(await add({ track: "Z" })).toMatchObject({ refusal: { field: "track" } });
  const kept = () =>
    db
      .select({ kind: entries.kind, state: entries.state, code: entries.code })
      .from(entries)
      .where(and(eq(entries.competitionId, competition.id), eq(entries.kind, "reference")));
  expect(await kept()).toEqual([]);
  expect(await add({ track: "A" })).toMatchObject({ ok: true });
  // No team's code is used up by it.
  expect(await kept()).toEqual([{ kind: "reference", state: "accepted", code: null }]);
});

test("an entry that moves to another track keeps its code, and the boards of both tracks follow", async () => {
  const board = await aBoard();
  const [a, b] = await tracks(board.competitionId, ["A", "B"]);
  const organiser = await aViewer({ role: "organiser" });
  const captain = await aViewer();
  const entryId = await anEntryOn(board, "Mover", captain.person.id);
  const stays = await anEntryOn(board, "Stays");
  await db.update(entries).set({ trackId: a!.id, code: "A-0001" }).where(eq(entries.id, entryId));
  await db.update(entries).set({ trackId: a!.id }).where(eq(entries.id, stays));
  await score(board, entryId, { accuracy: "0.9" }, START);
  await score(board, stays, { accuracy: "0.5" }, START);
  const on = async (track: string) =>
    (await boardFor(GUEST, board.slug, 0, now, { track }))?.rows.map((row) => row.team);
  expect([await on("A"), await on("B")]).toEqual([["Mover", "Stays"], []]);
  const move = (track: string, viewer: SignedInViewer = organiser) =>
    moveTrack({ viewer, entryId, track, now, onDecided });
  await tracks((await aBoard()).competitionId, ["Z"]);
  expect(await move("Z")).toMatchObject({ refusal: { field: "track" } });
  const elsewhere = await aViewer();
  elsewhere.grants.push({ role: "organiser", scope: "competition", scopeId: crypto.randomUUID() });
  for (const viewer of [captain, elsewhere])
    expect(await move("B", viewer)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await actsOn(entryId)).toEqual([]);

  expect(await move("B")).toEqual({ ok: true, value: { track: "B" } });
  expect(await move("B")).toEqual({ ok: true, value: { track: "B" } });
  const [kept] = await db.select().from(entries).where(eq(entries.id, entryId));
  expect(kept).toMatchObject({ trackId: b!.id, code: "A-0001" });
  expect([await on("A"), await on("B")]).toEqual([["Stays"], ["Mover"]]);
  expect(await actsOn(entryId)).toEqual([
    { act: "entry.moved", details: { to: "B" }, by: organiser.person.id },
  ]);
});

/** Three teams that wait in a competition of two or more people each; the last is too small. */
async function aQueue() {
  const competition = await aCompetition({ now, set: { autoAccept: false, minTeamSize: 2, maxTeamSize: 3 } });
  const team = async (size: number) =>
    anEntry({ competition, people: await Promise.all(Array.from({ length: size }, () => aViewer())), now });
  return { competition, fit: [await team(2), await team(3)], small: await team(1) };
}
const states = async (competitionId: string) =>
  (await db.select().from(entries).where(eq(entries.competitionId, competitionId)).orderBy(entries.code)).map(
    ({ state, code }) => [state, code],
  );

test("of the entries ticked together those that lack nothing are accepted, and the rest are left as they were", async () => {
  const { competition, fit, small } = await aQueue();
  const stranger = await aQueue();
  const elsewhere = await aViewer();
  elsewhere.grants.push({ role: "organiser", scope: "competition", scopeId: competition.id });
  const ticked = [...fit, small, ...stranger.fit].map(({ id }) => id);
  const accept = (viewer: SignedInViewer) =>
    acceptSeveral({ viewer, entryIds: [...ticked, ticked[0]!, "no-entry"], now, onDecided });

  expect(await accept(fit[0]!.captain)).toEqual({ accepted: 0, left: 6 });
  expect(await accept(elsewhere)).toEqual({ accepted: 2, left: 4 });
  expect(await states(competition.id)).toEqual([
    ["accepted", "T-0001"],
    ["accepted", "T-0002"],
    ["pending", null],
  ]);
  expect((await states(stranger.competition.id)).map(([state]) => state)).toEqual([
    "pending",
    "pending",
    "pending",
  ]);
  const told = async (people: SignedInViewer[]) =>
    (
      await db
        .select({ kind: notices.kind })
        .from(notices)
        .where(
          inArray(
            notices.to,
            people.map(({ person }) => person.email),
          ),
        )
    ).map(({ kind }) => kind);
  expect(await told(fit.flatMap((entry) => entry.people))).toEqual(Array(5).fill("entry_accepted"));
  expect(await told([...small.people, ...stranger.fit.flatMap((entry) => entry.people)])).toEqual([]);
  expect(await accept(elsewhere)).toEqual({ accepted: 0, left: 6 });

  const seen = await entriesFor(competition.organiser, competition.id, { state: "pending" }, 1);
  expect(seen?.rows.map((row) => row.id)).toEqual([small.id]);
  const left = await entryFor(competition.organiser, competition.id, small.id);
  expect(left?.history).toEqual([]);
});

test("two organisers who accept the same entries at once give each one code and one mail a person", async () => {
  const { competition, fit } = await aQueue();
  const ids = fit.map(({ id }) => id);
  const outcomes = await Promise.all(
    [ids, [...ids].reverse()].map((entryIds) =>
      acceptSeveral({ viewer: competition.organiser, entryIds, now, onDecided }),
    ),
  );
  expect(outcomes.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
  expect((await states(competition.id)).map(([, code]) => code)).toEqual(["T-0001", "T-0002", null]);
  for (const { person } of fit.flatMap((entry) => entry.people))
    expect(await db.select().from(notices).where(eq(notices.to, person.email))).toHaveLength(1);
});
