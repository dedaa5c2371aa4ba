import { expect, test } from "vitest";
import { stepTimes } from "../../app/submissions/step-times.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 1) + seconds * 1000);
const run = (facts: Partial<Record<"prediction" | "scoring", { wallMs: number }>>) => ({
  attempt: { facts },
});
const waiting = {
  submittedAt: at(0),
  startedAt: null,
  finishedAt: null,
  ended: false,
  runs: [{ attempt: null }],
};

test("a submission that waits has only waited", () => {
  expect(stepTimes(waiting, at(12))).toEqual({ queued: 12_000, predicting: null, scoring: null, done: null });
});

test("one at work predicts since it began, as far as the judge has not yet measured it", () => {
  const atWork = { ...waiting, startedAt: at(5) };
  expect(stepTimes(atWork, at(9))).toMatchObject({ queued: 5000, predicting: 4000 });
  const measured = { ...atWork, runs: [run({ prediction: { wallMs: 3100 } })] };
  expect(stepTimes(measured, at(9))).toMatchObject({ predicting: 3100, scoring: null, done: null });
});

test("an ended one has the times of all its tasks together, and the clock goes on without it", () => {
  const runs = [
    run({ prediction: { wallMs: 2000 }, scoring: { wallMs: 300 } }),
    run({ prediction: { wallMs: 1000 }, scoring: { wallMs: 200 } }),
  ];
  // From the browser's side: moments are text.
  const ended = {
    submittedAt: at(0).toJSON(),
    startedAt: at(5).toJSON(),
    finishedAt: at(11).toJSON(),
    ended: true,
    runs,
  };
  expect(stepTimes(ended, at(500))).toEqual({ queued: 5000, predicting: 3000, scoring: 500, done: 6000 });
});

test("clocks that differ give no negative times", () => {
  expect(stepTimes({ ...waiting, submittedAt: at(3) }, at(1))).toMatchObject({ queued: 0 });
});
