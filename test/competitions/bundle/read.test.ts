import { expect, test } from "vitest";
import { readBundle } from "../../../app/competitions/bundle/read.ts";
import type { Bundle, Remark } from "../../../app/competitions/bundle/shape.ts";
import {
  codalabBundle,
  duringScoringBundle,
  type Files,
  manyTasksBundle,
  messyBundle,
  parallelBundle,
} from "../../support/stranger-bundles.ts";

const bundle = (phases: string, more = "") => `version: 2
title: &name Demo
image: logo.png
terms: terms.md
pages: []
tasks:
  - &task {index: 0, name: *name, scoring_program: s/}
  - {<<: *task, index: 1}
phases:
${phases}
leaderboards:
  - {title: R, key: r, columns: [{title: A, key: a, index: 0}]}
${more}`;
const reasons = (yaml: string) => {
  const read = readBundle(yaml);
  return read.ok ? [] : read.problems.map((p) => p.reason.split(".")[2]);
};

test("anchors and merges are followed, times are kept, unknown keys are remarked with their line", () => {
  const read = readBundle(bundle("  - {name: P, start: 2026-01-01 08:30:00, tasks: [0, 1]}", "colour: red"));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.bundle.tasks).toMatchObject([{ files: { scoring_program: "s/" } }, { name: "Demo" }]);
  expect(read.bundle.phases[0]?.start.toISOString()).toBe("2026-01-01T08:30:00.000Z");
  expect(read.remarks).toMatchObject([{ kind: "ignored", values: { key: "colour", line: 13 } }]);
});

test.each([
  ["a phase without a task", "  - {name: P, start: 2026-01-01, tasks: []}", "phaseWithoutTask"],
  ["a phase that names no task of the bundle", "  - {name: P, start: 2026-01-01, tasks: [7]}", "noSuchTask"],
  [
    "a phase that ends before it starts",
    "  - {name: P, start: 2026-02-01, end: 2026-01-01, tasks: [0]}",
    "phaseEndsBeforeStart",
  ],
  ["a start that is no date", "  - {name: P, start: soon, tasks: [0]}", "badDate"],
  ["a phase without a start", "  - {name: P, tasks: [0]}", "missingKey"],
])("%s is refused", (_what, phases, reason) => expect(reasons(bundle(phases))).toEqual([reason]));

test("a fault in the YAML is told with its line", () => {
  expect(readBundle("version: 2\ntitle: A\npages:\n\t- x: 1")).toMatchObject({
    ok: false,
    problems: [{ reason: "competitions.bundle.yamlBroken", values: { line: 4 } }],
  });
  expect(reasons("version: 3")).toEqual(["unknownVersion"]);
  expect(reasons("- a list")).toEqual(["notAMap"]);
});

test("what is missing or wrong is told at its key and line, through aliases too", () => {
  const read = readBundle(
    bundle("  - &p {name: P, tasks: [0], start: 2026-01-01}\n  - {<<: *p, start: whenever}"),
  );
  expect(read).toMatchObject({
    problems: [{ values: { key: "phases[1].start", text: "whenever", line: 11 } }],
  });
  const old = readBundle(
    "version: 1.5\ntitle: A\nhtml: {}\nphases:\n  1:\n    start_date: soon\nleaderboard: {columns: {a: {}}}",
  );
  expect(old).toMatchObject({ problems: [{ values: { key: "phases.1.start_date", line: 6 } }] });
});

const reading = (files: Files): { bundle: Bundle; remarks: Remark[] } => {
  const read = readBundle(String(files["competition.yaml"]));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
};
const said = (remarks: Remark[], kind: Remark["kind"]) =>
  remarks.filter((r) => r.kind === kind).map((r) => r.reason.split(".")[2]);

