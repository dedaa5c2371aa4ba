import { z } from "zod";
import { type Computation, SORTINGS } from "../../../db/vocabulary.ts";
import { checkPhases } from "./phases.ts";
import { type BundlePhase, failed, type Problem, type ReadBundle, type Remark, TASK_FILES } from "./shape.ts";
import { DIGITS } from "./v2.ts";
import {
  date,
  flag,
  isMap,
  type Lines,
  oneOf,
  optional,
  optionalDate,
  problemsOf,
  type Raw,
  seconds,
  text,
  title,
  unknownKeys,
  whole,
} from "./values.ts";

const DAY_MS = 86_400_000;
const OPERATIONS = ["avg", "max", "min", "sum"] as const;

/** Settings of CodaLab's that mean nothing here: told in one remark each place, not as unknown ones. */
const LEGACY_TOP = [
  "admin_names",
  "allow_public_submissions",
  "allow_teams",
  "anonymous_leaderboard",
  "competition_docker_image_tag",
  "disallow_leaderboard_modifying",
  "enable_forum",
  "enable_per_submission_metadata",
  "enable_teams",
  "force_submission_to_leaderboard",
  "hide_chart",
  "hide_top_three",
  "require_team_approval",
  "show_datasets_from_yaml",
  "start_date",
  "teams",
];
const LEGACY_PHASE = [
  "color",
  "datasets",
  "default_docker_image",
  "delete_submissions_except_best_and_last",
  "disable_custom_docker_image",
  "force_best_submission_to_leaderboard",
  "hidden_columns",
  "is_parallel_parent",
  "is_scoring_only",
  "leaderboard_management_mode",
  "max_submission_size",
  "parent_phasenumber",
  "participant_max_storage_use",
  "phase_never_ends",
  "scoring_program_docker_image",
];

const Phase = z.object({
  phasenumber: optional,
  label: optional,
  description: text,
  start_date: date,
  max_submissions: whole(100),
  max_submissions_per_day: whole(5),
  execution_time_limit: seconds(600),
  auto_migration: flag(false),
  scoring_program: optional,
  reference_data: optional,
  input_data: optional,
  ingestion_program: optional,
  ingestion_program_only_during_scoring: flag(false),
  public_data: optional,
  starting_kit: optional,
  hide_output: flag(false),
  hide_prediction_output: flag(false),
  hide_score_output: flag(false),
});
const Computed = z.object({
  operation: text,
  fields: z.preprocess(
    (v) => (typeof v === "string" ? v.split(",").map((f) => f.trim()) : (v ?? [])),
    z.array(text),
  ),
  weights: z.unknown().optional(),
});
const Column = z.object({
  leaderboard: z.unknown().optional(),
  label: optional,
  rank: z.preprocess((v) => (v === undefined || v === null ? 1 : Number(v)), z.number()),
  numeric_format: z.unknown().optional(),
  sort: oneOf(SORTINGS, "desc"),
  hidden: flag(false),
  selection_default: z.unknown().optional(),
  computed: z.preprocess((v) => v ?? undefined, Computed.optional()),
  column_group: z.unknown().optional(),
});
const Board = z.object({ label: optional, rank: z.unknown().optional(), hidden: flag(false) });
const Boards = z.object({
  leaderboards: z.preprocess((v) => v ?? {}, z.record(z.string(), Board)),
  columns: z.record(
    z.string(),
    z.preprocess((v) => v ?? {}, Column),
  ),
  column_groups: z.unknown().optional(),
});
const Top = z.object({
  version: z.unknown().optional(),
  title: title(256),
  description: text,
  image: optional,
  has_registration: flag(true),
  competition_docker_image: optional,
  docker_image: optional,
  queue: optional,
  enable_detailed_results: flag(false),
  show_detailed_results_in_submission_panel: flag(true),
  show_detailed_results_in_leaderboard: flag(true),
  auto_run_submissions: flag(true),
  make_programs_available: flag(false),
  make_input_data_available: flag(false),
  end_date: optionalDate,
  reward: optional,
  contact_email: optional,
  html: z.preprocess((v) => v ?? {}, z.record(z.string(), title(1000))),
  phases: z.union([z.record(z.string(), Phase), z.array(Phase)]).refine((all) => Object.keys(all).length > 0),
  leaderboard: Boards,
});

