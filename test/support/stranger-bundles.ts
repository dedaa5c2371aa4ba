import { zipOf } from "./bundle.ts";

/**
 * Bundles as strangers make them: each goes through several quirks of the formats at once. Their programs
 * are standard Python, so that the small image runs them.
 */
export type Files = Record<string, string | Buffer>;

const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A scoring program of CodaLab's time: the legacy variables, and scores.txt in `key:value`. */
const OLD_SCORER: Files = {
  metadata: "command: python $program/evaluate.py $input $output\ndescription: Compare the sums\n",
  "evaluate.py": `
import os, sys
given, output = sys.argv[1], sys.argv[2]
truth = [float(v) for v in open(os.path.join(given, "ref", "truth.txt"))]
said = [float(v) for v in open(os.path.join(given, "res", "answer.txt"))]
hits = [a == b for a, b in zip(truth, said)]
half = len(truth) // 2
with open(os.path.join(output, "scores.txt"), "w") as scores:
    scores.write("set1_score:%r\\n" % (sum(hits[:half]) / half))
    scores.write("set2_score:%r\\n" % (sum(hits[half:]) / (len(truth) - half)))
    scores.write("Duration:0\\n")
`,
};
const under = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));

/** CodaLab's 1.5: anchors, legacy keys, ranks, formats as texts, computed columns, no version, assets. */
export async function codalabBundle(): Promise<Files> {
  const scoring = await zipOf(OLD_SCORER);
  return {
    "competition.yaml": `
# bundle of a course
title: Add the numbers
description: From the first course on challenges
image: logo.jpg
has_registration: False
force_submission_to_leaderboard: True
disallow_leaderboard_modifying: True
enable_forum: False
anonymous_leaderboard: False
end_date: null
admin_names: anne,bob
competition_docker_image: ""
favourite_colour: red
html:
  overview: overview.html
  evaluation: evaluation.html
  terms: terms.html
  data: data.html
phases:
  2:
    phasenumber: 2
    label: "Final"
    start_date: 2019-09-30 12:00:00
    max_submissions: 3
    max_submissions_per_day: 0
    auto_migration: True
    is_scoring_only: True
    color: green
    leaderboard_management_mode: hide_results
    reference_data: reference.zip
    scoring_program: scoring_program.zip
  1:
    phasenumber: 1
    label: "Development"
    start_date: 2019-06-30
    max_submissions: 100
    execution_time_limit: 500
    is_scoring_only: True
    color: yellow
    datasets:
      1:
        name: Toy
        url: http://example.org/toy.zip
    reference_data: reference.zip
    scoring_program: scoring_program.zip
    starting_kit: starting_kit.zip
leaderboard:
  leaderboards:
    Results: &RESULTS
      label: RESULTS
      rank: 1
    Extra: &EXTRA
      label: Extra
      rank: 2
  column_groups:
    null
  columns:
    both:
      leaderboard: *RESULTS
      label: Both sets
      rank: 1
      sort: desc
      numeric_format: "3"
      computed:
        operation: Avg
        fields: set1_score, set2_score
    set2_score:
      leaderboard: *RESULTS
      label: Prediction 2
      rank: 3
      numeric_format: 4
    set1_score:
      leaderboard: *RESULTS
      label: Prediction 1
      rank: 2
      sort: desc
    best_rank:
      leaderboard: *RESULTS
      rank: 4
      computed: {operation: MRR, fields: "set1_score, set2_score"}
    Duration:
      leaderboard: {label: results}
      label: Duration
      rank: 5
      sort: asc
      hidden: True
    speed:
      leaderboard: *EXTRA
      label: Speed
`,
    "logo.jpg": LOGO,
    "overview.html": "<h1>Overview</h1>",
    "evaluation.html": "<p>Sums</p>",
    "terms.html": "<p>Be fair.</p>",
    "data.html": "<p>Numbers</p>",
    "assets/figure.png": LOGO,
    "reference.zip": await zipOf({ "truth.txt": "1\n2\n3\n4\n" }),
    "scoring_program.zip": scoring,
    "starting_kit.zip": await zipOf({ "README.md": "Start here" }),
  };
}

