import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { fitsEmailRule, readEmailRule } from "../email-lists.ts";
import type { FactQuestion } from "../fact-sheet.ts";
import { Podium } from "./podium.ts";
import type { Bundle, BundleColumn, BundlePhase, Problem, Remark } from "./shape.ts";
import {
  date,
  flag,
  isMap,
  type Lines,
  list,
  optional,
  optionalDate,
  problemsOf,
  type Raw,
  text,
  title,
  unknownIn,
  unknownKeys,
  whole,
} from "./values.ts";

/** What EvalAI writes where it means that there is no limit. */
const NO_LIMIT = 100_000;
const KEY_LENGTH = 36;
const TITLE_LENGTH = 64;
const VISIBLE_TO_ALL = 3;

const Leaderboard = z.object({
  id: whole(0),
  schema: z.object({
    labels: z.array(title(256)).min(1),
    default_order_by: optional,
    metadata: z
      .record(z.string(), z.looseObject({ sort_ascending: flag(false), description: text }))
      .nullish(),
  }),
});
const Attribute = z.object({
  name: title(256),
  description: text,
  type: z.enum(["text", "radio", "checkbox", "boolean"]),
  options: list(title(256)),
  required: flag(false),
});
/** One that EvalAI asks by itself: `method_name`, `method_description`, `project_url` or `publication_url`. */
const DefaultAttribute = z.object({ name: title(256), is_visible: flag(true) });
const Phase = z.object({
  id: whole(0),
  name: title(256),
  description: optional,
  codename: title(256),
  start_date: date,
  end_date: optionalDate,
  test_annotation_file: optional,
  leaderboard_public: flag(false),
  is_public: flag(false),
  is_submission_public: flag(false),
  is_active: flag(true),
  max_submissions_per_day: whole(NO_LIMIT),
  max_submissions_per_month: whole(NO_LIMIT),
  max_submissions: whole(NO_LIMIT),
  max_concurrent_submissions_allowed: whole(3),
  allowed_submission_file_types: text,
  disable_logs: flag(false),
  submission_meta_attributes: list(Attribute),
  allowed_email_ids: list(text),
  is_restricted_to_select_one_submission: flag(false),
  is_partial_submission_evaluation_enabled: z.unknown().optional(),
  environment_image: z.unknown().optional(),
  default_submission_meta_attributes: z.preprocess(
    (v) => (Array.isArray(v) ? v.filter((one) => isMap(one) && one.name) : []),
    z.array(DefaultAttribute),
  ),
});
const Split = z.object({ id: whole(0), name: title(256), codename: title(256) });
const PhaseSplit = z.object({
  challenge_phase_id: whole(0),
  leaderboard_id: whole(0),
  dataset_split_id: whole(0),
  visibility: whole(VISIBLE_TO_ALL, 1, VISIBLE_TO_ALL),
  leaderboard_decimal_precision: whole(2, 0, 10),
  is_leaderboard_order_descending: flag(true),
  show_execution_time: z.unknown().optional(),
  show_leaderboard_by_latest_submission: flag(false),
});
const Challenge = z.object({
  title: title(256),
  short_description: text,
  description: title(1000),
  evaluation_details: title(1000),
  terms_and_conditions: title(1000),
  submission_guidelines: title(1000),
  image: optional,
  start_date: date,
  end_date: optionalDate,
  evaluation_script: title(1000),
  leaderboard: z.array(Leaderboard).min(1),
  challenge_phases: z.array(Phase).min(1),
  dataset_splits: z.array(Split).min(1),
  challenge_phase_splits: z.array(PhaseSplit).min(1),
  leaderboard_description: z.unknown().optional(),
  published: z.unknown().optional(),
  remote_evaluation: flag(false),
  is_docker_based: flag(false),
  is_static_dataset_code_upload: flag(false),
  manual_participant_approval: flag(false),
  max_team_members: whole(0),
  tags: z.unknown().optional(),
  domain: z.unknown().optional(),
  sponsors: z.unknown().optional(),
  prizes: z.unknown().optional(),
  anonymous_leaderboard: z.unknown().optional(),
  require_complete_profile: z.unknown().optional(),
  allowed_email_domains: list(text),
  blocked_email_domains: list(text),
  submission_time_limit: whole(0),
});
type Challenge = z.output<typeof Challenge>;

