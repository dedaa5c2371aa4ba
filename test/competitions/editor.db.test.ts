import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { movePage, removePage, savePage } from "../../app/competitions/change-pages.server.ts";
import { removePhase, savePhase } from "../../app/competitions/change-phases.server.ts";
import { changeRules, rulesSince } from "../../app/competitions/change-rules.server.ts";
import { removeTask, saveTask, versionsOf } from "../../app/competitions/change-tasks.server.ts";
import { moveTrack, removeTrack, saveTrack, tracksOf } from "../../app/competitions/change-tracks.server.ts";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { dueInPhase } from "../../app/competitions/due-in-phase.server.ts";
import { knownFiles } from "../../app/competitions/files.server.ts";
import type { PhaseChange } from "../../app/competitions/forms.ts";
import { MAX_PAGES } from "../../app/competitions/limits.ts";
import { packTexts } from "../../app/competitions/pack.server.ts";
import { publish } from "../../app/competitions/publish.server.ts";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { db } from "../../db/connect.ts";
import { boards, competitionPages, deliverableSlots, entries, rulesVersions } from "../../db/schema/index.ts";
import { aSlot } from "../factories/deliverables.ts";
import { aViewer } from "../factories/forums.ts";
import { aContest, aSubmission, aTeamIn } from "../factories/submissions.ts";

const now = new Date("2026-11-23T09:00:00Z");
const viewer = await aViewer({ role: "organiser" });
const day = (n: number) => new Date(now.getTime() + n * 86_400_000);

