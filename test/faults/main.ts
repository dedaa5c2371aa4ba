// `npm run faults -- --seed 7 --faults 200`: kills, cuts, freezes and fills what a Podium stands on while it
// judges, and checks after each round that nothing was lost, doubled, left over or charged wrongly.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { layGround } from "./ground.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    faults: { type: "string", default: "20" },
    round: { type: "string", default: "10" },
    /** Kinds of faults, separated by commas. */
    only: { type: "string", default: "" },
  },
});
const plan = {
  seed: Number(values.seed),
  faults: Number(values.faults),
  round: Number(values.round),
  only: values.only.split(",").filter(Boolean),
};
const folder = mkdtempSync(path.join(os.tmpdir(), "podium-faults-"));
console.log(`faults of seed ${plan.seed} in ${folder}`);
const ground = await layGround(folder);
// It reads the settings that the ground has laid.
const { storm } = await import("./storm.ts");
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
const problems = await storm(ground, plan, console.log, stopping.signal).catch((error: Error) => [
  error.stack ?? String(error),
]);
await ground.stop();
if (problems.length === 0) {
  rmSync(folder, { recursive: true, force: true });
  console.log(`nothing was lost (seed ${plan.seed})`);
} else {
  for (const problem of problems) console.log(`WRONG: ${problem}`);
  console.log(`seed ${plan.seed}; logs in ${path.join(folder, "logs")}`);
  process.exitCode = 1;
}
