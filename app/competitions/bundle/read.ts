import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { COMPUTATIONS, SORTINGS, SUBMISSION_RULES } from "../../../db/vocabulary.ts";
import { readDate } from "./dates.ts";
import { checkPhases } from "./phases.ts";
import { type Bundle, type Problem, type ReadBundle, type Remark, TASK_FILES } from "./shape.ts";

const words = z.union([z.string(), z.number(), z.boolean()]).transform((v) => String(v).trim());
const text = z.preprocess((v) => v ?? "", words);
const title = (max: number) => words.pipe(z.string().min(1).max(max));
const flag = (standard: boolean) =>
  z.preprocess((v) => {
    if (v === undefined || v === null) return standard;
    if (typeof v === "string") return /^(true|yes|on|1)$/i.test(v) || (!/^(false|no|off|0)$/i.test(v) && v);
    return typeof v === "number" ? v !== 0 : v;
  }, z.boolean());
const whole = (standard: number, min = 0, max = 2_000_000_000) =>
  z.preprocess(
    (v) => (v === undefined || v === null || v === "" ? standard : Number(v)),
    z.int().min(min).max(max),
  );
const optional = z.preprocess((v) => (v === null || v === "" ? undefined : v), words.optional());
const list = <T extends z.ZodType>(of: T) => z.preprocess((v) => v ?? [], z.array(of));
const oneOf = <const T extends readonly [string, ...string[]]>(values: T, standard: T[number]) =>
  z.preprocess((v) => v ?? standard, z.enum(values));
const date = z.unknown().transform((v, ctx) => {
  const read = readDate(v);
  if (read) return read;
  ctx.addIssue({ code: "custom", message: "date", params: { text: String(v ?? "") } });
  return z.NEVER;
});

const Task = z.object({
  index: whole(0),
  key: optional,
  name: title(256).optional(),
  description: text,
  scoring_program: optional,
  reference_data: optional,
  input_data: optional,
  ingestion_program: optional,
  ingestion_only_during_scoring: flag(false),
});
const Phase = z.object({
  index: whole(0),
  name: title(256),
  description: text,
  start: date,
  end: z.preprocess((v) => (v === null || v === "" ? undefined : v), date.optional()),
  tasks: list(whole(0)),
  max_submissions_per_day: whole(5),
  max_submissions: whole(100),
  auto_migrate_to_this_phase: flag(false),
  execution_time_limit: whole(600, 1),
  hide_output: flag(false),
  hide_prediction_output: flag(false),
  hide_score_output: flag(false),
  starting_kit: optional,
  public_data: optional,
  accepts_only_result_submissions: flag(false),
  solutions: z.unknown().optional(),
});
const Column = z.object({
  title: title(64),
  key: title(36),
  index: whole(0),
  sorting: oneOf(SORTINGS, "desc"),
  computation: z.preprocess((v) => v || null, z.enum(COMPUTATIONS).nullable()),
  computation_indexes: list(whole(0)),
  precision: whole(2, 0, 10),
  hidden: flag(false),
});
const Board = z.object({
  index: z.unknown().optional(),
  title: title(64),
  key: optional,
  columns: z.array(Column).min(1),
  hidden: flag(false),
  primary_index: whole(0),
  submission_rule: oneOf(SUBMISSION_RULES, "Add"),
});
const Top = z.object({
  version: z.unknown().optional(),
  title: title(256),
  image: title(1000),
  terms: title(1000),
  pages: z.array(z.object({ title: title(256), file: title(1000) })),
  tasks: z.array(Task).min(1),
  phases: z.array(Phase).min(1),
  leaderboards: z.array(Board).min(1),
  solutions: list(
    z.object({
      index: z.unknown().optional(),
      name: optional,
      description: text,
      tasks: list(whole(0)),
      path: optional,
      key: optional,
    }),
  ),
  description: text,
  registration_auto_approve: flag(false),
  docker_image: optional,
  queue: optional,
  enable_detailed_results: flag(false),
  show_detailed_results_in_submission_panel: z.unknown().optional(),
  show_detailed_results_in_leaderboard: z.unknown().optional(),
  make_programs_available: flag(false),
  make_input_data_available: flag(false),
  auto_run_submissions: flag(true),
  can_participants_make_submissions_public: z.unknown().optional(),
  forum_enabled: z.unknown().optional(),
  competition_type: z.unknown().optional(),
  reward: optional,
  contact_email: optional,
  fact_sheet: z.unknown().optional(),
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type Lines = (path: PropertyKey[]) => number;
type Raw = Record<string, unknown>;

/** Reads competition.yaml. Says everything that is wrong with it at once, by line. */
export function readBundle(yaml: string): ReadBundle {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    version: "1.1",
    merge: true,
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
  });
  const broken = document.errors[0];
  if (broken)
    return failed({
      reason: "competitions.bundle.yamlBroken",
      values: { line: lines.linePos(broken.pos[0]).line, detail: broken.message },
    });
  const lineOf: Lines = (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    return failed({
      reason: "competitions.bundle.yamlBroken",
      values: { line: 1, detail: (error as Error).message },
    });
  }
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return failed({ reason: "competitions.bundle.notAMap" });
  const version = String((raw as Raw).version ?? "1");
  if (version === "2") return readV2(raw as Raw, lineOf);
  if (version === "1" || version === "1.5")
    return failed({ reason: "competitions.bundle.oldVersion", values: { version } });
  return failed({ reason: "competitions.bundle.unknownVersion", values: { version: version.slice(0, 40) } });
}

