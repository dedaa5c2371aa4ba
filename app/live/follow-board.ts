import { applyFrame, type BoardWindow } from "./apply-frame.ts";
import { type BoardFrame, type BoardHead, type BoardPage, SAID } from "./messages.ts";

/** What a screen knows of a board: its window, and what stands above it once that was told anew. */
export type Followed = { window: BoardWindow; head: BoardHead | null; mark: string };

/**
 * What a message means to a screen. `none`: nothing. `shown`: what it shows from now on, and which submissions'
 * rows changed. `lost`: it missed something and asks for its page. `closed`: the board is no longer for its eyes.
 */
export type Heard =
  | { kind: "none" }
  | { kind: "lost" }
  | { kind: "closed" }
  | { kind: "shown"; now: Followed; changed: ReadonlySet<string> };

const NOTHING: Heard = { kind: "none" };

/** Takes one message about a board; messages about others mean nothing. */
export function hearBoard(
  board: { boardId: string; trackId: string | null },
  before: Followed,
  said: string,
  message: unknown,
): Heard {
  if (said === SAID.stale)
    return (message as { boardId?: string }).boardId === board.boardId ? { kind: "closed" } : NOTHING;
  const isOurs = (about: { boardId: string; trackId: string | null }): boolean =>
    about.boardId === board.boardId && about.trackId === board.trackId;
  if (said === SAID.page) {
    const page = message as BoardPage;
    if (!isOurs(page) || page.seq < before.window.seq) return NOTHING;
    const { boardId: _b, trackId: _t, head, mark, ...window } = page;
    return { kind: "shown", now: { window, head, mark }, changed: changedRows(before.window, window) };
  }
  if (said !== SAID.frame) return NOTHING;
  const frame = message as BoardFrame;
  if (!isOurs(frame)) return NOTHING;
  const window = applyFrame(before.window, frame);
  if (!window) return { kind: "lost" };
  if (window === before.window) return NOTHING;
  const changed = new Set(frame.ops.flatMap((op) => op.row?.submissionId ?? []));
  return { kind: "shown", now: { ...before, window }, changed };
}

/** The submissions whose rows are new or say something else; a row that only moved did not change. */
function changedRows(before: BoardWindow, after: BoardWindow): ReadonlySet<string> {
  const old = new Map(before.rows.map((row) => [row.submissionId, JSON.stringify(row.values)]));
  return new Set(
    after.rows
      .filter((row) => old.get(row.submissionId) !== JSON.stringify(row.values))
      .map((row) => row.submissionId),
  );
}
