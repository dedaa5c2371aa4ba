import { z } from "zod";
import {
  COMPETITION_TYPES,
  COMPUTATIONS,
  type Computation,
  SORTINGS,
  SUBMISSION_RULES,
} from "../../../db/vocabulary.ts";
import { readFactSheet } from "../fact-sheet.ts";
import { checkPhases } from "./phases.ts";
import { Podium } from "./podium.ts";
import {
  type BundleBoard,
  type BundleTask,
  failed,
  type Problem,
  type ReadBundle,
  type Remark,
  TASK_FILES,
} from "./shape.ts";
import {
  date,
  flag,
  isMap,
  type Lines,
  list,
  oneOf,
  optional,
  optionalDate,
  problemsOf,
  type Raw,
  seconds,
  text,
  title,
  unknownIn,
  unknownKeys,
  whole,
} from "./values.ts";

/** Digits that a score has after the point, wherever it is stored. */
export const DIGITS = 10;

const Task = z.object({
  index: whole(0),
  key: optional,
  name: optional,
  description: text,
  scoring_program: optional,
  reference_data: optional,
  input_data: optional,
  ingestion_program: optional,
  ingestion_only_during_scoring: flag(false),
});
const Phase = z.object({
  index: whole(0),
  name: optional,
  description: text,
  start: date,
  end: optionalDate,
  tasks: list(whole(0)),
  /** Some write it so, for one task. */
  task: list(whole(0)),
  max_submissions_per_day: whole(5),
  max_submissions: whole(100),
  auto_migrate_to_this_phase: flag(false),
  execution_time_limit: seconds(600),
  hide_output: flag(false),
  hide_prediction_output: flag(false),
  hide_score_output: flag(false),
  starting_kit: optional,
  public_data: optional,
  accepts_only_result_submissions: flag(false),
  solutions: z.unknown().optional(),
});
const Column = z.object({
  title: optional,
  key: title(100),
  index: z.preprocess((v) => (v === null || v === "" ? undefined : v), whole(0).optional()),
  sorting: oneOf(SORTINGS, "desc"),
  computation: z.preprocess((v) => (v ? String(v).trim().toLowerCase() : null), z.string().nullable()),
  computation_indexes: list(whole(0)),
  precision: whole(2, 0, 100),
  hidden: flag(false),
});
const Board = z.object({
  index: z.unknown().optional(),
  title: optional,
  key: optional,
  columns: z.array(Column),
  hidden: flag(false),
  primary_index: whole(0),
  submission_rule: oneOf(SUBMISSION_RULES, "Add"),
});
const Page = z.object({ title: title(256), file: title(1000), index: z.unknown().optional() });
const Solution = z.object({
  index: z.unknown().optional(),
  name: optional,
  description: text,
  tasks: list(whole(0)),
  path: optional,
  key: optional,
});
const Top = z.object({
  version: z.unknown().optional(),
  title: title(256),
  image: optional,
  terms: optional,
  pages: z.preprocess((v) => v ?? [], z.array(Page)),
  tasks: z.array(Task),
  phases: z.array(Phase),
  leaderboards: z.array(Board).min(1),
  solutions: z.preprocess((v) => v ?? [], z.array(Solution)),
  description: text,
  registration_auto_approve: flag(false),
  docker_image: optional,
  queue: optional,
  enable_detailed_results: flag(false),
  show_detailed_results_in_submission_panel: flag(true),
  show_detailed_results_in_leaderboard: flag(true),
  make_programs_available: flag(false),
  make_input_data_available: flag(false),
  auto_run_submissions: flag(true),
  can_participants_make_submissions_public: flag(true),
  forum_enabled: flag(true),
  competition_type: oneOf(COMPETITION_TYPES, "competition"),
  reward: optional,
  contact_email: optional,
  fact_sheet: z.unknown().optional(),
  "x-podium": z.preprocess((v) => v ?? undefined, Podium.optional()),
});

