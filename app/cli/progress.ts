const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];
const BAR_COLUMNS = 24;
/** How many steps whoever writes to a file or a pipe is told of. */
const STEPS = 10;

function size(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

/** One line: `[######..................]  25%  512.0 MiB of 2.0 GiB`. */
export function progressLine(sent: number, total: number): string {
  const share = total === 0 ? 1 : sent / total;
  const full = Math.floor(share * BAR_COLUMNS);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `[${"#".repeat(full)}${".".repeat(BAR_COLUMNS - full)}] ${percent}  ${size(sent)} of ${size(total)}`;
}

type Screen = { isTTY?: boolean; write(text: string): unknown };

/**
 * Tells how a file is getting on: one line that moves on a terminal, a line for each tenth elsewhere, nothing when
 * `quiet`.
 */
export function progressOn(
  screen: Screen,
  quiet: boolean | undefined,
): (sent: number, total: number) => void {
  let last = -1;
  return (sent, total) => {
    if (quiet) return;
    const whole = sent >= total;
    const step = screen.isTTY ? Math.floor((sent / total) * 1000) : Math.floor((sent / total) * STEPS);
    if (step === last) return;
    last = step;
    const line = progressLine(sent, total);
    screen.write(screen.isTTY ? `\r${line}${whole ? "\n" : ""}` : `${line.slice(BAR_COLUMNS + 2).trim()}\n`);
  };
}
