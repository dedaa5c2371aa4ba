import vm from "node:vm";

const LONGEST_MS = 2_000;

export class TookTooLong extends Error {}

/**
 * Computes something of what strangers wrote, and ends it when it takes too long: the other runs of this host
 * need the thread. Throws TookTooLong, else whatever `compute` throws.
 */
export function inTime<T>(compute: () => T, ms = LONGEST_MS): T {
  let answer: { value: T } | { error: unknown } | undefined;
  const attempt = () => {
    try {
      answer = { value: compute() };
    } catch (error) {
      answer = { error };
    }
  };
  try {
    // The clock of a context of its own also ends functions of this one that it calls.
    vm.runInNewContext("attempt()", { attempt }, { timeout: ms });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      throw new TookTooLong(`not done in ${ms} ms`);
    throw error;
  }
  if (!answer) throw new Error("nothing was computed");
  if ("error" in answer) throw answer.error;
  return answer.value;
}
