// Plain JavaScript, since the launcher uses it before there are any packages.

/** Seconds as people read them in a terminal: 0.4 s, 12 s, 2 min 5 s. */
export function duration(ms) {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "[3/9] Building" with dots up to the column where times stand. */
export function stepLine(number, total, title, rest) {
  const width = String(total).length;
  const head = `[${String(number).padStart(width)}/${total}] ${title} `;
  return `${head.padEnd(58, "·")} ${rest}`;
}

/**
 * Says what is being done and how long it took, one line a step.
 * @param {{ total: number, done?: number, out?: NodeJS.WriteStream }} options
 */
export function createProgress({ total, done = 0, out = process.stdout }) {
  let number = done;
  const live = Boolean(out.isTTY);
  const wipe = () => live && out.write("\r\u001b[2K");
  return {
    /**
     * Runs `work` as the next step. It may say more with the function it is given, and answers what
     * stands behind the title, e.g. "already there".
     * @template T
     * @param {string} title
     * @param {(say: (line: string) => void) => Promise<T> | T} work
     * @returns {Promise<T>}
     */
    async step(title, work) {
      number += 1;
      const mine = number;
      const started = performance.now();
      const since = () => duration(performance.now() - started);
      const draw = () => live && out.write(`\r\u001b[2K${stepLine(mine, total, title, since())}`);
      draw();
      const timer = live ? setInterval(draw, 500) : undefined;
      try {
        const value = await work((line) => {
          wipe();
          out.write(`      ${line}\n`);
          draw();
        });
        wipe();
        out.write(`${stepLine(mine, total, title, since())}\n`);
        return value;
      } catch (error) {
        wipe();
        out.write(`${stepLine(mine, total, title, "failed")}\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
    say(line = "") {
      wipe();
      out.write(`${line}\n`);
    },
    get number() {
      return number;
    },
    total,
  };
}
