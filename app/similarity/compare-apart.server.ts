import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { webConfig } from "../../config.ts";
import type { Fragment } from "./fragments.ts";

/** What is compared: submissions by the hash of their archives, and the kit that counts for nothing. */
export type Question = {
  sources: { id: string; entryId: string; hash: string }[];
  kit: string | null;
  mostTokens: number;
  mostPairs: number;
};
export type Found = {
  leftId: string;
  rightId: string;
  similarity: number;
  longest: number;
  fragments: Fragment[];
};
export type Answer = { done: number } | { found: Found[] } | { error: string };

/**
 * Compares in a process of its own, with bounded memory and time. `told` hears how many sources were read;
 * when it answers false nobody wants the result any more, and the process ends: null.
 */
export async function compareApart(
  question: Question,
  told: (done: number) => Promise<boolean>,
): Promise<Found[] | null> {
  const { SIMILARITY_MEMORY_MB, SIMILARITY_MAX_MINUTES } = webConfig();
  const child = begin([`--max-old-space-size=${SIMILARITY_MEMORY_MB}`]);
  const late = setTimeout(() => child.kill("SIGKILL"), SIMILARITY_MAX_MINUTES * 60_000);
  try {
    return await new Promise<Found[] | null>((resolve, reject) => {
      child.on("message", (answer: Answer) => {
        if ("found" in answer) resolve(answer.found);
        else if ("error" in answer) reject(new Error(answer.error));
        else
          told(answer.done).then((wanted) => {
            if (!wanted) resolve(null);
          }, reject);
      });
      child.once("error", reject);
      child.once("exit", (code, signal) =>
        reject(new Error(`the comparison ended early: ${signal ?? `exit ${code}`}`)),
      );
      child.send(question);
    });
  } finally {
    clearTimeout(late);
    child.removeAllListeners();
    child.kill("SIGKILL");
  }
}

/** As built, or the source itself in development. */
function begin(node: string[]): ChildProcess {
  const { NODE_ENV, PODIUM_PROGRAMS } = webConfig();
  return NODE_ENV === "development"
    ? fork(path.resolve("app/similarity/compare-process.server.ts"), {
        execArgv: [...node, "--import", "tsx"],
      })
    : fork(path.resolve(PODIUM_PROGRAMS, "compare.js"), { execArgv: node });
}