const legacy = (raw: unknown, keys: readonly string[], at: string): Remark[] => {
  const found = isMap(raw) ? keys.filter((key) => key in raw) : [];
  return found.length === 0
    ? []
    : [
        {
          kind: "ignored",
          reason: "competitions.bundle.legacyKeys",
          values: { at, keys: found.join(", ") },
        },
      ];
};
const otherThan = (keys: readonly string[], remarks: Remark[]) =>
  remarks.filter((r) => !keys.some((key) => String(r.values?.key).split(".").at(-1) === key));

/** Reads a bundle of CodaLab's, version 1.5; of 1.8, with parallel phases, their parent is left out. */
export function readCodalab(raw: Raw, lineOf: Lines): ReadBundle {
  const phasesBefore = phaseMaps(raw.phases);
  const parallel = phasesBefore.some((p) => p.map.is_parallel_parent || p.map.parent_phasenumber);
  const result = Top.safeParse(raw);
  if (!result.success) return failed(...deeper(result.error, raw, lineOf));
  const top = result.data;
  const problems: Problem[] = [];
  const remarks: Remark[] = [
    ...legacy(raw, LEGACY_TOP, "competition.yaml"),
    ...otherThan(LEGACY_TOP, unknownKeys(raw, Top, lineOf, [])),
    ...phasesBefore.flatMap(({ key, map }) => [
      ...legacy(map, LEGACY_PHASE, `phases.${key}`),
      ...otherThan(LEGACY_PHASE, unknownKeys(map, Phase, lineOf, ["phases", key])),
    ]),
  ];
  const ignored = (reason: Problem["reason"], values: Problem["values"] = {}) =>
    remarks.push({ kind: "ignored", reason, values });
  const mended = (reason: Problem["reason"], values: Problem["values"] = {}) =>
    remarks.push({ kind: "mended", reason, values });
  if (!top.image) mended("competitions.bundle.noImage");
  const { terms, ...html } = top.html;
  if (!terms) mended("competitions.bundle.noTerms");

  const ordered = phasesOf(top.phases);
  const kept = parallel ? ordered.slice(1) : ordered;
  if (parallel)
    ignored("competitions.bundle.parallelParent", {
      phase: ordered[0]?.phase.label ?? ordered[0]?.key ?? "",
    });
  if (kept.length === 0) problems.push({ reason: "competitions.bundle.noPhase" });
  const phases = kept.map(({ key, phase }, i): BundlePhase => {
    const name = phase.label ?? `Phase ${i + 1}`;
    if (!phase.label) mended("competitions.bundle.phaseNamed", { phase: name });
    if (!phase.scoring_program)
      problems.push({
        reason: "competitions.bundle.missingKey",
        values: { key: `phases.${key}.scoring_program`, line: lineOf(["phases", key]) },
      });
    return {
      name,
      description: phase.description,
      start: phase.start_date.at,
      startText: phase.start_date.text,
      ...endOf(
        kept.map((k) => k.phase),
        i,
        top.end_date,
        (reason, values) => mended(reason, { phase: name, ...values }),
      ),
      tasks: [i],
      maxPerDay: phase.max_submissions_per_day,
      maxTotal: phase.max_submissions,
      timeLimitS: phase.execution_time_limit,
      hideLogs: phase.hide_output,
      hidePredictionOutput: phase.hide_prediction_output,
      hideScoringOutput: phase.hide_score_output,
      autoMigrate: phase.auto_migration,
      resultsOnly: false,
      startingKit: phase.starting_kit,
      publicData: phase.public_data,
    };
  });
  const order = checkPhases(phases);
  problems.push(...order.problems);
  remarks.push(...order.remarks);
  const board = boardOf(top.leaderboard, problems, remarks);

  const [first, ...rest] = problems;
  if (first) return failed(first, ...rest);
  return {
    ok: true,
    remarks,
    bundle: {
      version: parallel ? "1.8" : "1.5",
      title: top.title,
      description: top.description,
      image: top.image ?? null,
      terms: terms ?? null,
      pages: Object.entries(html).map(([name, file]) => ({ title: name, file })),
      tasks: kept.map(({ phase }, i) => ({
        name: `${phases[i]?.name} Task`,
        description: phase.description,
        files: Object.fromEntries(TASK_FILES.flatMap((key) => (phase[key] ? [[key, phase[key]]] : []))),
        ingestionOnlyDuringScoring: phase.ingestion_program_only_during_scoring,
      })),
      phases: order.phases,
      board,
      solutions: [],
      autoAccept: !top.has_registration,
      dockerImage: top.competition_docker_image ?? top.docker_image ?? null,
      queue: top.queue ?? null,
      detailedResults: top.enable_detailed_results,
      detailedResultsInPanel: top.show_detailed_results_in_submission_panel,
      detailedResultsOnBoard: top.show_detailed_results_in_leaderboard,
      programsAvailable: top.make_programs_available,
      inputDataAvailable: top.make_input_data_available,
      autoRun: top.auto_run_submissions,
      publicSubmissionsAllowed: true,
      discussionsEnabled: true,
      competitionType: "competition",
      reward: top.reward ?? null,
      contactEmail: top.contact_email ?? null,
      factSheet: [],
      podium: null,
    },
  };
}

