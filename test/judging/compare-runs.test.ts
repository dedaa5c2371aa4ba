import { expect, test } from "vitest";
import { compareRuns, type EndedRun } from "../../app/judging/compare-runs.ts";
import { someFacts } from "../factories/facts.ts";

const aRun = (more: Partial<EndedRun> = {}): EndedRun => ({
  cause: "accepted",
  scores: { accuracy: "0.5000000000" },
  facts: someFacts(),
  host: "blue",
  ...more,
});

test("a run that brought the same on another machine is the same, and the machine is told", () => {
  const after = aRun({ host: "green", facts: someFacts({ ran: { kernel: "6.12", processors: 8 } }) });
  expect(compareRuns(aRun(), after)).toEqual({
    result: [],
    circumstances: [
      { kind: "host", subject: "", before: "blue", after: "green" },
      { kind: "kernel", subject: "", before: "6.1", after: "6.12" },
      { kind: "processor", subject: "", before: "Xeon × 4", after: "Xeon × 8" },
    ],
  });
});

test("scores differ by their tenth digit, and one that is missing differs too", () => {
  const after = aRun({ scores: { accuracy: "0.5000000001", loss: "1.0000000000" } });
  expect(compareRuns(aRun(), after).result).toEqual([
    { kind: "score", subject: "accuracy", before: "0.5000000000", after: "0.5000000001" },
    { kind: "score", subject: "loss", before: "–", after: "1.0000000000" },
  ]);
});

test("another verdict and another exit code are told", () => {
  const after = aRun({ cause: "exit_nonzero", scores: {}, facts: someFacts({ scoringExit: 1 }) });
  expect(compareRuns(aRun(), after).result.map(({ kind }) => kind)).toEqual(["verdict", "score", "exit"]);
});

test("each file that is new, gone or another one is named; of too many only that they differ", () => {
  const files = (names: Record<string, string>) => ({
    predictionDigest: JSON.stringify(names),
    predictionFiles: Object.entries(names).map(([name, sha256]) => ({ name, sha256 })),
  });
  const before = aRun({ facts: someFacts(files({ a: "1", b: "2", same: "3" })) });
  const after = aRun({ facts: someFacts(files({ b: "5", c: "4", same: "3" })) });
  expect(compareRuns(before, after).result.map(({ kind, subject }) => [kind, subject])).toEqual([
    ["fileGone", "prediction/a"],
    ["fileChanged", "prediction/b"],
    ["fileNew", "prediction/c"],
  ]);
  const many = aRun({ facts: someFacts({ predictionDigest: "x", predictionFiles: null }) });
  expect(compareRuns(before, many).result.map(({ kind }) => kind)).toEqual(["files"]);
});
