// What the judge adds to Docker itself: whole submissions of two containers against the same two bare
// container lifecycles, taken in turns so that both meet the same machine. Ratios, not milliseconds, compare.
import Docker from "dockerode";
import { aJudge } from "../judge/support.ts";

const ROUNDS = 9;
const AT_ONCE = 2;
const host = await aJudge();
const docker = new Docker();
const PREDICT = `open("/app/output/answer.txt", "w").write("1")`;
const SCORE = `open("/app/output/scores.json", "w").write('{"score": 1}')`;

/** A container with the sandbox's settings, driven by nothing but the engine's own calls. */
async function bare(python: string) {
  const container = await docker.createContainer({
    Image: host.image,
    Cmd: ["python3", "-c", python],
    User: "10000:10000",
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: "none",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      PidsLimit: 128,
      Memory: 256 * 1024 ** 2,
      MemorySwap: 256 * 1024 ** 2,
      Tmpfs: { "/app/output": "rw,mode=1777", "/tmp": "rw" },
      LogConfig: { Type: "none", Config: {} },
    },
  });
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  stream.on("data", () => {});
  const ended = container.wait({ condition: "next-exit" });
  await container.start();
  const { StatusCode } = await ended;
  await container.inspect();
  await container.remove({ force: true });
  if (StatusCode !== 0) throw new Error(`the bare container ended with ${StatusCode}`);
}

async function twoBare() {
  await bare(PREDICT);
  await bare(SCORE);
}

async function judged() {
  const end = await host.judge({
    submission: { metadata: "command: python3 main.py", "main.py": PREDICT },
    scoring: { metadata: "command: python3 score.py", "score.py": SCORE },
  });
  if (end.cause !== "accepted") throw new Error(`${end.cause}: ${end.detail}`);
}

async function time(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const together = (act: () => Promise<unknown>) => () => Promise.all(Array.from({ length: AT_ONCE }, act));

async function compare(act: () => Promise<unknown>, with_: () => Promise<unknown>) {
  await act();
  await with_();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await time(act));
    theirs.push(await time(with_));
  }
  return { ours: median(ours), theirs: median(theirs), ratio: median(ours) / median(theirs) };
}

const alone = await compare(judged, twoBare);
console.log(
  `judge, one submission:  ${alone.ours.toFixed(0)} ms, bare containers ${alone.theirs.toFixed(0)} ms, ` +
    `ratio ${alone.ratio.toFixed(2)} (target at most 1.25)`,
);
const busy = await compare(together(judged), together(twoBare));
console.log(
  `judge, ${AT_ONCE} at once: throughput ${(1 / busy.ratio).toFixed(2)} of bare containers (target at least 0.85)`,
);
await host.end();
