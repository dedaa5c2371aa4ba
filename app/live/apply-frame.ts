import type { BoardFrame, LiveRow } from "./messages.ts";

/**
 * The part of a board that a screen shows: rows from place `offset` on (counted from 0), as of `seq`.
 * `above` is the row before them, and `before` says how many rows before them have a rank.
 */
export type BoardWindow = {
  rows: LiveRow[];
  above: LiveRow | null;
  offset: number;
  before: number;
  limit: number;
  total: number;
  /** How many rows of the whole board have a rank. */
  ranked: number;
  seq: number;
};

/** The ranks of a window's rows, null for those that take none. */
export function ranksOf(window: Pick<BoardWindow, "rows" | "before">): (number | null)[] {
  let given = window.before;
  return window.rows.map((row) => (row.ranked ? ++given : null));
}

/**
 * A window after a frame. A frame that is old news changes nothing. Null when the window cannot follow: a
 * frame was missed, or a row came into the window that no frame has told; then the board is loaded again.
 */
export function applyFrame(window: BoardWindow, frame: BoardFrame): BoardWindow | null {
  if (frame.seq <= window.seq) return window;
  if (frame.after > window.seq) return null;
  const { offset, limit } = window;
  const rows = [...window.rows];
  let { total, above, before } = window;
  for (const op of frame.ops) {
    if (op.seq <= window.seq) continue;
    if (op.from !== null) {
      total--;
      if (op.from < offset) {
        const first = rows.shift();
        above = first ?? null;
        before += (first?.ranked ? 1 : 0) - (op.counted ? 1 : 0);
      } else if (op.from < offset + rows.length) rows.splice(op.from - offset, 1);
    }
    if (op.to !== null && op.row) {
      total++;
      // A row from the page before slides in here, and nobody has told which.
      if (op.to < offset) return null;
      const at = op.to - offset;
      if (at <= rows.length) rows.splice(at, 0, op.row);
      else if (at < limit) return null;
      if (rows.length > limit) rows.pop();
    }
  }
  const due = Math.max(0, Math.min(limit, total - offset));
  if (rows.length !== due || total !== frame.total) return null;
  return { ...window, rows, above, before, total, ranked: frame.ranked, seq: frame.seq };
}
