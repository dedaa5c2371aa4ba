export type Say = (line?: string) => void;
export type Progress = {
  /** Runs `work` as the next numbered step and says how long it took. */
  step<T>(title: string, work: (say: (line: string) => void) => Promise<T> | T): Promise<T>;
  say: Say;
  readonly number: number;
  readonly total: number;
};
export function duration(ms: number): string;
export function stepLine(number: number, total: number, title: string, rest: string): string;
export function createProgress(options: {
  total: number;
  done?: number;
  out?: { write(text: string): unknown; isTTY?: boolean };
}): Progress;