test("a bundle of CodaLab's becomes phases with a task each, and one board in the order of ranks", async () => {
  const { bundle, remarks } = reading(await codalabBundle());
  expect(bundle).toMatchObject({
    version: "1.5",
    autoAccept: true,
    dockerImage: null,
    terms: "terms.html",
    pages: [{ title: "overview" }, { title: "evaluation" }, { title: "data" }],
    tasks: [{ name: "Development Task" }, { name: "Final Task" }],
    board: {
      title: "RESULTS",
      primaryIndex: 0,
      columns: [
        { key: "both", title: "Both sets", index: 0, precision: 3, computation: "avg", computedFrom: [1, 2] },
        { key: "set1_score", index: 1, sorting: "desc", precision: 2 },
        { key: "set2_score", title: "Prediction 2", index: 2, precision: 4 },
        { key: "Duration", index: 3, sorting: "asc", hidden: true },
        { key: "speed", title: "Extra: Speed", index: 4 },
      ],
    },
  });
  expect(bundle.phases).toMatchObject([
    {
      name: "Development",
      tasks: [0],
      maxPerDay: 5,
      maxTotal: 100,
      timeLimitS: 500,
      startText: "2019-06-30",
    },
    { name: "Final", tasks: [1], maxPerDay: 0, maxTotal: 3, timeLimitS: 600, autoMigrate: true, end: null },
  ]);
  expect(bundle.phases.map((p) => [p.start.toISOString(), p.end?.toISOString()])).toEqual([
    ["2019-06-30T00:00:00.000Z", "2019-09-29T12:00:00.000Z"],
    ["2019-09-30T12:00:00.000Z", undefined],
  ]);
  expect(said(remarks, "mended")).toEqual(["endsDayBefore", "otherBoard", "computedTaken"]);
  expect(remarks).toContainEqual({
    kind: "ignored",
    reason: "competitions.bundle.legacyKeys",
    values: { at: "phases.1", keys: "color, datasets, is_scoring_only" },
  });
  expect(remarks.filter((r) => r.reason.endsWith("unknownKey")).map((r) => r.values)).toEqual([
    { key: "favourite_colour", line: 14 },
  ]);
  expect(said(remarks, "ignored")).toEqual(
    expect.arrayContaining(["legacyKeys", "unknownKey", "computedUnknown"]),
  );
});

test("CodaLab's phases that are shorter than a day end when the next one starts", async () => {
  const yaml = String((await codalabBundle())["competition.yaml"]);
  const { bundle } = reading({ "competition.yaml": yaml.replace("2019-06-30", "2019-09-30 06:00") });
  expect(bundle.phases[0]?.end?.toISOString()).toBe("2019-09-30T12:00:00.000Z");
});

test("a column of CodaLab's in which the lower average wins is one of ranks", async () => {
  const yaml = String((await codalabBundle())["competition.yaml"]);
  const { bundle, remarks } = reading({
    "competition.yaml": yaml.replace("sort: desc\n      numeric_format", "sort: asc\n      numeric_format"),
  });
  expect(bundle.board.columns[0]).toMatchObject({
    key: "both",
    sorting: "asc",
    computation: "dense_rank_avg",
    computedFrom: [1, 2],
  });
  expect(said(remarks, "taken")).toContain("computedOfRanks");
});

test("the parent of parallel phases is left out, and the others run at the same time", async () => {
  const { bundle, remarks } = reading(await parallelBundle());
  expect(bundle.version).toBe("1.8");
  expect(bundle.phases).toMatchObject([
    { name: "Sub one", end: null },
    { name: "Sub two", end: null },
  ]);
  expect(bundle.tasks.map((t) => t.files.reference_data)).toEqual(["reference_data_2/", "reference_data_3/"]);
  expect(said(remarks, "ignored")).toContain("parallelParent");
});