/** The union of a map and a list hides what is wrong inside: it is looked at as what it is. */
function deeper(error: z.ZodError, raw: Raw, lineOf: Lines): [Problem, ...Problem[]] {
  const inside = phaseMaps(raw.phases).flatMap(({ key, map }) => {
    const one = Phase.safeParse(map);
    return one.success
      ? []
      : one.error.issues.map((issue) => ({ ...issue, path: ["phases", key, ...issue.path] }));
  });
  const others = error.issues.filter((issue) => inside.length === 0 || issue.path[0] !== "phases");
  return problemsOf(new z.ZodError([...others, ...inside] as z.core.$ZodIssue[]), raw, lineOf);
}

function phaseMaps(raw: unknown): { key: string | number; map: Raw }[] {
  if (Array.isArray(raw)) return raw.flatMap((map, key) => (isMap(map) ? [{ key, map }] : []));
  return isMap(raw) ? Object.entries(raw).flatMap(([key, map]) => (isMap(map) ? [{ key, map }] : [])) : [];
}

type PhaseRead = z.output<typeof Phase>;

/** By phase number, else by their key; those without any stay where they stand. */
function phasesOf(given: z.output<typeof Top>["phases"]): { key: string | number; phase: PhaseRead }[] {
  const all = Array.isArray(given)
    ? given.map((phase, key) => ({ key, phase }))
    : Object.entries(given).map(([key, phase]) => ({ key, phase }));
  const number = ({ key, phase }: { key: string | number; phase: PhaseRead }, i: number) => {
    const n = Number(phase.phasenumber ?? key);
    return Number.isNaN(n) ? i + 1 : n;
  };
  return all
    .map((one, i) => ({ one, n: number(one, i) }))
    .sort((a, b) => a.n - b.n)
    .map(({ one }) => one);
}

/**
 * CodaLab's phases have no end: it is a day before the next one starts, as on Codabench, unless that would
 * leave no time; then it is the next start. The last one ends with the competition.
 */
function endOf(
  phases: PhaseRead[],
  i: number,
  last: { at: Date; text: string } | undefined,
  mended: (reason: Problem["reason"], values?: Problem["values"]) => void,
): { end: Date | null; endText: string | null } {
  const start = phases[i]!.start_date.at.getTime();
  const next = phases.slice(i + 1).find((p) => p.start_date.at.getTime() !== start);
  if (!next) return { end: last?.at ?? null, endText: last?.text ?? null };
  const following = next.start_date.at.getTime();
  const dayBefore = following - DAY_MS;
  const short = dayBefore <= start;
  mended(short ? "competitions.bundle.endsWithNext" : "competitions.bundle.endsDayBefore", {
    next: next.label ?? "",
  });
  return { end: new Date(short ? following : dayBefore), endText: null };
}

const isNear = (a: unknown, b: string) => String(a ?? "").toLowerCase() === b.toLowerCase();

