import { closeSync, constants, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** How many processes the kernel has ended for want of memory since it started; null where it does not say. */
export async function oomKills(): Promise<number | null> {
  const said = await readFile("/proc/vmstat", "utf8").catch(() => "");
  const found = /^oom_kill (\d+)$/m.exec(said);
  return found ? Number(found[1]) : null;
}

/**
 * Whether the kernel ended something in one of these containers because the machine, and not the container, had no
 * memory left: containers are the first that it takes then.
 */
export function endedForTheMachine(kernelLog: string, containers: readonly string[]): boolean {
  return kernelLog.split("\n").some((line) => {
    const constraint = /oom-kill:constraint=(CONSTRAINT_\w+)/.exec(line)?.[1];
    const group = /task_memcg=([^,\s]*)/.exec(line)?.[1] ?? "";
    return (
      constraint !== undefined &&
      constraint !== "CONSTRAINT_MEMCG" &&
      containers.some((id) => group.includes(id))
    );
  });
}

const RECORD_BYTES = 8192;

/** What the kernel has logged and still keeps; "" where the judge may not read it. */
export function readKernelLog(): string {
  let file: number;
  try {
    file = openSync("/dev/kmsg", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return "";
  }
  const record = Buffer.alloc(RECORD_BYTES);
  let said = "";
  try {
    for (;;) {
      try {
        const bytes = readSync(file, record);
        if (bytes === 0) return said;
        said += record.toString("utf8", 0, bytes);
      } catch (error) {
        // One that was written over meanwhile: the next read goes on with what is there.
        if ((error as NodeJS.ErrnoException).code === "EPIPE") continue;
        return said;
      }
    }
  } finally {
    closeSync(file);
  }
}