/** Settings that mean nothing here. */
const LEFT_OUT = [
  "tags",
  "domain",
  "sponsors",
  "prizes",
  "anonymous_leaderboard",
  "require_complete_profile",
] as const;

const LEFT_OUT_OF_PHASES = ["is_partial_submission_evaluation_enabled", "environment_image"] as const;

/** What the driver (evalai-driver.ts) reads of a phase from podium.json, and the file of its annotations. */
export type EvalaiPhase = {
  config: {
    codename: string;
    annotations: string | null;
    asZip: boolean;
    /** The board's column of each label, by the split's codename. */
    splits: Record<string, Record<string, string>>;
  };
  annotationFile: string | null;
};
export type EvalaiChallenge = {
  /** Its tasks are the phases in their order; their files are still to be made. */
  bundle: Bundle;
  evaluationScript: string;
  phases: EvalaiPhase[];
  remarks: Remark[];
};
type ReadEvalai = { ok: true; challenge: EvalaiChallenge } | { ok: false; problems: [Problem, ...Problem[]] };

const failed = (...problems: [Problem, ...Problem[]]): ReadEvalai => ({ ok: false, problems });
const byId = <T extends { id: number }>(all: T[], id: number) => all.find((one) => one.id === id);
const limit = (n: number) => (n >= NO_LIMIT ? 0 : n);
const baseName = (path: string) =>
  path
    .replace(/[/\\]+$/, "")
    .split(/[/\\]/)
    .at(-1) ?? path;

/** Reads challenge_config.yaml of an EvalAI challenge. Says everything that is wrong with it, by line. */
export function readEvalai(yaml: string): ReadEvalai {
  const counter = new LineCounter();
  const options = { merge: true, uniqueKeys: false, lineCounter: counter, prettyErrors: false };
  const document = parseDocument(yaml, options);
  const broken = document.errors[0];
  if (broken) {
    const { line } = counter.linePos(broken.pos[0]);
    return failed({ reason: "competitions.evalai.yamlBroken", values: { line, detail: broken.message } });
  }
  const lineOf: Lines = (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    const detail = (error as Error).message;
    return failed({ reason: "competitions.evalai.yamlBroken", values: { line: 1, detail } });
  }
  if (!isMap(raw)) return failed({ reason: "competitions.evalai.notAMap" });
  const read = Challenge.safeParse(raw);
  if (!read.success) {
    const [first, ...rest] = problemsOf(read.error, raw, lineOf).map(inItsFile);
    return failed(first!, ...rest);
  }
  return challengeOf(read.data, raw, lineOf);
}

/** The sentences of bundles speak of competition.yaml. */
const inItsFile = (problem: Problem): Problem => {
  if (problem.reason === "competitions.bundle.missingKey")
    return { ...problem, reason: "competitions.evalai.missingKey" };
  if (problem.reason === "competitions.bundle.badDate")
    return { ...problem, reason: "competitions.evalai.badDate" };
  return { ...problem, reason: "competitions.evalai.badValue" };
};