const failed = (...problems: [Problem, ...Problem[]]): ReadBundle => ({ ok: false, problems });

const spoken = (path: PropertyKey[]) =>
  path.reduce<string>(
    (said, p) => (typeof p === "number" ? `${said}[${p}]` : said ? `${said}.${String(p)}` : String(p)),
    "",
  );

function at(raw: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], raw);
}

function problemOf(issue: z.core.$ZodIssue, raw: Raw, lineOf: Lines): Problem {
  const values = { key: spoken(issue.path), line: lineOf(issue.path) };
  const given = at(raw, issue.path);
  if (given === undefined || given === null) return { reason: "competitions.bundle.missingKey", values };
  if (issue.code === "custom" && issue.message === "date")
    return { reason: "competitions.bundle.badDate", values: { ...values, text: String(given).slice(0, 80) } };
  return { reason: "competitions.bundle.badValue", values };
}

function unknownKeys(
  raw: unknown,
  known: z.ZodObject,
  where: string,
  lineOf: Lines,
  path: PropertyKey[],
): Remark[] {
  if (typeof raw !== "object" || raw === null) return [];
  return Object.keys(raw)
    .filter((key) => !(key in known.shape))
    .map((key) => ({
      kind: "ignored",
      reason: "competitions.bundle.unknownKey",
      values: { key: where + key, line: lineOf([...path, key]) },
    }));
}