async function aBenchmark() {
  const made = await createCompetition({
    viewer,
    template: "ai_benchmark",
    title: { en: "Edit me" },
    timeZone: "UTC",
    now,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  const command = { viewer, slug: made.value.slug, now };
  const look = async () => (await competitionBySlug(viewer, made.value.slug, now))!;
  return { ...made.value, command, look, stranger: { ...command, viewer: await aViewer() } };
}
const aPhase = (change: Partial<PhaseChange> = {}): PhaseChange => ({
  name: { en: "Extra" },
  description: {},
  startsAt: day(60),
  endsAt: day(70),
  freezeAt: null,
  maxPerDay: 1,
  maxPerMonth: 0,
  maxTotal: 2,
  maxWaiting: 0,
  maxFinal: 0,
  timeLimitS: 60,
  priority: 0,
  dayTurnsAtMin: 720,
  accepts: ["archive"],
  taskIds: [],
  autoMigrate: false,
  resultsOnly: false,
  hideLogs: false,
  hidePredictionOutput: false,
  hideScoringOutput: false,
  ...change,
});
const aTask = {
  name: { en: "Task" },
  description: {},
  trackId: null,
  ingestionOnlyDuringScoring: false,
  note: null,
  labels: [],
  limits: {},
};

test("pages are added, changed, moved and removed, and their positions stay 0, 1, 2", async () => {
  const { id, command, look } = await aBenchmark();
  const add = async (title: string) => {
    const saved = await savePage({
      ...command,
      id: null,
      page: { title: { en: title }, body: { en: title } },
    });
    return saved.ok ? saved.value.id : "";
  };
  const [, b] = [await add("A"), await add("B")];
  await movePage({ ...command, id: b, by: -1 });
  await movePage({ ...command, id: b, by: -1 });
  await movePage({ ...command, id: b, by: -1 });
  const titles = async () => (await look()).pages.map((p) => [p.position, p.title.en]);
  expect(await titles()).toEqual([
    [0, "B"],
    [1, "Overview"],
    [2, "A"],
  ]);
  await savePage({ ...command, id: b, page: { title: { en: "B2" }, body: {} } });
  const [, overview] = (await look()).pages;
  await removePage({ ...command, id: overview!.id });
  expect(await titles()).toEqual([
    [0, "B2"],
    [1, "A"],
  ]);
  await db.delete(competitionPages).where(eq(competitionPages.competitionId, id));
  for (let i = 0; i < MAX_PAGES; i++) await add(`${i}`);
  expect(
    await savePage({ ...command, id: null, page: { title: { en: "one more" }, body: {} } }),
  ).toMatchObject({ refusal: { reason: "editor.refusals.tooMany", values: { max: MAX_PAGES } } });
});

test("a page of another competition is neither changed nor removed", async () => {
  const [mine, other] = [await aBenchmark(), await aBenchmark()];
  const [page] = (await other.look()).pages;
  const named = { ...mine.command, id: page!.id };
  expect(await savePage({ ...named, page: { title: { en: "x" }, body: {} } })).toMatchObject({ ok: false });
  expect(await removePage(named)).toMatchObject({ refusal: { code: "not_found" } });
  expect((await other.look()).pages[0]?.title.en).toBe("Overview");
});

test("another text of the rules is the next version with its note; the same text is none", async () => {
  const { id, command, look } = await aBenchmark();
  const before = (await look()).rules;
  expect(await changeRules({ ...command, rules: before, note: "nothing" })).toMatchObject({
    value: { version: 1 },
  });
  const rules = { en: "Be kind.", "zh-Hans": "友善。" };
  expect(await changeRules({ ...command, rules, note: "Shorter" })).toMatchObject({ value: { version: 2 } });
  expect(await look()).toMatchObject({ rules, rulesVersion: 2 });
  expect(await rulesSince(id, 1)).toMatchObject([{ version: 2, note: "Shorter", rules }]);
  const kept = await db
    .select()
    .from(rulesVersions)
    .where(eq(rulesVersions.competitionId, id))
    .orderBy(asc(rulesVersions.version));
  expect(kept.map((v) => v.rules)).toEqual([before, rules]);
});

test("what is due in a phase moves along with its end if that is wished, and nothing else does", async () => {
  const { id, command, look } = await aBenchmark();
  await savePhase({ ...command, id: null, phase: aPhase() });
  const phase = (await look()).phases.find((p) => p.name.en === "Extra")!;
  await aSlot({ id }, { title: { en: "Report" }, dueAt: day(70) });
  await aSlot({ id }, { title: { en: "Draft" }, dueAt: day(65), position: 1 });
  await aSlot({ id }, { title: { en: "Before" }, dueAt: day(59), position: 2 });
  await aSlot({ id }, { title: { en: "Whenever" }, position: 3 });
  const due = async () =>
    Object.fromEntries(
      (await db.select().from(deliverableSlots).where(eq(deliverableSlots.competitionId, id))).map((slot) => [
        slot.title.en,
        slot.dueAt,
      ]),
    );
  const before = await due();
  expect(await dueInPhase(id, phase)).toBe(2);
  const longer = aPhase({ endsAt: day(73) });
  await savePhase({ ...command, id: phase.id, phase: { ...longer, endsAt: day(50) }, moveDueDates: true });
  expect(await due()).toEqual(before);
  await savePhase({ ...command, id: phase.id, phase: longer, moveDueDates: true });
  expect(await due()).toEqual({ ...before, Report: day(73), Draft: day(68) });
  await savePhase({ ...command, id: phase.id, phase: aPhase({ endsAt: day(80) }) });
  expect(await due()).toMatchObject({ Report: day(73) });
});

test("a phase takes its place in time, gets a board like the others', and keeps its files when it is changed", async () => {
  const { command, look } = await aBenchmark();
  const [first, second] = (await look()).phases;
  expect(await savePhase({ ...command, id: null, phase: aPhase() })).toMatchObject({ ok: true });
  expect((await look()).phases.map((p) => p.name.en)).toEqual(["Development", "Final", "Extra"]);
  const extra = (await look()).phases[2]!;
  await savePhase({
    ...command,
    id: extra.id,
    phase: aPhase({ startsAt: day(-20), endsAt: day(-10), taskIds: [(await look()).tasks[0]!.id] }),
    files: { startingKit: first!.startingKit },
  });
  const phases = (await look()).phases;
  expect(phases.map((p) => [p.position, p.name.en])).toEqual([
    [0, "Extra"],
    [1, "Development"],
    [2, "Final"],
  ]);
  expect(phases[0]).toMatchObject({ dayTurnsAtMin: 720, startingKit: first!.startingKit });
  expect(phases[0]!.taskIds).toHaveLength(1);
  await savePhase({ ...command, id: extra.id, phase: aPhase({ startsAt: day(-20), endsAt: day(-10) }) });
  expect((await look()).phases[0]?.startingKit).toBe(first!.startingKit);
  const [like] = await db.select().from(boards).where(eq(boards.phaseId, second!.id));
  const [own] = await db.select().from(boards).where(eq(boards.phaseId, extra.id));
  expect(own).toMatchObject({ submissionRule: like!.submissionRule, finalPosition: like!.finalPosition });
});

test("a phase that overlaps another is refused at its field, and nothing is written", async () => {
  const { command, look } = await aBenchmark();
  const outcome = await savePhase({
    ...command,
    id: null,
    phase: aPhase({ startsAt: day(5), endsAt: day(6) }),
  });
  expect(outcome).toMatchObject({
    refusal: { field: "startsAt", reason: "editor.refusals.startsInPhase", values: { phase: "Development" } },
  });
  expect((await look()).phases).toHaveLength(2);
});

test("a phase is judged on tasks of its own competition only", async () => {
  const [mine, other] = [await aBenchmark(), await aBenchmark()];
  const [task] = (await other.look()).tasks;
  expect(
    await savePhase({ ...mine.command, id: null, phase: aPhase({ taskIds: [task!.id] }) }),
  ).toMatchObject({ refusal: { field: "taskIds" } });
});

test("a phase or task with submissions stays; one without goes", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  await aSubmission(contest, { viewer: team.viewer });
  const command = { viewer, slug: contest.slug, now };
  expect(await removePhase({ ...command, id: contest.phaseId })).toMatchObject({
    refusal: { reason: "editor.refusals.phaseHasSubmissions", values: { n: 1 } },
  });
  expect(await removeTask({ ...command, id: contest.taskId })).toMatchObject({
    refusal: { reason: "editor.refusals.taskHasRuns" },
  });
  const { command: own, look } = await aBenchmark();
  const [first] = (await look()).phases;
  expect(await removeTask({ ...own, id: (await look()).tasks[0]!.id })).toMatchObject({
    refusal: { reason: "editor.refusals.taskInPhase" },
  });
  expect(await removePhase({ ...own, id: first!.id })).toMatchObject({ ok: true });
  expect((await look()).phases.map((p) => p.position)).toEqual([0]);
});

test("another program is a new version with its note, the earlier one is kept; another name is none", async () => {
  const { command, look } = await aBenchmark();
  const [before] = (await look()).tasks;
  const id = before!.id;
  expect(await saveTask({ ...command, id, task: aTask, files: {} })).toMatchObject({
    value: { version: 1, renewed: false },
  });
  const scoringProgram = await packTexts({ metadata: "command: python3 new.py\n", "new.py": "" });
  expect(
    await saveTask({ ...command, id, task: { ...aTask, note: "Ties fixed" }, files: { scoringProgram } }),
  ).toMatchObject({ value: { version: 2, renewed: true } });
  expect((await look()).tasks[0]).toMatchObject({
    version: 2,
    scoringProgram,
    referenceData: before!.referenceData,
  });
  expect(await versionsOf(id)).toMatchObject([
    { version: 2, note: "Ties fixed", scoringProgram },
    { version: 1, scoringProgram: before!.scoringProgram },
  ]);
  expect((await knownFiles(await look())).map((f) => f.hash)).toContain(before!.scoringProgram);
});

test("what is no program is refused at its field", async () => {
  const { command } = await aBenchmark();
  const noMetadata = await packTexts({ "score.py": "" });
  expect(
    await saveTask({ ...command, id: null, task: aTask, files: { scoringProgram: noMetadata } }),
  ).toMatchObject({ refusal: { field: "scoringProgram", reason: "editor.refusals.noMetadata" } });
  expect(await saveTask({ ...command, id: null, task: aTask, files: {} })).toMatchObject({
    refusal: { field: "scoringProgram", reason: "editor.refusals.scoringProgramNeeded" },
  });
  expect(
    await saveTask({ ...command, id: null, task: { ...aTask, limits: { pids: 1e9 } }, files: {} }),
  ).toMatchObject({ refusal: { field: "limits.pids", reason: "editor.refusals.limitOutside" } });
});

test("a track has a code of its own, is moved, and stays while entries are in it", async () => {
  const { id, command } = await aBenchmark();
  const track = {
    code: "A1",
    name: { en: "One" },
    description: {},
    proposer: null,
    contact: null,
    degreeLevels: [],
    maxTeamsPerOrganisation: 0,
  };
  const a = await saveTrack({ ...command, id: null, track });
  const b = await saveTrack({ ...command, id: null, track: { ...track, code: "B1" } });
  if (!a.ok || !b.ok) throw new Error("no track");
  expect(await saveTrack({ ...command, id: b.value.id, track: { ...track, code: "a1" } })).toMatchObject({
    refusal: { field: "code", reason: "editor.refusals.codeTaken" },
  });
  await moveTrack({ ...command, id: b.value.id, by: -1 });
  expect((await tracksOf(id)).map((t) => t.code)).toEqual(["B1", "A1"]);

  await publish(command);
  const team = await aTeamIn({ competitionId: id } as Awaited<ReturnType<typeof aContest>>);
  await db.update(entries).set({ trackId: a.value.id }).where(eq(entries.id, team.entryId));
  expect(await removeTrack({ ...command, id: a.value.id })).toMatchObject({
    refusal: { reason: "editor.refusals.trackHasEntries", values: { n: 1 } },
  });
  expect(await removeTrack({ ...command, id: b.value.id })).toMatchObject({ ok: true });
});

test("somebody else edits nothing of a draft, which for them does not exist", async () => {
  const { stranger, look } = await aBenchmark();
  const { pages, phases, tasks } = await look();
  const track = {
    code: "X",
    name: { en: "x" },
    description: {},
    proposer: null,
    contact: null,
    degreeLevels: [],
    maxTeamsPerOrganisation: 0,
  };
  for (const outcome of await Promise.all([
    savePage({ ...stranger, id: pages[0]!.id, page: { title: { en: "x" }, body: {} } }),
    removePage({ ...stranger, id: pages[0]!.id }),
    changeRules({ ...stranger, rules: {}, note: null }),
    savePhase({ ...stranger, id: null, phase: aPhase() }),
    removePhase({ ...stranger, id: phases[0]!.id }),
    saveTask({ ...stranger, id: tasks[0]!.id, task: aTask, files: {} }),
    saveTrack({ ...stranger, id: null, track }),
  ]))
    expect(outcome).toMatchObject({ refusal: { code: "not_found" } });
});