/** CodaLab's 1.8: phases in parallel below a parent that only holds them together. */
export async function parallelBundle(): Promise<Files> {
  const phase = (number: number, label: string, more: string) => `
  ${number}:
    phasenumber: ${number}
    label: ${label}
    start_date: 2019-01-01
    max_submissions: 10
    scoring_program: scoring_program/
    reference_data: reference_data_${number}/
    ${more}`;
  return {
    "competition.yaml": `
version: 1.8
title: Parallel sums
description: ""
image: logo.png
html: {overview: overview.html, terms: terms.html}
phases:${phase(1, "Parent", "is_parallel_parent: True")}${phase(2, "Sub one", "parent_phasenumber: 1")}${phase(3, "Sub two", "parent_phasenumber: 1")}
leaderboard:
  leaderboards: {Results: &R {label: Results, rank: 1}}
  columns:
    set1_score: {leaderboard: *R, label: Set 1, rank: 1}
    set2_score: {leaderboard: *R, label: Set 2, rank: 2}
`,
    "logo.png": LOGO,
    "overview.html": "<h1>Overview</h1>",
    "terms.html": "<p>Be fair.</p>",
    "reference_data_1/truth.txt": "0\n0\n",
    "reference_data_2/truth.txt": "1\n2\n",
    "reference_data_3/truth.txt": "3\n4\n",
    ...under("scoring_program", OLD_SCORER),
  };
}

const SQUARES = `
import json
truth = open("/app/input/ref/truth.txt").read().split()
said = open("/app/input/res/answers.txt").read().split()
right = sum(a == b for a, b in zip(truth, said)) / len(truth)
json.dump({"accuracy": right, "wrong": 1 - right, "all_costs": {"a": 1}}, open("/app/output/scores.json", "w"))
`;

/** Codabench's, by hand: folders, junk, keys of no version, months first, a folder that is empty. */
export const messyBundle = (): Files => ({
  "competition.yaml": `
version: "2"
title: Squares by hand
image: img/logo.png
terms: pages/terms.md
registration_auto_approve: "True"
has_registration: true
force_submission_to_leaderboard: true
enable_forum: false
end_date: null
docker_image: codalab/codalab-legacy:py37
forum_enabled: false
competition_type: benchmark
show_detailed_results_in_leaderboard: false
can_participants_make_submissions_public: false
pages:
  - {title: Overview, file: pages/overview.md, icon: star}
tasks:
  - index: 7
    name: Squares
    is_public: false
    scoring_program: ./scoring_program
    reference_data: reference_data
    input_data: input_data/
solutions:
  - {index: 0, tasks: [7], path: solution/}
  - {index: 1, tasks: [7], key: 0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c}
phases:
  - name: Second
    index: 1
    start: 8-7-2019
    color: green
    tasks: ["7"]
    max_submissions: 0
    max_submissions_per_day: 0
    auto_migrate_to_this_phase: true
    starting_kit: 0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c
    public_data: README.txt
  - name: First
    index: 0
    start: 01-31-2019 08:30
    end: '2019-08-07T00:00:00+02:00'
    tasks: 7
    solutions: [0]
    execution_time_limit: "120"
leaderboards:
  - title: Results
    key: main
    index: 0
    submission_rule: force_best
    primary_index: 3
    columns:
      - {title: Wrong, key: wrong, index: 5, sorting: asc, precision: "4"}
      - {title: Accuracy, key: accuracy, index: 3}
`,
  "img/logo.png": LOGO,
  "pages/terms.md": "Be fair.",
  "pages/overview.md": "# Squares",
  "reference_data/truth.txt": "0\n1\n4\n9\n",
  "reference_data/.DS_Store": "junk",
  "reference_data/._truth.txt": "junk",
  "input_data/.gitkeep": "",
  "scoring_program/metadata.yaml": "command: python3 score.py\n",
  "scoring_program/score.py": SQUARES,
  "scoring_program/__pycache__/score.cpython-39.pyc": "junk",
  "solution/answers.txt": "0\n1\n4\n9\n",
  "README.txt": "Numbers from 0 to 3.",
  "__MACOSX/._competition.yaml": "junk",
  ".DS_Store": "junk",
  "notes/todo.txt": "nothing refers to this",
});

/** Codabench's, with zips, and an ingestion program that runs beside the scoring one. */
export async function duringScoringBundle(): Promise<Files> {
  return {
    "competition.yaml": `
version: 2
title: Ask the scorer
image: logo.png
terms: terms.md
registration_auto_approve: true
pages: []
tasks:
  - index: 0
    name: Guess
    scoring_program: bundles/scoring.zip
    ingestion_program: bundles/ingestion.zip
    reference_data: bundles/reference.zip
    input_data: bundles/input.zip
    ingestion_only_during_scoring: true
phases:
  - {name: Main, index: 0, start: 2020-01-01, tasks: [0], max_submissions_per_day: 0, max_submissions: 0}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Last
    columns:
      - {title: Score, key: score, index: 0, sorting: desc, precision: 3}
`,
    "logo.png": LOGO,
    "terms.md": "Be fair.",
    "bundles/reference.zip": await zipOf({ "secret.txt": "42" }),
    "bundles/input.zip": await zipOf({ "question.txt": "What is it?" }),
    "bundles/ingestion.zip": await zipOf({
      metadata: "command: python $program/ask.py $input $shared $submission_program\n",
      "ask.py": `
import os, sys, time
given, shared, submission = sys.argv[1:4]
sys.path.insert(0, submission)
from model import answer
said = answer(open(os.path.join("/app/input_data", "question.txt")).read())
open(os.path.join(shared, "said.part"), "w").write(str(said))
os.rename(os.path.join(shared, "said.part"), os.path.join(shared, "said"))
while not os.path.exists(os.path.join(shared, "done")):
    time.sleep(0.05)
`,
    }),
    "bundles/scoring.zip": await zipOf({
      metadata: "command: python $program/score.py $hidden $shared $output\n",
      "score.py": `
import json, os, sys, time
hidden, shared, output = sys.argv[1:4]
said = os.path.join(shared, "said")
while not os.path.exists(said):
    time.sleep(0.05)
right = open(said).read() == open(os.path.join(hidden, "secret.txt")).read()
open(os.path.join(shared, "done"), "w").close()
json.dump({"score": float(right)}, open(os.path.join(output, "scores.json"), "w"))
`,
    }),
  };
}