function boardOf(given: z.output<typeof Boards>, problems: Problem[], remarks: Remark[]) {
  const boards = Object.entries(given.leaderboards).map(([key, b]) => ({ ...b, key, label: b.label ?? key }));
  const labelOf = (column: z.output<typeof Column>) =>
    isMap(column.leaderboard) ? column.leaderboard.label : column.leaderboard;
  const belongs = (column: z.output<typeof Column>, board: (typeof boards)[number]) => {
    const label = labelOf(column);
    return isNear(label, board.label) || isNear(label, board.key);
  };
  const all = Object.entries(given.columns).map(([key, column]) => ({ key, ...column }));
  // The first one that has columns; a column that names no board belongs to it.
  const board = boards.find((b) => all.some((c) => belongs(c, b))) ?? boards[0];
  const others = boards.filter((b) => b !== board && all.some((c) => belongs(c, b)));
  for (const { label } of others)
    remarks.push({ kind: "mended", reason: "competitions.bundle.otherBoard", values: { title: label } });
  if (given.column_groups)
    remarks.push({ kind: "ignored", reason: "competitions.bundle.columnGroups", values: {} });
  /** 0 for the board itself: the columns of others, which phases may score for alone, stand after its own. */
  const place = (c: (typeof all)[number]) =>
    1 + others.findIndex((b) => belongs(c, b) && !(board && belongs(c, board)));
  const computable = (c: (typeof all)[number]) =>
    c.computed ? (OPERATIONS.find((op) => isNear(op, c.computed!.operation.trim())) ?? null) : null;
  const usable = all.filter((column) => {
    if (!column.computed || computable(column)) return true;
    const values = { key: column.key, operation: column.computed.operation };
    remarks.push({ kind: "ignored", reason: "competitions.bundle.computedUnknown", values });
    return false;
  });
  const columns = [...usable].sort((a, b) => place(a) - place(b) || a.rank - b.rank);
  const order = (c: (typeof columns)[number]) => Number(c.selection_default) || 0;
  const first = columns.findIndex((c) => order(c) > 0 && order(c) === Math.max(...columns.map(order)));
  if (columns.length === 0)
    problems.push({
      reason: "competitions.bundle.missingKey",
      values: { key: "leaderboard.columns", line: 1 },
    });
  const titleOf = (c: (typeof columns)[number]) => {
    const label = c.label ?? c.key;
    const other = others[place(c) - 1];
    return other ? `${other.label}: ${label}` : label;
  };
  return {
    title: (board?.label ?? "Results").slice(0, 256),
    rule: "Add" as const,
    // CodaLab sorts by this column at first.
    primaryIndex: Math.max(first, 0),
    hidden: board?.hidden ?? false,
    columns: columns.map((column, index) => {
      const operation = computable(column);
      const fields = column.computed?.fields ?? [];
      const found = fields.map((f) => columns.findIndex((c) => c.key === f && c !== column));
      const values = { key: column.key };
      if (operation && found.includes(-1))
        remarks.push({
          kind: "ignored",
          reason: "competitions.bundle.computedField",
          values: { ...values, field: fields[found.indexOf(-1)] ?? "" },
        });
      if (column.computed?.weights)
        remarks.push({ kind: "ignored", reason: "competitions.bundle.computedWeights", values });
      const computedFrom = operation ? found.filter((i) => i >= 0) : [];
      // CodaLab's averages are of ranks, the best of which is 1: where more is to be better, that order is turned
      // round, and values are meant.
      const ofRanks = operation === "avg" && column.sort === "asc";
      const computation: Computation | null = ofRanks ? "dense_rank_avg" : operation;
      if (operation)
        remarks.push({
          kind: ofRanks ? "taken" : "mended",
          reason: ofRanks ? "competitions.bundle.computedOfRanks" : "competitions.bundle.computedTaken",
          values: { ...values, computation: operation },
        });
      return {
        key: column.key,
        title: titleOf(column),
        index,
        sorting: column.sort,
        precision: digitsOf(column.numeric_format),
        hidden: column.hidden,
        computation,
        computedFrom,
      };
    }),
  };
}

/** The digits after the point in 2, "4", "%.3f" or "0.00"; two when it says nothing. */
function digitsOf(format: unknown): number {
  const said = String(format ?? "").trim();
  const digits = /^\d+$/.exec(said)?.[0] ?? /\.(\d+)\s*[a-z%]/i.exec(said)?.[1];
  const zeros = /^[#0]*\.(0+)$/.exec(said)?.[1]?.length;
  return Math.min(zeros ?? Number(digits ?? 2), DIGITS);
}
