import { execFileSync } from "node:child_process";

/** The process of the served Podium that runs this built script. */
export function processOf(script: "main.js" | "judge.js"): number {
  const parent = process.env.PODIUM_TEST_PID;
  for (const line of execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n")) {
    const [pid, ppid, ...args] = line.trim().split(/\s+/);
    if (ppid === parent && args.some((arg) => arg.endsWith(`build/node/${script}`))) return Number(pid);
  }
  throw new Error(`the served Podium runs no ${script}`);
}