/** Reads a bundle of version 2: Codabench's. */
export function readV2(raw: Raw, lineOf: Lines): ReadBundle {
  const result = Top.safeParse(raw);
  if (!result.success) return failed(...problemsOf(result.error, raw, lineOf));
  const top = result.data;
  const problems: Problem[] = [];
  const remarks: Remark[] = [
    ...unknownKeys(raw, Top, lineOf, []),
    ...unknownIn(raw.pages, Page, lineOf, ["pages"]),
    ...unknownIn(raw.tasks, Task, lineOf, ["tasks"]),
    ...unknownIn(raw.phases, Phase, lineOf, ["phases"]),
    ...unknownIn(raw.solutions, Solution, lineOf, ["solutions"]),
    ...unknownIn(raw.leaderboards, Board, lineOf, ["leaderboards"]),
    ...(raw.leaderboards as unknown[]).flatMap((one, i) =>
      isMap(one) ? unknownIn(one.columns, Column, lineOf, ["leaderboards", i, "columns"]) : [],
    ),
  ];
  if (!top.image) remarks.push({ kind: "mended", reason: "competitions.bundle.noImage" });
  if (!top.terms) remarks.push({ kind: "mended", reason: "competitions.bundle.noTerms" });
  if (!Array.isArray(raw.pages)) remarks.push({ kind: "mended", reason: "competitions.bundle.noPages" });

  const own = top["x-podium"] ?? null;
  // Of Podium's own exports alone: there, phases may take documents and nothing to judge.
  if (!own)
    for (const key of ["tasks", "phases"] as const)
      if (top[key].length === 0)
        problems.push({ reason: "competitions.bundle.missingKey", values: { key, line: lineOf([key]) } });

  const { tasks, positions } = tasksOf(top, lineOf, problems);
  const phases = [...top.phases]
    .sort((a, b) => a.index - b.index)
    .map((phase, i) => {
      const name = phase.name ?? `Phase ${i + 1}`;
      const values = { phase: name };
      if (!phase.name) remarks.push({ kind: "mended", reason: "competitions.bundle.phaseNamed", values });
      const [only, ...otherTasks] = top.tasks;
      const meant = only && otherTasks.length === 0 && !own ? [only.index] : [];
      const named = phase.tasks.length > 0 ? phase.tasks : phase.task.length > 0 ? phase.task : meant;
      if (named.length === 0 && !own)
        problems.push({ reason: "competitions.bundle.phaseWithoutTask", values });
      else if (phase.tasks.length === 0 && named.length > 0)
        remarks.push({ kind: "mended", reason: "competitions.bundle.tasksMeant", values });
      for (const index of named)
        if (!positions.has(index))
          problems.push({ reason: "competitions.bundle.noSuchTask", values: { ...values, index } });
      return {
        name,
        description: phase.description,
        start: phase.start.at,
        end: phase.end?.at ?? null,
        startText: phase.start.text,
        endText: phase.end?.text ?? null,
        tasks: [...new Set(named)].map((index) => positions.get(index) ?? 0),
        maxPerDay: phase.max_submissions_per_day,
        maxTotal: phase.max_submissions,
        timeLimitS: phase.execution_time_limit,
        hideLogs: phase.hide_output,
        hidePredictionOutput: phase.hide_prediction_output,
        hideScoringOutput: phase.hide_score_output,
        autoMigrate: phase.auto_migrate_to_this_phase,
        resultsOnly: phase.accepts_only_result_submissions,
        startingKit: phase.starting_kit,
        publicData: phase.public_data,
      };
    });
  const order = checkPhases(phases, { asWritten: own !== null });
  problems.push(...order.problems);
  remarks.push(...order.remarks);

  const board = boardOf(top.leaderboards, problems, remarks);
  if (board.columns.length === 0 && !own)
    problems.push({
      reason: "competitions.bundle.missingKey",
      values: { key: "leaderboards[0].columns", line: lineOf(["leaderboards", 0]) },
    });
  const sheet = readFactSheet(top.fact_sheet);
  for (const key of sheet.bad)
    remarks.push({ kind: "ignored", reason: "competitions.bundle.factQuestion", values: { key } });
  const solutions = top.solutions.flatMap((s, i) => {
    const name = s.name ?? `Solution ${i + 1}`;
    if (s.path) {
      const of = s.tasks.flatMap((t) => positions.get(t) ?? []);
      return [{ name, path: s.path, tasks: of }];
    }
    remarks.push({
      kind: "ignored",
      reason: "competitions.bundle.fileElsewhereLeftOut",
      values: { key: `solutions[${i}]`, uuid: s.key ?? "" },
    });
    return [];
  });

  const [first, ...rest] = problems;
  if (first) return failed(first, ...rest);
  return {
    ok: true,
    remarks,
    bundle: {
      version: "2",
      title: top.title,
      description: top.description,
      image: top.image ?? null,
      terms: top.terms ?? null,
      pages: top.pages,
      tasks,
      phases: order.phases,
      board,
      solutions,
      autoAccept: top.registration_auto_approve,
      dockerImage: top.docker_image ?? null,
      queue: top.queue ?? null,
      detailedResults: top.enable_detailed_results,
      detailedResultsInPanel: top.show_detailed_results_in_submission_panel,
      detailedResultsOnBoard: top.show_detailed_results_in_leaderboard,
      programsAvailable: top.make_programs_available,
      inputDataAvailable: top.make_input_data_available,
      autoRun: top.auto_run_submissions,
      publicSubmissionsAllowed: top.can_participants_make_submissions_public,
      discussionsEnabled: top.forum_enabled,
      competitionType: top.competition_type,
      reward: top.reward ?? null,
      contactEmail: top.contact_email ?? null,
      factSheet: sheet.questions,
      podium: own,
    },
  };
}