test("a bundle by hand is read with its months first, its order of phases and its loose types", () => {
  const { bundle, remarks } = reading(messyBundle());
  expect(bundle).toMatchObject({
    version: "2",
    autoAccept: true,
    competitionType: "benchmark",
    discussionsEnabled: false,
    publicSubmissionsAllowed: false,
    detailedResultsInPanel: true,
    detailedResultsOnBoard: false,
    board: {
      rule: "Force_Best",
      primaryIndex: 3,
      columns: [{ key: "accuracy" }, { key: "wrong", precision: 4 }],
    },
    solutions: [{ path: "solution/", tasks: [0] }],
  });
  expect(bundle.phases).toMatchObject([
    {
      name: "First",
      tasks: [0],
      timeLimitS: 120,
      maxPerDay: 5,
      maxTotal: 100,
      startText: "01-31-2019 08:30",
    },
    { name: "Second", tasks: [0], maxPerDay: 0, maxTotal: 0, autoMigrate: true, startText: "8-7-2019" },
  ]);
  expect(bundle.phases.map((p) => [p.start.toISOString(), p.end?.toISOString()])).toEqual([
    ["2019-01-31T08:30:00.000Z", "2019-08-06T22:00:00.000Z"],
    ["2019-08-07T00:00:00.000Z", undefined],
  ]);
  const unknown = remarks.filter((r) => r.reason.endsWith("unknownKey")).map((r) => r.values?.key);
  expect(unknown).toEqual([
    "has_registration",
    "force_submission_to_leaderboard",
    "enable_forum",
    "end_date",
    "pages[0].icon",
    "tasks[0].is_public",
    "phases[0].color",
  ]);
});

test("tasks keep the order a phase names them in, merged keys are followed, sheets and sums are read", async () => {
  const { bundle } = reading(manyTasksBundle());
  expect(bundle.phases.map((p) => p.tasks)).toEqual([[1], [1, 0]]);
  expect(bundle.tasks.map((t) => [t.name, t.description, t.files.reference_data])).toEqual([
    ["Squares", "Of small numbers", "squares/"],
    ["Cubes", "Of small numbers", "cubes/"],
  ]);
  expect(bundle.factSheet.map((q) => [q.key, q.kind, q.required, q.onBoard])).toEqual([
    ["METHOD", "text", true, true],
    ["EXTRA", "checkbox", false, false],
    ["SIZE", "select", true, false],
  ]);
  expect(bundle.board).toMatchObject({
    primaryIndex: 2,
    columns: [{}, { hidden: true }, { computedFrom: [0, 1] }, {}],
  });
  expect(reading(await duringScoringBundle()).bundle.tasks[0]?.ingestionOnlyDuringScoring).toBe(true);
});

test.each([
  ["no version, but the keys of version 2", "version: 2\n", "", "2", "versionMissing"],
  ["version 1.5, but the keys of version 2", "version: 2\n", "version: 1.5\n", "2", "versionWrong"],
  ["leaderboard for leaderboards", "leaderboards:", "leaderboard:", "2", "leaderboardsMeant"],
  ["no image", "image: logo.png\n", "", "2", "noImage"],
  ["no terms", "terms: terms.md\n", "", "2", "noTerms"],
  ["no pages", "pages: []\n", "", "2", "noPages"],
  ["a phase without a name", "name: P, start", "start", "2", "phaseNamed"],
  [
    "a first phase to migrate into",
    "tasks: [0]}",
    "tasks: [0], auto_migrate_to_this_phase: true}",
    "2",
    "firstPhaseMigrates",
  ],
  ["a primary column that is none", "key: r,", "key: r, primary_index: 9,", "2", "noPrimaryColumn"],
])("%s is mended and said", (_what, before, after, version, reason) => {
  const yaml = bundle("  - {name: P, start: 2026-02-01, tasks: [0]}");
  expect(yaml).toContain(before);
  const { bundle: read, remarks } = reading({ "competition.yaml": yaml.replace(before, after) });
  expect(read.version).toBe(version);
  expect(said(remarks, "mended")).toEqual([reason]);
});

test("letters that YAML calls booleans stay the keys of columns, as they do in Python", () => {
  const { bundle: read } = reading({
    "competition.yaml": bundle("  - {name: P, start: 2026-02-01, tasks: [0]}").replace("key: a,", "key: y,"),
  });
  expect(read.board.columns[0]?.key).toBe("y");
});

test("a task of another platform is refused by its key", () => {
  const uuid = "0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c";
  const yaml = bundle("  - {name: P, start: 2026-02-01, tasks: [0]}").replace(
    "scoring_program: s/",
    `key: ${uuid}`,
  );
  expect(readBundle(yaml)).toMatchObject({
    problems: [{ reason: "competitions.bundle.taskElsewhere", values: { key: uuid } }, {}],
  });
});

