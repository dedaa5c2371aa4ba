import { useEffect, useMemo, useState } from "react";
import { useBoard } from "../live/use-live.tsx";
import type { BoardView } from "./queries.server.ts";

/** The longest that a browser's timer waits (2^31 ms). */
const LONGEST_MS = 2_147_483_647;

/** Whether a moment has come, and true from then on without being told. */
function usePast(at: string | null, past: boolean): boolean {
  const [reached, setReached] = useState<string | null>(null);
  useEffect(() => {
    if (at === null) return;
    const left = Date.parse(at) - Date.now();
    if (left > LONGEST_MS) return;
    const timer = setTimeout(() => setReached(at), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [at]);
  return at !== null && (past || reached === at);
}

/** A board's page kept current: its rows, what stands above them, and where the viewer's own entries are. */
export function useBoardView(given: BoardView) {
  const initial = useMemo(() => {
    const { rows, above, offset, before, limit, total, ranked, seq, mark } = given;
    return { window: { rows, above, offset, before, limit, total, ranked, seq }, head: null, mark };
  }, [given]);
  const room = {
    boardId: given.board.id,
    trackId: given.track?.id ?? null,
    asPublic: given.audience === "public",
  };
  const { window, head, connection, changed, mine } = useBoard(room, initial, given.mine);
  const freezeAt = head ? head.freezeAt : given.phase.freezeAt;
  const hasFrozen = usePast(freezeAt, freezeAt === given.phase.freezeAt && given.frozen);
  const columns = head?.columns ?? given.columns;
  const { title, submissionRule, medals, revealedAt } = head ?? given.board;
  const view: BoardView = {
    ...given,
    board: { ...given.board, title, submissionRule, medals, revealedAt },
    phase: { ...given.phase, freezeAt },
    columns,
    rankShown: columns.some((c) => c.primary),
    frozen: given.audience !== "staff" && hasFrozen,
    page: window.offset / window.limit + 1,
    pages: Math.max(1, Math.ceil(window.total / window.limit)),
    mine,
  };
  return { view, live: { ...window, connection, changed } };
}