function challengeOf(given: Challenge, raw: Raw, lineOf: Lines): ReadEvalai {
  if (given.remote_evaluation) return failed({ reason: "competitions.evalai.remote" });
  if (given.is_docker_based || given.is_static_dataset_code_upload)
    return failed({ reason: "competitions.evalai.dockerBased" });
  const problems = loose(given);
  const phases = [...given.challenge_phases].sort((a, b) => +a.start_date.at - +b.start_date.at);
  for (const phase of phases) {
    const end = phase.end_date?.at ?? given.end_date?.at;
    if (end && end <= phase.start_date.at)
      problems.push({ reason: "competitions.bundle.phaseEndsBeforeStart", values: { phase: phase.name } });
  }
  const [first, ...rest] = problems;
  if (first) return failed(first, ...rest);

  const { columns, keyOf, privately } = columnsOf(given, phases);
  const remarks: Remark[] = [
    ...unknownKeys(raw, Challenge, lineOf, []),
    ...unknownIn(raw.challenge_phases, Phase, lineOf, ["challenge_phases"]),
    ...unknownIn(raw.challenge_phase_splits, PhaseSplit, lineOf, ["challenge_phase_splits"]),
    ...remarksOn(given, phases),
    ...columns
      .filter((column) => privately.has(column.key))
      .map(
        ({ title }): Remark => ({ kind: "taken", reason: "competitions.evalai.hostOnly", values: { title } }),
      ),
  ];
  const { questions, remarks: unasked } = factSheetOf(phases);
  remarks.push(...unasked);
  const lists = emailListsOf(given, phases, remarks);
  const splitsOf = (phase: { id: number }) =>
    given.challenge_phase_splits.filter((one) => one.challenge_phase_id === phase.id);
  const positionOf = (key: string) => columns.find((column) => column.key === key)?.index ?? 0;
  const ranking = phases.map((phase) => {
    const keys = splitsOf(phase).map((one) => {
      const { labels, default_order_by } = byId(given.leaderboard, one.leaderboard_id)!.schema;
      const label = labels.find((known) => known === default_order_by) ?? labels[0]!;
      return keyOf(one.dataset_split_id, label);
    });
    const shown = keys.find((key) => !privately.has(key));
    const later = keys.find((key) => privately.has(key));
    return {
      primaryPosition: positionOf(shown ?? keys[0]!),
      ...(shown && later ? { finalPosition: positionOf(later) } : {}),
      hidden: !phase.leaderboard_public,
    };
  });

  const bundle: Bundle = {
    version: "evalai",
    title: given.title,
    description: given.short_description,
    image: given.image ?? null,
    terms: given.terms_and_conditions,
    pages: [
      { title: "Description", file: given.description },
      { title: "Evaluation", file: given.evaluation_details },
      { title: "Submission", file: given.submission_guidelines },
      ...phases.flatMap(({ name, description }) => (description ? [{ title: name, file: description }] : [])),
    ],
    tasks: phases.map((phase) => ({
      name: phase.name,
      description: "",
      files: {},
      ingestionOnlyDuringScoring: false,
    })),
    phases: phases.map((phase, i) => phaseOf(phase, i, given)),
    board: {
      title: "Leaderboard",
      rule: given.challenge_phase_splits.some((one) => one.show_leaderboard_by_latest_submission)
        ? "Force_Last"
        : "Force_Best",
      primaryIndex: ranking[0]!.primaryPosition,
      hidden: false,
      columns,
    },
    solutions: [],
    autoAccept: !given.manual_participant_approval,
    dockerImage: null,
    queue: null,
    detailedResults: true,
    detailedResultsInPanel: true,
    detailedResultsOnBoard: false,
    programsAvailable: false,
    inputDataAvailable: false,
    autoRun: true,
    publicSubmissionsAllowed: phases.some((phase) => phase.is_submission_public),
    discussionsEnabled: true,
    competitionType: "competition",
    reward: null,
    contactEmail: null,
    factSheet: questions,
    podium: Podium.parse({
      logo: given.image !== undefined,
      competition: {
        ...lists,
        ...(given.max_team_members > 0 ? { maxTeamSize: given.max_team_members } : {}),
      },
      phases: phases.map((phase) => ({
        maxPerMonth: limit(phase.max_submissions_per_month),
        maxWaiting: limit(phase.max_concurrent_submissions_allowed),
        maxFinal: phase.is_restricted_to_select_one_submission ? 1 : 0,
      })),
      columns: columns.map(({ key }) => ({ key, split: privately.has(key) ? "private" : "public" })),
      boards: ranking,
    }),
  };
  const plans = phases.map((phase): EvalaiPhase => {
    const splits: EvalaiPhase["config"]["splits"] = {};
    for (const one of splitsOf(phase)) {
      const { codename } = byId(given.dataset_splits, one.dataset_split_id)!;
      const { labels } = byId(given.leaderboard, one.leaderboard_id)!.schema;
      const known = splits[codename] ?? {};
      for (const label of labels) known[label] = keyOf(one.dataset_split_id, label);
      splits[codename] = known;
    }
    const types = phase.allowed_submission_file_types
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean);
    const annotationFile = phase.test_annotation_file ?? null;
    return {
      annotationFile,
      config: {
        codename: phase.codename,
        annotations: annotationFile && baseName(annotationFile),
        asZip: types.length > 0 && types.every((type) => type === ".zip"),
        splits,
      },
    };
  });
  return {
    ok: true,
    challenge: { bundle, evaluationScript: given.evaluation_script, phases: plans, remarks },
  };
}