test("the mean of ranks is taken under its name there, and a way to compute that nobody knows is left out", () => {
  const columns = `
      - {title: Rank, key: avg_rank, index: 0, sorting: asc, computation: avg_rank, computation_indexes: [1]}
      - {title: One, key: one, index: 1}
      - {title: Odd, key: odd, index: 2, computation: harmonic, computation_indexes: [1]}`;
  const read = readBundle(
    bundle("  - {name: P, start: 2026-01-01, tasks: [0]}")
      .replace(/columns: \[.*\]}/, `columns: }`)
      .replace("  - {title: R, key: r, columns: }", `  - title: R\n    key: r\n    columns:${columns}`),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.bundle.board.columns.map((c) => c.computation)).toEqual(["rank_avg", null, null]);
  expect(read.remarks).toMatchObject([{ kind: "ignored", values: { key: "odd", computation: "harmonic" } }]);
});

test("a column that is to be computed from nothing shows what the scoring program writes", () => {
  const { bundle: read, remarks } = reading({
    "competition.yaml": bundle("  - {name: P, start: 2026-01-01, tasks: [0]}").replace(
      "index: 0}]",
      "index: 0, computation: avg, computation_indexes: null}]",
    ),
  });
  expect(read.board.columns[0]).toMatchObject({ computation: null, computedFrom: [] });
  expect(remarks).toMatchObject([{ kind: "ignored", reason: "competitions.bundle.computedFromNone" }]);
});

test("a key written twice counts as it was written last, as in Python", () => {
  const read = readBundle(
    bundle(
      "  - {name: P, start: 2026-01-01, tasks: [0]}",
      "solutions: []\n\nsolutions:\n  - {index: 0, tasks: [0], path: s/}",
    ),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.bundle.solutions).toHaveLength(1);
});

test.each(["null", "None", "''", "false", "0"])("an end of %s is none, as to Python", (end) => {
  const read = readBundle(bundle(`  - {name: P, start: 2026-01-01, end: ${end}, tasks: [0]}`));
  expect(read).toMatchObject({ ok: true, bundle: { phases: [{ end: null, endText: null }] } });
});

