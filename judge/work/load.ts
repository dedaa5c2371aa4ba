import os from "node:os";

/** A shorter span says little: several who ask at once get the same answer. */
const LEAST_MS = 2_000;

type Ticks = { at: number; busy: number; all: number };

function ticks(): Ticks {
  const times = os.cpus().map(({ times }) => times);
  const all = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  return { at: performance.now(), busy: all - idle, all };
}

/**
 * Tells how busy this machine is: the shares of its processors' time since the last answer and of its memory that
 * are in use, 0 to 1. Processors are null until there is something to compare with.
 */
export function loadMeter(): () => { cpu: number | null; memory: number } {
  let before = ticks();
  let cpu: number | null = null;
  return () => {
    if (performance.now() - before.at >= LEAST_MS) {
      const now = ticks();
      if (now.all > before.all) cpu = (now.busy - before.busy) / (now.all - before.all);
      before = now;
    }
    return { cpu, memory: 1 - os.freemem() / os.totalmem() };
  };
}
