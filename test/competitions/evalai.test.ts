import { expect, test } from "vitest";
import { readEvalai } from "../../app/competitions/bundle/evalai.ts";
import { challengeConfig } from "../factories/evalai.ts";

const read = (change: (config: string) => string = (config) => config) => readEvalai(change(challengeConfig));
const challenge = (change?: (config: string) => string) => {
  const found = read(change);
  if (!found.ok) throw new Error(found.problems[0].reason);
  return found.challenge;
};
const reasons = (change: (config: string) => string) => {
  const found = read(change);
  return found.ok ? [] : found.problems.map((problem) => problem.reason);
};

test("phases come in the order of their start, in UTC, with their quotas; no limit is none", () => {
  const { phases } = challenge().bundle;
  expect(phases).toMatchObject([
    { name: "Dev Phase", maxPerDay: 5, maxTotal: 0, tasks: [0], start: new Date("2026-01-01T00:00:00Z") },
    { name: "Test Phase", maxPerDay: 0, maxTotal: 20, tasks: [1], end: new Date("2027-12-31T12:30:00Z") },
  ]);
  expect(challenge().bundle.podium).toMatchObject({
    competition: { maxTeamSize: 3 },
    phases: [{ maxWaiting: 2 }, { maxWaiting: 3 }],
  });
});

test("each label of each split is a column; what only the host sees is private", () => {
  const { bundle } = challenge();
  expect(bundle.board.columns).toMatchObject([
    { key: "public_split_Right", title: "Right (Public)", sorting: "desc", precision: 4 },
    { key: "public_split_Wrong", sorting: "asc" },
    { key: "private_split_Right" },
    { key: "private_split_Wrong" },
  ]);
  expect(bundle.podium?.columns.map((column) => column.split)).toEqual([
    "public",
    "public",
    "private",
    "private",
  ]);
  expect(bundle.podium?.boards).toMatchObject([
    { primaryPosition: 0, hidden: false },
    { primaryPosition: 0, finalPosition: 2 },
  ]);
});

test("the columns of a challenge with one split are called as its labels", () => {
  const one = challenge((config) =>
    config.replace(/ {2}- \{challenge_phase_id: 2, leaderboard_id: 1, dataset_split_id: 2.*\n/, ""),
  );
  expect(one.bundle.board.columns.map((column) => column.key)).toEqual(["Right", "Wrong"]);
});

test("the driver is told the phase, its annotations and its columns", () => {
  expect(challenge().phases[0]).toEqual({
    annotationFile: "annotations/dev.zip",
    config: {
      codename: "dev",
      annotations: "dev.zip",
      asZip: false,
      splits: { public_split: { Right: "public_split_Right", Wrong: "public_split_Wrong" } },
    },
  });
});

test("questions of a submission become the fact sheet", () => {
  expect(challenge().bundle.factSheet).toEqual([
    {
      key: "data",
      kind: "select",
      title: "Which data?",
      choices: ["own", "given"],
      required: true,
      onBoard: false,
    },
  ]);
});

test("what EvalAI asks by itself is asked where the challenge shows it, and settings that mean nothing are named", () => {
  const { bundle, remarks } = challenge((config) =>
    config.replace(
      "    max_concurrent_submissions_allowed: 2",
      `    max_concurrent_submissions_allowed: 2
    is_partial_submission_evaluation_enabled: True
    environment_image: ""
    default_submission_meta_attributes:
      - {name: method_name, is_visible: True}
      - {name: project_url, is_visible: False}
      - odd`,
    ),
  );
  expect(bundle.factSheet.slice(1)).toEqual([
    { key: "method_name", kind: "text", title: "Method name", choices: [], required: false, onBoard: false },
  ]);
  expect(remarks.find((r) => r.reason === "competitions.evalai.leftOut")?.values).toEqual({
    keys: "tags, is_partial_submission_evaluation_enabled",
  });
});

test("who may take part is read of a challenge's domains and of its phases' lists of people", () => {
  const lists =
    "allowed_email_domains: [Uni.example, '@lab.example']\nblocked_email_domains: spam.example, a b\n";
  const domains = challenge((config) => `${config}\n${lists}`);
  expect(domains.bundle.podium?.competition).toMatchObject({
    allowedEmails: ["uni.example", "lab.example"],
    blockedEmails: ["spam.example", "a", "b"],
  });
  const named = "[Mei@uni.example, bo@other.example]";
  const everywhere = (config: string) =>
    config.replaceAll("    codename: ", `    allowed_email_ids: ${named}\n    codename: `);
  const people = challenge((config) => `${everywhere(config)}\n${lists}`);
  expect(people.bundle.podium?.competition.allowedEmails).toEqual(["mei@uni.example"]);
  const said = (found: typeof people) => found.remarks.map(({ reason }) => reason);
  expect(said(people)).toContain("competitions.evalai.emailLists");
  const one = challenge((config) =>
    config.replace("    codename: ", `    allowed_email_ids: ${named}\n    codename: `),
  );
  expect(one.bundle.podium?.competition.allowedEmails).toEqual([]);
  expect(said(one)).toContain("competitions.evalai.onlySome");
});

test("what has no meaning here is said", () => {
  const said = challenge((config) => `${config}\nmystery: 1\n`).remarks.map(({ reason }) => reason);
  expect(said).toEqual(
    expect.arrayContaining([
      "competitions.evalai.leftOut",
      "competitions.evalai.hostOnly",
      "competitions.bundle.unknownKey",
    ]),
  );
});

test.each([
  ["remote evaluation", "remote_evaluation: False", "remote_evaluation: True", "competitions.evalai.remote"],
  [
    "images beside an environment",
    "tags: [lines]",
    "is_docker_based: True",
    "competitions.evalai.dockerBased",
  ],
  ["a missing key", "image: logo.jpg\nsubmission_guidelines", "other", "competitions.evalai.missingKey"],
  ["a wrong date", "2026-01-01 00:00:00", "tomorrow", "competitions.evalai.badDate"],
  ["a split that is not there", "dataset_split_id: 2", "dataset_split_id: 9", "competitions.evalai.noSuchId"],
  [
    "a phase without a split",
    "challenge_phase_id: 1, leaderboard_id: 1",
    "challenge_phase_id: 2, leaderboard_id: 1",
    "competitions.evalai.phaseWithoutSplit",
  ],
  ["a wrong value", "visibility: 1", "visibility: 7", "competitions.evalai.badValue"],
  ["broken YAML", "title:", "title: [", "competitions.evalai.yamlBroken"],
])("%s is refused with a sentence", (_what, from, to, reason) => {
  expect(reasons((config) => config.replace(from, to))).toContain(reason);
});

test("a wrong value is told with its key and line", () => {
  const found = read((config) => config.replace("visibility: 1", "visibility: 7"));
  if (found.ok) throw new Error("it was taken");
  const line = challengeConfig.split("\n").findIndex((text) => text.includes("visibility: 1")) + 1;
  expect(found.problems[0].values).toEqual({ key: "challenge_phase_splits[2].visibility", line });
});
