import { judgeAlone } from "./judge-alone.ts";
import type { Progress } from "./progress.mjs";
import { runTests } from "./run-tests.ts";
import { serve } from "./serve.ts";

export type Start = {
  mode: "demo" | "start" | "dev" | "judge" | "test";
  progress: Progress;
  /** Why nothing can be judged, or null when a Docker engine answers. */
  noDocker: string | null;
};

/** What the launcher hands over to, once packages, Docker and the build are there. */
export async function start({ mode, progress, noDocker }: Start): Promise<void> {
  if (mode === "test") return runTests(progress);
  if (mode === "judge") return judgeAlone(progress);
  return serve({ mode, progress, noDocker });
}
