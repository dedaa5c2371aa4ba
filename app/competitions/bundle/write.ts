import { Document } from "yaml";
import type {
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  metrics,
  phases,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../../db/schema/index.ts";
import { type Computation, LOCALES, type Localized } from "../../../db/vocabulary.ts";
import { factQuestions } from "../fact-sheet.ts";
import { slugOf } from "./language.ts";
import { PODIUM_KEYS } from "./podium.ts";

/** A competition as its tables have it, everything in order. */
export type Exported = {
  competition: typeof competitions.$inferSelect;
  /** The name of the queue that judges it. */
  queue: string | null;
  pages: (typeof competitionPages.$inferSelect)[];
  tracks: (typeof competitionTracks.$inferSelect)[];
  phases: (typeof phases.$inferSelect & { taskIds: string[] })[];
  tasks: (typeof tasks.$inferSelect)[];
  metrics: (typeof metrics.$inferSelect)[];
  boards: (typeof boards.$inferSelect)[];
  deliverables: (typeof deliverableSlots.$inferSelect)[];
  solutions: { name: string; tasks: number[]; hash: string }[];
  rulesVersions: (typeof rulesVersions.$inferSelect)[];
  taskVersions: (typeof taskVersions.$inferSelect)[];
  /** The words of the bundle that it was made of. */
  origin: string | null;
};

/** What lies in the zip beside competition.yaml: texts, and contents of the store. */
export type Parts = { texts: Map<string, string>; blobs: Map<string, string> };

/** Stands where the format asks for a picture and there is none. */
export const NO_LOGO = "no-logo.png";
/** Where the words lie that a competition came in. */
const ORIGIN = "origin/competition.yaml";
const PROGRAMS = [
  ["scoring_program", "scoringProgram"],
  ["reference_data", "referenceData"],
  ["input_data", "inputData"],
  ["ingestion_program", "ingestionProgram"],
] as const;
const COMPUTED_THERE: Partial<Record<Computation, string>> = {
  sum: "sum",
  avg: "avg",
  min: "min",
  max: "max",
  rank_avg: "avg_rank",
};

/**
 * Writes a competition as a bundle of Codabench's version 2. What that format has no word for goes below
 * `x-podium`: bundle/podium.ts. `extensionOf` says how a content's name ends.
 */
export function writeBundle(all: Exported, extensionOf: (hash: string) => string): { yaml: string } & Parts {
  const { competition: c } = all;
  const parts: Parts = { texts: new Map(), blobs: new Map() };
  const named = new Map<string, string>();
  /** One name for one content: what is used twice is written once. */
  const file = (hash: string | null, name: string) => {
    if (!hash) return undefined;
    const before = named.get(hash);
    if (before) return before;
    named.set(hash, name);
    parts.blobs.set(name, hash);
    return name;
  };
  const kit = (hash: string | null, name: string) => file(hash, hash ? name + extensionOf(hash) : name);
  const text = (texts: Localized, name: string, format: "markdown" | "html", instead: string) =>
    writeText(parts, texts, `${name}${format === "html" ? ".html" : ".md"}`, instead);

  const filesOf = (
    programs: Record<(typeof PROGRAMS)[number][1], string | null>,
    nameOf: (kind: string) => string,
  ) => Object.fromEntries(PROGRAMS.map(([kind, column]) => [kind, file(programs[column], nameOf(kind))]));
  const rules = text(c.rules, "terms", c.rulesFormat, "There are no terms.\n");
  const pages = all.pages.map((page, i) => {
    const at = `pages/${String(i + 1).padStart(2, "0")}-${slugOf(best(page.title))}`;
    return { page, ...text(page.body, at, page.format, `# ${best(page.title)}\n`) };
  });
  if (all.origin) parts.texts.set(ORIGIN, all.origin);
  const taskIndex = new Map(all.tasks.map((task, index) => [task.id, index]));
  const [board] = all.boards;
  const codes = new Map(all.tracks.map((track) => [track.id, track.code]));
  const codeOf = (id: string | null) => (id ? (codes.get(id) ?? null) : null);

  const bundle = {
    version: "2",
    title: best(c.title) || c.slug,
    description: best(c.summary),
    image: kit(c.logo, "logo") ?? NO_LOGO,
    terms: rules.main,
    registration_auto_approve: c.autoAccept,
    docker_image: c.image ?? undefined,
    queue: c.queue ?? undefined,
    enable_detailed_results: c.detailedResults,
    show_detailed_results_in_submission_panel: c.detailedResultsInPanel,
    show_detailed_results_in_leaderboard: c.detailedResultsOnBoard,
    make_programs_available: c.programsAvailable,
    make_input_data_available: c.inputDataAvailable,
    auto_run_submissions: c.autoRun,
    can_participants_make_submissions_public: c.publicSubmissionsAllowed,
    forum_enabled: c.discussionsEnabled,
    competition_type: c.competitionType,
    reward: c.reward ?? undefined,
    contact_email: c.contactEmail ?? undefined,
    fact_sheet: sheetOf(c.factSheet),
    pages: pages.map(({ page, main }) => ({ title: best(page.title) || "Page", file: main })),
    tasks: all.tasks.map((task, index) => ({
      index,
      name: best(task.name) || `Task ${index + 1}`,
      description: best(task.description),
      ...filesOf(task, (kind) => `bundles/${kind}-${index}.zip`),
      ingestion_only_during_scoring: task.ingestionOnlyDuringScoring,
    })),
    solutions: all.solutions.map((s, index) => ({
      index,
      name: s.name,
      tasks: s.tasks,
      path: file(s.hash, `bundles/solution-${index}.zip`),
    })),
    phases: all.phases.map((phase, index) => ({
      index,
      name: best(phase.name) || `Phase ${index + 1}`,
      description: best(phase.description),
      start: moment(phase.startsAt),
      end: phase.endsAt ? moment(phase.endsAt) : undefined,
      tasks: phase.taskIds.flatMap((id) => taskIndex.get(id) ?? []),
      max_submissions_per_day: phase.maxPerDay,
      max_submissions: phase.maxTotal,
      execution_time_limit: phase.timeLimitS,
      auto_migrate_to_this_phase: phase.autoMigrate,
      hide_output: phase.hideLogs,
      hide_prediction_output: phase.hidePredictionOutput,
      hide_score_output: phase.hideScoringOutput,
      accepts_only_result_submissions: phase.resultsOnly,
      starting_kit: kit(phase.startingKit, `kits/starting_kit-${index}`),
      public_data: kit(phase.publicData, `kits/public_data-${index}`),
    })),
    leaderboards: [
      {
        index: 0,
        title: board?.title || "Results",
        key: slugOf(board?.title ?? "results").slice(0, 36),
        hidden: board?.hidden ?? false,
        primary_index: board?.primaryPosition ?? 0,
        submission_rule: board?.submissionRule ?? "Add",
        columns: all.metrics.map((m) => {
          const known = m.computation ? COMPUTED_THERE[m.computation] : undefined;
          return {
            title: m.title,
            key: m.key,
            index: m.position,
            sorting: m.sorting,
            precision: m.precision,
            hidden: m.hidden,
            computation: known,
            computation_indexes: known ? m.computedFrom.map(String) : undefined,
          };
        }),
      },
    ],
    "x-podium": {
      logo: c.logo !== null,
      queue: all.queue ?? undefined,
      competition: pick(c, PODIUM_KEYS.competition),
      rules: rules.files,
      rulesVersion: c.rulesVersion,
      rulesVersions: all.rulesVersions.map(({ version, rules: texts, format, note, createdAt }) => ({
        version,
        rules: text(texts, `versions/terms-${version}`, format, "").files,
        format,
        note,
        createdAt: createdAt.toISOString(),
      })),
      taskVersions: all.tasks.map((task, index) =>
        all.taskVersions
          .filter((one) => one.taskId === task.id)
          .map((one) => ({
            version: one.version,
            files: filesOf(one, (kind) => `versions/${kind}-${index}-${one.version}.zip`),
            ingestionOnlyDuringScoring: one.ingestionOnlyDuringScoring,
            note: one.note,
            createdAt: one.createdAt.toISOString(),
          })),
      ),
      origin: all.origin ? ORIGIN : undefined,
      pages: pages.map(({ page, files }) => ({ title: page.title, body: files, format: page.format })),
      tracks: all.tracks.map((track) => pick(track, PODIUM_KEYS.track)),
      phases: all.phases.map((phase) => pick(phase, PODIUM_KEYS.phase)),
      tasks: all.tasks.map((task) => pick({ ...task, track: codeOf(task.trackId) }, PODIUM_KEYS.task)),
      columns: all.metrics.map((metric) => pick(metric, PODIUM_KEYS.column)),
      boards: all.boards.map((one) => pick(one, PODIUM_KEYS.board)),
      deliverables: all.deliverables.map((slot) =>
        pick({ ...slot, track: codeOf(slot.trackId) }, PODIUM_KEYS.deliverable),
      ),
    },
  };
  const document = new Document(bundle, { version: "1.1", aliasDuplicateObjects: false });
  return { yaml: document.toString({ lineWidth: 0 }), ...parts };
}

const best = (texts: Localized) => texts.en ?? texts["zh-Hans"] ?? texts["zh-Hant"] ?? "";
/** In full and in UTC: other platforms drop an offset, and would read another hour. */
const moment = (at: Date) => `${at.toISOString().replace(/\.\d+Z$/, "")}+00:00`;

function pick<T extends object>(from: T, keys: readonly string[]): Record<string, unknown> {
  const given = from as Record<string, unknown>;
  return Object.fromEntries(
    keys
      .filter((key) => given[key] !== undefined)
      .map((key) => [key, given[key] instanceof Date ? given[key].toISOString() : given[key]]),
  );
}

/** A text in its languages: the first one at the name itself, others beside it; `instead` where there is none. */
function writeText(parts: Parts, texts: Localized, name: string, instead: string) {
  const files: Record<string, string> = {};
  for (const locale of LOCALES) {
    const body = texts[locale];
    if (body === undefined || body.trim() === "") continue;
    const dot = name.lastIndexOf(".");
    const at = Object.keys(files).length === 0 ? name : `${name.slice(0, dot)}.${locale}${name.slice(dot)}`;
    files[locale] = at;
    parts.texts.set(at, body);
  }
  if (Object.keys(files).length === 0) parts.texts.set(name, instead);
  return { main: name, files };
}

function sheetOf(stored: unknown) {
  const questions = factQuestions(stored);
  if (questions.length === 0) return undefined;
  return Object.fromEntries(
    questions.map((q) => [
      q.key,
      {
        key: q.key,
        type: q.kind,
        title: q.title,
        selection: q.kind === "text" ? "" : q.kind === "checkbox" ? [true, false] : q.choices,
        is_required: String(q.required),
        is_on_leaderboard: String(q.onBoard),
      },
    ]),
  );
}