/** Phases, leaderboards and splits that a mapping names and nobody defined. */
function loose(given: Challenge): Problem[] {
  const problems: Problem[] = [];
  for (const one of given.challenge_phase_splits)
    for (const [key, id, all] of [
      ["challenge_phase_id", one.challenge_phase_id, given.challenge_phases],
      ["leaderboard_id", one.leaderboard_id, given.leaderboard],
      ["dataset_split_id", one.dataset_split_id, given.dataset_splits],
    ] as const)
      if (!byId(all as { id: number }[], id))
        problems.push({ reason: "competitions.evalai.noSuchId", values: { key, id } });
  for (const phase of given.challenge_phases)
    if (!given.challenge_phase_splits.some((one) => one.challenge_phase_id === phase.id))
      problems.push({ reason: "competitions.evalai.phaseWithoutSplit", values: { phase: phase.name } });
  return problems;
}

/** A column for each label of each split, in the order of the phases. */
function columnsOf(given: Challenge, phases: Challenge["challenge_phases"]) {
  const columns: BundleColumn[] = [];
  const keys = new Map<string, string>();
  const privately = new Set<string>();
  const several = new Set(given.challenge_phase_splits.map((one) => one.dataset_split_id)).size > 1;
  for (const phase of phases)
    for (const one of given.challenge_phase_splits.filter((s) => s.challenge_phase_id === phase.id)) {
      const split = byId(given.dataset_splits, one.dataset_split_id)!;
      const { labels, metadata, default_order_by } = byId(given.leaderboard, one.leaderboard_id)!.schema;
      for (const label of labels) {
        const name = `${split.id}\n${label}`;
        let key = keys.get(name);
        if (!key) {
          key = freeKey(several ? `${split.codename}_${label}` : label, new Set(keys.values()));
          keys.set(name, key);
          const primary = label === (default_order_by ?? labels[0]);
          const ascending =
            metadata?.[label]?.sort_ascending ?? (primary && !one.is_leaderboard_order_descending);
          columns.push({
            key,
            title: (several ? `${label} (${split.name})` : label).slice(0, TITLE_LENGTH),
            index: columns.length,
            sorting: ascending ? "asc" : "desc",
            precision: one.leaderboard_decimal_precision,
            hidden: false,
            computation: null,
            computedFrom: [],
          });
        }
        // A column is the same in all phases: where one hides it, none may tell it.
        if (one.visibility !== VISIBLE_TO_ALL) privately.add(key);
      }
    }
  const keyOf = (splitId: number, label: string) => keys.get(`${splitId}\n${label}`)!;
  return { columns, keyOf, privately };
}

function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  const key = wanted.trim().replace(/\s+/g, "_").slice(0, KEY_LENGTH);
  if (!taken.has(key)) return key;
  for (let n = 2; ; n++) {
    const other = `${key.slice(0, KEY_LENGTH - 4)}_${n}`;
    if (!taken.has(other)) return other;
  }
}

function phaseOf(phase: Challenge["challenge_phases"][number], i: number, given: Challenge): BundlePhase {
  const end = phase.end_date ?? given.end_date;
  return {
    name: phase.name,
    description: "",
    start: phase.start_date.at,
    startText: phase.start_date.text,
    end: end?.at ?? null,
    endText: end?.text ?? null,
    tasks: [i],
    maxPerDay: limit(phase.max_submissions_per_day),
    maxTotal: limit(phase.max_submissions),
    timeLimitS: given.submission_time_limit > 0 ? given.submission_time_limit : 600,
    hideLogs: phase.disable_logs,
    hidePredictionOutput: false,
    // Among it is what the evaluation script says to the host alone.
    hideScoringOutput: true,
    autoMigrate: false,
    resultsOnly: true,
  };
}