/** Codabench's, with two tasks in a phase, in an order of its own, computed columns and a fact sheet. */
export const manyTasksBundle = (): Files => ({
  "competition.yaml": `
version: 2.0
title: 双任务挑战赛
description: 两个任务，一个排行榜
image: logo.png
terms: terms.md
registration_auto_approve: yes
enable_detailed_results: true
show_detailed_results_in_submission_panel: false
make_programs_available: true
make_input_data_available: true
auto_run_submissions: true
reward: 1000 €
contact_email: organiser@example.org
pages:
  - {title: 概述, file: overview.md}
fact_sheet:
  METHOD: {key: METHOD, type: text, title: Method, selection: "", is_required: "true", is_on_leaderboard: "true"}
  EXTRA: {key: EXTRA, type: checkbox, title: Extra data, selection: [true, false], is_required: "false", is_on_leaderboard: "false"}
  SIZE: {key: SIZE, type: select, title: Size, selection: [small, large], is_required: "true", is_on_leaderboard: "false"}
tasks:
  - &first
    index: 0
    name: Squares
    description: Of small numbers
    scoring_program: scoring_program/
    reference_data: squares/
  - <<: *first
    index: 1
    name: Cubes
    reference_data: cubes/
phases:
  - {name: Warm-up, index: 0, start: 2026-01-01 09:00:00, end: 2026-02-01 18:30:00, tasks: [1], hide_output: true}
  - name: Both
    index: 1
    start: 2026-02-01 18:30:00
    tasks: [1, 0]
    max_submissions_per_day: 2
    max_submissions: 0
    auto_migrate_to_this_phase: true
    hide_prediction_output: true
    hide_score_output: true
leaderboards:
  - title: 排行榜
    key: main
    submission_rule: Force_Latest_Multiple
    primary_index: 2
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
      - {title: Wrong, key: wrong, index: 1, sorting: asc, hidden: true}
      - {title: Sum, key: total, index: 2, sorting: desc, computation: sum, computation_indexes: ["0", "1"]}
      - {title: Best, key: best, index: 3, computation: max, computation_indexes: [0, 1], precision: 6}
`,
  "logo.png": LOGO,
  "terms.md": "请遵守规则。",
  "overview.md": "# 概述",
  "squares/truth.txt": "0\n1\n4\n9\n",
  "cubes/truth.txt": "0\n1\n8\n27\n",
  "scoring_program/metadata.yaml": "command: python3 score.py\n",
  "scoring_program/score.py": SQUARES,
});

/** A v2 bundle whose scoring program writes the oldest scores.txt, called by a relative path. */
export const oldScoresBundle = (): Files => ({
  ...messyBundle(),
  "competition.yaml": `
version: 2
title: Old scores
image: img/logo.png
terms: pages/terms.md
registration_auto_approve: true
pages: [{title: Overview, file: pages/overview.md}]
tasks: [{index: 0, name: Sums, scoring_program: old, reference_data: truth}]
phases: [{name: Main, index: 0, start: 2020-01-01, tasks: [0]}]
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Best
    columns:
      - {title: Set 1, key: set1_score, index: 0}
      - {title: Set 2, key: set2_score, index: 1}
`,
  ...under("old", { ...OLD_SCORER, metadata: "command: python evaluate.py $input $output\n" }),
  "truth/truth.txt": "1\n2\n3\n4\n",
});

/**
 * As CodaLab wrote bundles itself: marks of Python's types, nulls, no logo, terms without words, two leaderboards
 * of which each phase has its own, phases that start together, old scores, metadata of Windows.
 */
