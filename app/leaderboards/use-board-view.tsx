import { useMemo } from "react";
import { useBoard } from "../live/use-live.tsx";
import type { BoardView } from "./queries.server.ts";

/** The rows of a board's page, kept current. */
export function useBoardView(view: BoardView) {
  const initial = useMemo(
    () => ({
      rows: view.rows,
      above: view.above,
      offset: view.offset,
      before: view.before,
      limit: view.limit,
      total: view.total,
      ranked: view.ranked,
      seq: view.seq,
    }),
    [view],
  );
  const room = {
    boardId: view.board.id,
    trackId: view.track?.id ?? null,
    asPublic: view.audience === "public",
  };
  return useBoard(room, initial);
}