function remarksOn(given: Challenge, phases: Challenge["challenge_phases"]): Remark[] {
  const remarks: Remark[] = [];
  const said = (value: unknown) => value !== undefined && value !== null && value !== "" && value !== false;
  const keys = [
    ...LEFT_OUT.filter((key) => said(given[key])),
    ...LEFT_OUT_OF_PHASES.filter((key) => phases.some((phase) => said(phase[key]))),
    ...(given.challenge_phase_splits.some((one) => said(one.show_execution_time))
      ? ["show_execution_time"]
      : []),
  ];
  if (keys.length > 0)
    remarks.push({
      kind: "ignored",
      reason: "competitions.evalai.leftOut",
      values: { keys: keys.join(", ") },
    });
  for (const [i, phase] of phases.entries()) {
    const about = (reason: Remark["reason"], kind: Remark["kind"] = "ignored") =>
      remarks.push({ kind, reason, values: { phase: phase.name } });
    if (!phase.is_public) about("competitions.evalai.notPublic");
    if (!phase.leaderboard_public) about("competitions.evalai.boardHidden", "taken");
    const next = phases[i + 1];
    const end = phase.end_date?.at ?? given.end_date?.at;
    if (next && (!end || next.start_date.at < end))
      remarks.push({
        kind: "taken",
        reason: "competitions.bundle.phasesParallel",
        values: { phase: phase.name, next: next.name },
      });
  }
  return remarks;
}

/**
 * Whose addresses may take part. EvalAI has domains for a challenge and people for a phase: where every phase
 * names some, these alone take part here, in all phases.
 */
function emailListsOf(given: Challenge, phases: Challenge["challenge_phases"], remarks: Remark[]) {
  const read = (all: string[]) => {
    const rules = all.filter(Boolean).map((one) => ({ one, rule: readEmailRule(one) }));
    for (const { one, rule } of rules)
      if (!rule)
        remarks.push({ kind: "ignored", reason: "competitions.evalai.noEmailRule", values: { one } });
    return [...new Set(rules.flatMap(({ rule }) => rule ?? []))];
  };
  const domains = read(given.allowed_email_domains);
  const named = phases.map((phase) => read(phase.allowed_email_ids).sort());
  const everybody = named.some((one) => one.length === 0);
  const people = everybody ? [] : [...new Set(named.flat())];
  const both = people.filter((one) => domains.some((domain) => fitsEmailRule(one, domain)));
  const allowedEmails = people.length === 0 ? domains : both.length > 0 ? both : people;
  const blockedEmails = read(given.blocked_email_domains);
  for (const [i, phase] of phases.entries())
    if (named[i]!.length > 0 && named[i]!.join() !== [...people].sort().join())
      remarks.push({
        kind: "ignored",
        reason: "competitions.evalai.onlySome",
        values: { phase: phase.name },
      });
  if (allowedEmails.length + blockedEmails.length > 0)
    remarks.push({
      kind: "taken",
      reason: "competitions.evalai.emailLists",
      values: { allowed: allowedEmails.length, blocked: blockedEmails.length },
    });
  return { allowedEmails, blockedEmails };
}

/** What EvalAI asks with a submission to a phase is asked in all of them here. */
function factSheetOf(phases: Challenge["challenge_phases"]) {
  const questions: FactQuestion[] = [];
  const remarks: Remark[] = [];
  for (const { name, description, type, options, required } of phases.flatMap(
    (phase) => phase.submission_meta_attributes,
  )) {
    if (questions.some((q) => q.key === name)) continue;
    const kind = type === "radio" ? "select" : type === "boolean" ? "checkbox" : "text";
    if ((type === "radio" || type === "checkbox") && options.length === 0) {
      remarks.push({ kind: "ignored", reason: "competitions.bundle.factQuestion", values: { key: name } });
      continue;
    }
    const asked = type === "checkbox" ? ` (${options.join(", ")})` : "";
    questions.push({
      key: name,
      kind,
      title: `${description || name}${asked}`.slice(0, 300),
      choices: kind === "select" ? options : [],
      required,
      onBoard: false,
    });
  }
  for (const { name, is_visible } of phases.flatMap((phase) => phase.default_submission_meta_attributes))
    if (is_visible && !questions.some((q) => q.key === name))
      questions.push({
        key: name,
        kind: "text",
        title: `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll("_", " ")}`,
        choices: [],
        required: false,
        onBoard: false,
      });
  return { questions, remarks };
}