function tasksOf(top: z.output<typeof Top>, lineOf: Lines, problems: Problem[]) {
  const sorted = [...top.tasks].sort((a, b) => a.index - b.index);
  const positions = new Map<number, number>();
  const tasks = sorted.map((task, position): BundleTask => {
    const { index } = task;
    if (positions.has(index)) problems.push({ reason: "competitions.bundle.taskTwice", values: { index } });
    positions.set(index, position);
    const at = top.tasks.indexOf(task);
    if (task.key && !task.scoring_program)
      problems.push({ reason: "competitions.bundle.taskElsewhere", values: { index, key: task.key } });
    else if (!task.scoring_program)
      problems.push({
        reason: "competitions.bundle.missingKey",
        values: { key: `tasks[${at}].scoring_program`, line: lineOf(["tasks", at]) },
      });
    return {
      name: task.name ?? `Task ${index + 1}`,
      description: task.description,
      files: Object.fromEntries(TASK_FILES.flatMap((key) => (task[key] ? [[key, task[key]]] : []))),
      ingestionOnlyDuringScoring: task.ingestion_only_during_scoring,
    };
  });
  return { tasks, positions };
}

/** Codabench writes the mean of ranks as `avg_rank`. What nobody can compute leaves the column to the scores. */
function computationOf(
  { key, computation, computation_indexes: from }: z.output<typeof Column>,
  remarks: Remark[],
): Computation | null {
  if (computation === null) return null;
  if (from.length === 0) {
    const values = { key, computation };
    remarks.push({ kind: "ignored", reason: "competitions.bundle.computedFromNone", values });
    return null;
  }
  const name = computation === "avg_rank" ? "rank_avg" : computation;
  const known = COMPUTATIONS.find((one) => one === name);
  if (!known)
    remarks.push({
      kind: "ignored",
      reason: "competitions.bundle.unknownComputation",
      values: { key, computation },
    });
  return known ?? null;
}

const columnsOf = (board: z.output<typeof Board>) =>
  board.columns
    .map((column, i) => ({ ...column, index: column.index ?? i }))
    .sort((a, b) => a.index - b.index);

function boardOf(boards: z.output<typeof Board>[], problems: Problem[], remarks: Remark[]): BundleBoard {
  const [board, ...others] = boards as [z.output<typeof Board>, ...z.output<typeof Board>[]];
  const columns = columnsOf(board);
  for (const other of others) {
    remarks.push({
      kind: "mended",
      reason: "competitions.bundle.otherBoard",
      values: { title: other.title ?? other.key ?? "" },
    });
    // A run may score for another board alone: its columns stand after those of the first.
    const after = Math.max(-1, ...columns.map((c) => c.index)) + 1;
    const its = columnsOf(other);
    const before = new Map(columns.map((c) => [c.key, c.index]));
    const moved = (index: number) =>
      before.get(its.find((c) => c.index === index)?.key ?? "") ?? index + after;
    for (const column of its)
      if (!before.has(column.key))
        columns.push({
          ...column,
          index: moved(column.index),
          computation_indexes: column.computation_indexes.map(moved),
        });
  }
  const indexes = new Set(columns.map((c) => c.index));
  if (indexes.size < columns.length || new Set(columns.map((c) => c.key)).size < columns.length)
    problems.push({ reason: "competitions.bundle.columnTwice" });
  for (const column of columns)
    for (const index of column.computation ? column.computation_indexes : [])
      if (index === column.index || !indexes.has(index))
        problems.push({
          reason: "competitions.bundle.computedFromNothing",
          values: { key: column.key, index },
        });
  let primaryIndex = board.primary_index;
  const first = columns.find((c) => !c.hidden) ?? columns[0];
  if (first && !indexes.has(primaryIndex)) {
    remarks.push({
      kind: "mended",
      reason: "competitions.bundle.noPrimaryColumn",
      values: { index: primaryIndex, key: first.key },
    });
    primaryIndex = first.index;
  }
  return {
    title: (board.title ?? board.key ?? "Results").slice(0, 256),
    rule: board.submission_rule,
    primaryIndex,
    hidden: board.hidden,
    columns: columns.map((c) => {
      if (c.precision > DIGITS)
        remarks.push({
          kind: "mended",
          reason: "competitions.bundle.tooPrecise",
          values: { key: c.key, digits: DIGITS },
        });
      const computation = computationOf(c, remarks);
      return {
        key: c.key,
        title: c.title ?? c.key,
        index: c.index,
        sorting: c.sorting,
        precision: Math.min(c.precision, DIGITS),
        hidden: c.hidden,
        computation,
        computedFrom: computation ? c.computation_indexes : [],
      };
    }),
  };
}
