import { judgeAlone } from "./judge-alone.ts";
import type { Progress } from "./progress.mjs";
import { runBench, runFaults, runTests, takeScreenshots } from "./run-tests.ts";
import { serve } from "./serve.ts";

export type Start = {
  mode: "demo" | "start" | "dev" | "judge" | "test" | "bench" | "screenshots" | "faults";
  progress: Progress;
  /** Why nothing can be judged, or null when a Docker engine answers. */
  noDocker: string | null;
};

/** What the launcher hands over to, once packages, Docker and the build are there. */
export async function start({ mode, progress, noDocker }: Start): Promise<void> {
  if (mode === "test") return runTests(progress);
  if (mode === "bench") return runBench();
  if (mode === "screenshots") return takeScreenshots();
  if (mode === "faults") return runFaults(process.argv.slice(3));
  if (mode === "judge") return judgeAlone(progress);
  return serve({ mode, progress, noDocker });
}