function readV2(raw: Raw, lineOf: Lines): ReadBundle {
  const result = Top.safeParse(raw);
  if (!result.success) {
    const [first, ...rest] = result.error.issues.map((issue) => problemOf(issue, raw, lineOf));
    return failed(first!, ...rest);
  }
  const top = result.data;
  const problems: Problem[] = [];
  const remarks: Remark[] = [
    ...unknownKeys(raw, Top, "", lineOf, []),
    ...(raw.phases as unknown[]).flatMap((p, i) => unknownKeys(p, Phase, "phases.", lineOf, ["phases", i])),
    ...(raw.tasks as unknown[]).flatMap((p, i) => unknownKeys(p, Task, "tasks.", lineOf, ["tasks", i])),
  ];

  const tasks = [...top.tasks].sort((a, b) => a.index - b.index);
  const positions = new Map<number, number>();
  tasks.forEach((task, position) => {
    const values = { index: task.index };
    if (positions.has(task.index)) problems.push({ reason: "competitions.bundle.taskTwice", values });
    positions.set(task.index, position);
    if (!task.scoring_program)
      problems.push(
        task.key
          ? { reason: "competitions.bundle.taskElsewhere", values }
          : {
              reason: "competitions.bundle.missingKey",
              values: {
                key: `tasks[${task.index}].scoring_program`,
                line: lineOf(["tasks", top.tasks.indexOf(task)]),
              },
            },
      );
    for (const key of TASK_FILES)
      if (UUID.test(task[key] ?? ""))
        problems.push({
          reason: "competitions.bundle.fileElsewhere",
          values: { key: `tasks[${task.index}].${key}` },
        });
  });

  const phases = [...top.phases]
    .sort((a, b) => a.index - b.index)
    .map((phase) => {
      if (phase.tasks.length === 0)
        problems.push({ reason: "competitions.bundle.phaseWithoutTask", values: { phase: phase.name } });
      for (const index of phase.tasks)
        if (!positions.has(index))
          problems.push({ reason: "competitions.bundle.noSuchTask", values: { phase: phase.name, index } });
      return {
        name: phase.name,
        description: phase.description,
        start: phase.start,
        end: phase.end ?? null,
        tasks: [...new Set(phase.tasks)].map((index) => positions.get(index) ?? 0),
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
  const order = checkPhases(phases);
  problems.push(...order.problems);
  remarks.push(...order.remarks);

  const [board, ...otherBoards] = top.leaderboards as [z.infer<typeof Board>, ...z.infer<typeof Board>[]];
  for (const other of otherBoards)
    remarks.push({
      kind: "ignored",
      reason: "competitions.bundle.otherBoard",
      values: { title: other.title },
    });
  const columns = [...board.columns].sort((a, b) => a.index - b.index);
  const indexes = new Set(columns.map((c) => c.index));
  if (indexes.size < columns.length || new Set(columns.map((c) => c.key)).size < columns.length)
    problems.push({ reason: "competitions.bundle.columnTwice" });
  if (!indexes.has(board.primary_index))
    problems.push({ reason: "competitions.bundle.noPrimaryColumn", values: { index: board.primary_index } });
  for (const column of columns)
    for (const index of column.computation ? column.computation_indexes : [])
      if (index === column.index || !indexes.has(index))
        problems.push({
          reason: "competitions.bundle.computedFromNothing",
          values: { key: column.key, index },
        });
  if (top.queue) remarks.push({ kind: "ignored", reason: "competitions.bundle.queueElsewhere" });

  const [first, ...rest] = problems;
  if (first) return failed(first, ...rest);
  const bundle: Bundle = {
    version: "2",
    title: top.title,
    description: top.description,
    image: top.image,
    terms: top.terms,
    pages: top.pages,
    tasks: tasks.map((task) => ({
      name: task.name ?? `Task ${task.index + 1}`,
      description: task.description,
      files: Object.fromEntries(TASK_FILES.flatMap((key) => (task[key] ? [[key, task[key]]] : []))),
      ingestionOnlyDuringScoring: task.ingestion_only_during_scoring,
    })),
    phases,
    board: {
      title: board.title,
      rule: board.submission_rule,
      primaryIndex: board.primary_index,
      hidden: board.hidden,
      columns: columns.map((c) => ({
        key: c.key,
        title: c.title,
        index: c.index,
        sorting: c.sorting,
        precision: c.precision,
        hidden: c.hidden,
        computation: c.computation,
        computedFrom: c.computation ? c.computation_indexes : [],
      })),
    },
    solutions: top.solutions.flatMap((s, i) =>
      s.path
        ? [
            {
              name: s.name ?? `Solution ${i + 1}`,
              path: s.path,
              tasks: s.tasks.flatMap((t) => positions.get(t) ?? []),
            },
          ]
        : [],
    ),
    autoAccept: top.registration_auto_approve,
    dockerImage: top.docker_image ?? null,
    queue: top.queue ?? null,
    detailedResults: top.enable_detailed_results,
    programsAvailable: top.make_programs_available,
    inputDataAvailable: top.make_input_data_available,
    autoRun: top.auto_run_submissions,
    reward: top.reward ?? null,
    contactEmail: top.contact_email ?? null,
    factSheet: top.fact_sheet ?? null,
  };
  return { ok: true, bundle, remarks };
}
