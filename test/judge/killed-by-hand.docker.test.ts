import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aJudge, type Given } from "./support.ts";

const docker = new Docker();
let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 600_000);
afterAll(() => judge.end());

/** Sleeps, so that somebody has time for it; a result all the same. */
const SLOW = {
  metadata: "command: python3 main.py",
  "main.py": "import time; print('here', flush=True); time.sleep(1)",
};
const SCORE = `import time; time.sleep(1); open("/app/output/scores.json", "w").write('{"score": 1}')`;
const given: Given = {
  submission: SLOW,
  scoring: { metadata: "command: python3 score.py", "score.py": SCORE },
};

/** Judges while somebody on the machine kills the programs whose places are named, in the order of their starts. */
async function judgedWhileKilling(places: number[], what: Given = given) {
  const work = await judge.workOf(what);
  const events = await docker.getEvents({
    filters: { type: ["container"], event: ["start"], label: [`podium.attempt=${work.attemptId}`] },
  });
  let started = 0;
  const killing: Promise<void>[] = [];
  events.on("data", (line: Buffer) => {
    for (const one of line.toString().trim().split("\n")) {
      const place = started++;
      if (places.includes(place)) killing.push(kill((JSON.parse(one) as { id: string }).id));
    }
  });
  const end = await judge.judgeFiles(work);
  await Promise.all(killing);
  (events as unknown as { destroy(): void }).destroy();
  return { ...end, started };
}

async function kill(container: string): Promise<void> {
  const { State } = await docker.getContainer(container).inspect();
  process.kill(State.Pid, "SIGKILL");
}

test.runIf(process.getuid?.() === 0)(
  "a program that somebody kills on the machine is judged once more, and that counts",
  async () => {
    const end = await judgedWhileKilling([0]);
    expect(end).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" }, started: 3 });
    expect(end.logs.prediction_stderr).toContain("judged once more");
    const scoring = await judgedWhileKilling([1]);
    expect(scoring).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" }, started: 4 });
  },
);

test("a program that ends as if it were killed each time has done it itself", async () => {
  const exits = { metadata: "command: python3 main.py", "main.py": "raise SystemExit(137)" };
  const end = await judgedWhileKilling([], { ...given, submission: exits });
  // A prediction that failed is scored all the same.
  expect(end.started).toBe(3);
  expect(end.facts?.predictionExit).toBe(137);
  const failing = await judgedWhileKilling([], {
    ...given,
    scoring: { metadata: "command: python3 score.py", "score.py": "raise SystemExit(137)" },
  });
  expect(failing).toMatchObject({ cause: "exit_nonzero", started: 4 });
});