export const dumpedBundle = (): Files => ({
  "competition.yaml": `
description: null
end_date: null
has_registration: false
hidden_columns: null
html: {data: data.html, overview: overview.html, terms: empty.html}
leaderboard:
  column_groups: {Scores: &id003 {label: Scores}}
  columns:
    Duration:
      label: Time
      leaderboard: &id002 {label: Attack, rank: 2}
      rank: 2
    kept: {column_group: *id003, label: Kept, leaderboard: &id001 {label: Defence, rank: 1}, numeric_format: 4, rank: 1}
    set1_score: {label: Set 1, leaderboard: *id002, numeric_format: 5, rank: 1, selection_default: 0}
    set2_score: {kept: null, label: Set 2, leaderboard: *id001, numeric_format: 5, rank: 2}
  leaderboards: {DEFENCE: *id001, ATTACK: *id002}
phases:
  1: {color: green, description: null, label: Defend, max_submissions: 1000000, phasenumber: 1,
    reference_data: !!python/unicode 'datasets/None/6f5f3e80/reference.zip',
    scoring_program: !!python/unicode 'datasets/None/ab8f665a/defence', start_date: 2016-12-21 09:45:00+00:00}
  2: {description: '', label: Attack, max_submissions: 5, phasenumber: 2, start_date: 2016-12-21 09:45:00+00:00,
    reference_data: datasets/None/6f5f3e80/reference.zip, scoring_program: 'datasets/None/ab8f665a/attack'}
title: Hide and seek
`,
  "data.html": "",
  "overview.html": "<p>Hide</p>",
  "empty.html": "",
  "datasets/None/6f5f3e80/reference/truth.txt": "1\n2\n3\n4\n",
  ...under("datasets/None/ab8f665a/attack", {
    ...OLD_SCORER,
    metadata: `\ufeffcommand: python \${program}/evaluate.py \${input} \${output}\r\ndescription: Windows\r\n`,
  }),
  ...under("datasets/None/ab8f665a/defence", {
    metadata: "command: python $program/kept.py $hidden $predictions $tmp\n",
    "kept.py": `
import sys
hidden, said, output = sys.argv[1:4]
same = open(hidden + "/truth.txt").read() == open(said + "/answer.txt").read()
open(output + "/scores.txt", "w").write("kept: %s\\nnote: nothing\\n" % str(same).lower())
`,
  }),
});

/**
 * From a template of Codabench's, changed by students: a fact sheet at the left edge, a logo on the web, a phase
 * of one day, `task` for `tasks`, results where an ingestion program waits for code, and a second leaderboard.
 */
export const templateBundle = (): Files => ({
  "competition.yaml": `
# Main settings
title: "Seeds — kinds"
description: >
  Tell kinds of seeds apart,
  by their length.
version: 2
image: https://example.org/images/logo.svg
registration_auto_approve: True
docker_image: codalab/codalab-legacy:py312
terms: pages/terms.md
pages:
  - title: "Overview"
    file: pages/overview.md
tasks:
  - index: 0
    name: Kinds
    is_public: true
    input_data: dev_phase/input_data
    reference_data: dev_phase/reference_data
    ingestion_program: ingestion_program
    scoring_program: scoring_program
    is_public: false
solutions:
  - index: 0
    name: "Baseline"
    path: solution
phases:
  - index: 0
    name: "Development"
    start: 6-1-2024 # Month/Day/Year
    end: 8-30-2024
    task: 0
    starting_kit: solution
    max_submissions_per_day: 0
  - index: 1
    name: Final
    start: 8-31-2024
    end: 8-31-2024
    tasks: [0]
fact_sheet: {
"METHOD": {
    "key": "METHOD", "type": "text", "title": "Method", "selection": "",
    "is_required": "false",
"is_on_leaderboard": "true"
}
}
leaderboards:
  - index: 0
    title: Length
    key: Results-A
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, computation: null, computation_indexes: null}
      - {title: Rank, key: mean, index: 1, sorting: asc, computation: avg, computation_indexes: ["0"]}
  - index: 0
    title: Width
    key: Results-B
    columns:
      - {title: Duration, key: wrong, index: 0, sorting: asc, numeric_format: 5}
`,
  "pages/terms.md": "Be fair.",
  "pages/overview.md": "# Seeds",
  "dev_phase/input_data/lengths.txt": "1\n5\n",
  "dev_phase/reference_data/truth.txt": "short\nlong\n",
  "solution/model.py": "class Model:\n    def kind(self, length):\n        return 'short'\n",
  "ingestion_program/metadata.yaml": "command: python3 ingestion.py\n",
  "ingestion_program/ingestion.py": `
import sys
sys.path.append("/app/ingested_program")
from model import Model
lengths = open("/app/input_data/lengths.txt").read().split()
open("/app/output/answers.txt", "w").write("\\n".join(Model().kind(float(l)) for l in lengths))
`,
  "scoring_program/metadata.yaml": "command: python3 score.py\n",
  "scoring_program/score.py": SQUARES,
});
