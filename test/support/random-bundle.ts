import { stringify } from "yaml";
import type { Files } from "./stranger-bundles.ts";

/** Numbers that follow from a seed alone, so that a failure can be had again. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  const one = <T>(of: readonly T[]): T => of[below(of.length)]!;
  const maybe = <T>(value: () => T): T | undefined => (below(2) ? value() : undefined);
  const shuffled = <T>(of: readonly T[]): T[] =>
    of
      .map((value) => ({ value, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  const several = <T>(most: number, value: (i: number) => T): T[] =>
    Array.from({ length: 1 + below(most) }, (_, i) => value(i));
  return { below, one, maybe, shuffled, several, flag: () => below(2) === 1 };
}
export type Random = ReturnType<typeof randomOf>;

/** Words that a reader of YAML may take for something else, or a writer of it forget to quote. */
const WORDS = [
  "yes",
  "null",
  "1e3",
  "0777",
  "2024-01-01",
  "- a: b",
  "a: b # no comment",
  "{x}",
  "'quoted'",
  '"double" \\ back',
  "*alias &anchor !tag",
  "@ ` % |",
  "挑战赛：识别",
  "Défi à l’été",
  "🏆 prize",
  "Plain words",
  "trailing colon:",
  "~",
];
const DAY = 86_400_000;

/** A bundle of version 2 that uses what the format has, at random. */
export function randomBundle(random: Random): Files {
  const { below, one, maybe, shuffled, several, flag } = random;
  const words = () => `${one(WORDS)}${flag() ? "" : ` ${one(WORDS)}`}`;
  const files: Files = { "logo.png": "a logo", "terms.md": `${words()}\n\n${words()}` };
  const folders = ["programs/one", "programs/two"];
  for (const [i, folder] of folders.entries()) {
    files[`${folder}/metadata.yaml`] = `command: python3 score.py ${i}`;
    files[`${folder}/score.py`] = `print(${i})\n`;
  }
  for (const name of ["a", "b", "c"]) files[`data/${name}/values.txt`] = `${name}\n`;
  const data = () => maybe(() => `data/${one(["a", "b", "c"])}`);

  const tasks = several(4, (i) => ({
    index: i * 3 + below(3),
    name: words(),
    description: words(),
    scoring_program: one(folders),
    reference_data: data(),
    input_data: data(),
    ingestion_program: maybe(() => one(folders)),
    ingestion_only_during_scoring: flag(),
  }));
  let clock = Date.UTC(2026, below(12), 1 + below(28), below(24), below(60), below(60));
  const count = 1 + below(4);
  const phases = Array.from({ length: count }, (_, i) => {
    const start = new Date(clock);
    clock += (1 + below(40)) * DAY + below(DAY / 1000) * 1000;
    const end = new Date(clock);
    clock += below(2) * (1 + below(3600)) * 1000;
    return {
      index: i,
      name: words(),
      description: words(),
      start: start.toISOString(),
      end: i === count - 1 && flag() ? undefined : end.toISOString(),
      tasks: shuffled(tasks)
        .slice(0, 1 + below(tasks.length))
        .map((task) => task.index),
      max_submissions_per_day: one([0, 1, 5, 999]),
      max_submissions: one([0, 3, 100]),
      execution_time_limit: 1 + below(5000),
      auto_migrate_to_this_phase: i > 0 && flag(),
      hide_output: flag(),
      hide_prediction_output: flag(),
      hide_score_output: flag(),
      accepts_only_result_submissions: flag(),
      starting_kit: data(),
      public_data: maybe(() => "terms.md"),
    };
  });
  const measured = several(5, (i) => ({
    title: words(),
    key: `k${i}`,
    index: i * 2,
    sorting: one(["asc", "desc"]),
    precision: below(11),
    hidden: flag(),
  }));
  const computed = Array.from({ length: below(3) }, (_, i) => ({
    title: words(),
    key: `c${i}`,
    index: i * 2 + 1,
    sorting: one(["asc", "desc"]),
    precision: below(11),
    hidden: flag(),
    computation: one(["sum", "avg", "min", "max", "avg_rank"]),
    computation_indexes: shuffled(measured.map((c) => String(c.index))).slice(0, 1 + below(measured.length)),
  }));
  const columns = shuffled([...measured, ...computed]);
  const questions = Array.from({ length: below(4) }, (_, i) => {
    const type = one(["text", "select", "checkbox"]);
    return {
      key: `Q${i}`,
      type,
      title: words(),
      selection: type === "text" ? "" : type === "select" ? ["one", "two, three"] : [true, false],
      is_required: String(flag()),
      is_on_leaderboard: String(flag()),
    };
  });
  const pages = several(3, (i) => {
    const file = `pages/page ${i}${one([".md", ".html"])}`;
    files[file] = `${words()}\n`;
    return { title: words(), file };
  });
  const yaml = {
    version: one([2, "2"]),
    title: words(),
    description: words(),
    image: "logo.png",
    terms: "terms.md",
    pages,
    tasks,
    phases,
    solutions: Array.from({ length: below(3) }, (_, i) => ({
      index: i,
      name: words(),
      tasks: [one(tasks).index],
      path: `data/${one(["a", "b"])}`,
    })),
    leaderboards: [
      {
        index: 0,
        title: words(),
        key: "main",
        hidden: flag(),
        primary_index: one(columns).index,
        submission_rule: one([
          "Add",
          "Add_And_Delete",
          "Add_And_Delete_Multiple",
          "Force_Last",
          "Force_Latest_Multiple",
          "Force_Best",
        ]),
        columns,
      },
    ],
    registration_auto_approve: flag(),
    docker_image: maybe(() => "codalab/codalab-legacy:py37"),
    queue: maybe(() => "0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c"),
    enable_detailed_results: flag(),
    show_detailed_results_in_submission_panel: flag(),
    show_detailed_results_in_leaderboard: flag(),
    make_programs_available: flag(),
    make_input_data_available: flag(),
    auto_run_submissions: flag(),
    can_participants_make_submissions_public: flag(),
    forum_enabled: flag(),
    competition_type: one(["competition", "benchmark"]),
    reward: maybe(words),
    contact_email: maybe(() => "organiser@example.org"),
    fact_sheet: Object.fromEntries(questions.map((q) => [q.key, q])),
  };
  return { ...files, "competition.yaml": stringify(yaml, { version: "1.1" }) };
}
