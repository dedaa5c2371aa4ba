import path from "node:path";
import type { aJudge, Given } from "../support.ts";
import type { Case } from "./cases.ts";
import { leftOver } from "./left-over.ts";

type Judge = Awaited<ReturnType<typeof aJudge>>;

/** What a judge may take over a step beyond its time: to start two containers, to kill and to collect. */
const ROUND_MS = 20_000;

/** A run that does nothing wrong and looks whether anybody was here before it. */
export const CLEAN: Given = {
  submission: {
    metadata: "command: python3 $program/main.py\n",
    "main.py": `
import os
left = [f for d in ("/tmp", "/dev/shm", "/app/output", "/app/data") for f in os.listdir(d)]
for table in ("shm", "sem", "msg"):
    try: left += open(f"/proc/sysvipc/{table}").read().splitlines()[1:]
    except OSError: pass
assert not left, left
assert sorted(os.listdir("/app/program")) == ["main.py", "metadata"]
assert open("/app/input_data/words.txt").read() == "a b c"
open("/app/output/answer.txt", "w").write("a b c")`,
  },
  input: { "words.txt": "a b c" },
  reference: { "truth.txt": "a b c" },
  scoring: {
    metadata: "command: python3 score.py\n",
    "score.py": `
import os
assert sorted(os.listdir("/app/input/ref")) == ["truth.txt"] and os.listdir("/app/shared") == []
right = open("/app/input/res/answer.txt").read() == open("/app/input/ref/truth.txt").read()
open("/app/output/scores.json", "w").write('{"score": %d}' % right)`,
  },
};

/** Judges a case in a slot of its own, and says everything that is not as it should be. */
export async function runCase(judge: Judge, one: Case, slot: number, gvisor: boolean): Promise<string[]> {
  const wrong: string[] = [];
  const work = await judge.workOf(one.given);
  const began = performance.now();
  const end = await judge.judgeFiles(work, undefined, slot);
  const took = performance.now() - began;
  const causes = gvisor ? one.onGvisor : one.causes;
  if (!causes.includes(end.cause))
    wrong.push(`ended as ${end.cause} (${end.detail}): ${JSON.stringify(end.logs).slice(0, 1500)}`);
  if (end.cause === "accepted" && !/^(1|0\.[39]+)(\.?0*|)$/.test(end.scores.score ?? ""))
    wrong.push(`scored ${end.scores.score}`);
  if (took > work.limits.wallS * 1000 + ROUND_MS) wrong.push(`took ${Math.round(took)} ms`);
  for (const [stream, text] of Object.entries(end.logs)) {
    if (text.includes("\0") || /\p{Surrogate}/u.test(text)) wrong.push(`${stream} is no valid text`);
    if (text.length > work.limits.logBytes + 10_000) wrong.push(`${stream} has ${text.length} characters`);
  }
  const kept = JSON.stringify(end.logs) + Object.values(end.artifacts).map((file) => file.toString("latin1"));
  if (/root:.:0|daemon:x:1/.test(kept)) wrong.push("files of the host came out");
  wrong.push(...(await leftOver(path.join(judge.folder, "attempts"), work.attemptId)));
  return wrong;
}