const spans = (yaml: string) => {
  const read = readBundle(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? null;
  return {
    phases: read.bundle.phases.map((p) => [day(p.start), day(p.end)]),
    remarks: read.remarks.map((r) => `${r.kind} ${r.reason.split(".")[2]}`),
  };
};

test.each([
  [
    "a phase of one day lasts that day",
    "  - {name: P, start: 8-31-2024, end: 8-31-2024, tasks: [0]}",
    { phases: [["2024-08-31", "2024-09-01"]], remarks: ["mended lastsItsDay"] },
  ],
  [
    "a phase without an end lasts until the next one starts",
    "  - {name: P, start: 2026-01-01, tasks: [0]}\n  - {name: Q, start: 2026-02-01, tasks: [0]}",
    {
      phases: [
        ["2026-01-01", "2026-02-01"],
        ["2026-02-01", null],
      ],
      remarks: ["mended endsWithNext"],
    },
  ],
  [
    "phases that overlap, as offsets that Codabench drops make them, run at the same time",
    "  - {name: P, start: 2026-01-01, end: '2026-02-01T23:00:00-05:00', tasks: [0]}\n  - {name: Q, start: '2026-02-02T00:00:00Z', tasks: [0]}",
    {
      phases: [
        ["2026-01-01", "2026-02-02"],
        ["2026-02-02", null],
      ],
      remarks: ["taken phasesParallel"],
    },
  ],
])("%s", (_what, phases, expected) => expect(spans(bundle(phases))).toEqual(expected));

test("CodaLab's phases that start together without a parent run together", async () => {
  const yaml = String((await codalabBundle())["competition.yaml"]);
  const { phases } = spans(yaml.replace("2019-09-30 12:00:00", "2019-06-30"));
  expect(phases).toEqual([
    ["2019-06-30", null],
    ["2019-06-30", null],
  ]);
});

test("brackets and quotes that go on at the left edge are read, as by Python, and lines stay what they are", () => {
  const read = readBundle(
    bundle(
      "  - {name: P, start: 2026-01-01, tasks: [0]}",
      `fact_sheet: {
"METHOD": {
  "key": "METHOD", "type": "text", # a } in a remark
"title": "What's { it", "selection": "", "is_required": "true", "is_on_leaderboard": "false"
}
}
description: 'It''s on two
lines'
reward: |
  {not: [read
colour: red`,
    ),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.bundle).toMatchObject({
    description: "It's on two lines",
    factSheet: [{ key: "METHOD", title: "What's { it", required: true }],
    reward: "{not: [read",
  });
  expect(read.remarks).toMatchObject([{ reason: "competitions.bundle.unknownKey", values: { line: 23 } }]);
});

test("a bundle that CodaLab wrote itself is read with its marks of Python's types", async () => {
  const yaml = String((await codalabBundle())["competition.yaml"]);
  const { bundle } = reading({
    "competition.yaml": yaml.replaceAll(
      "scoring_program.zip",
      "!!python/unicode 'datasets/None/program.zip'",
    ),
  });
  expect(bundle.tasks[0]?.files.scoring_program).toBe("datasets/None/program.zip");
});

test("a task that a phase names as one, or that is the only one, is the phase's", () => {
  const one = bundle("  - {name: P, start: 2026-01-01, task: 1}");
  expect(reading({ "competition.yaml": one }).bundle.phases[0]?.tasks).toEqual([1]);
  const only = one.replace("  - {<<: *task, index: 1}\n", "").replace(", task: 1", "");
  const { bundle: read, remarks } = reading({ "competition.yaml": only });
  expect(read.phases[0]?.tasks).toEqual([0]);
  expect(said(remarks, "mended")).toEqual(["tasksMeant"]);
});

test("the columns of all leaderboards stand on one, those of the first before", async () => {
  const two = bundle("  - {name: P, start: 2026-01-01, tasks: [0]}").replace(
    "columns: [{title: A, key: a, index: 0}]}",
    `columns: [{title: A, key: a, index: 0}, {title: B, key: b, index: 4}]}
  - {title: S, key: s, columns: [{key: a, index: 0}, {key: c, index: 1}, {key: d, index: 2, computation: sum, computation_indexes: [0, 1]}]}`,
  );
  expect(reading({ "competition.yaml": two }).bundle.board.columns).toMatchObject([
    { key: "a", index: 0 },
    { key: "b", index: 4 },
    { key: "c", index: 6 },
    { key: "d", index: 7, computation: "sum", computedFrom: [0, 6] },
  ]);
  const { bundle: old } = reading(await codalabBundle());
  expect(old.board.columns.at(-1)).toMatchObject({ key: "speed", title: "Extra: Speed", index: 4 });
});

test("the column that CodaLab sorts by at first ranks first", async () => {
  const yaml = String((await codalabBundle())["competition.yaml"]);
  const { bundle } = reading({
    "competition.yaml": yaml.replace(
      "label: Prediction 2\n",
      "label: Prediction 2\n      selection_default: 1\n",
    ),
  });
  expect(bundle.board.columns[bundle.board.primaryIndex]?.key).toBe("set2_score");
});

test("every fault of the YAML is told, by its line", () => {
  expect(readBundle("title: A\npages:\n\t- x: 1\nterms: @b\nimage: `c")).toMatchObject({
    problems: [{ values: { line: 3 } }, { values: { line: 4 } }, { values: { line: 5 } }],
  });
});

test("lines end where Python ends them, and a comment may stand right behind a value", () => {
  const yaml = bundle('  - {name: "P"}', "").replace('phases:\n  - {name: "P"}', "");
  const odd = `${yaml}phases:\u2028  - name: "P"# of two\r    start: 2026-01-01\x85    tasks: [0]\r\n`;
  const read = readBundle(odd);
  expect(read).toMatchObject({ ok: true, bundle: { phases: [{ name: "P", tasks: [0] }] } });
});
