import type { BoardShape, Standing } from "./board.ts";
import { isRanked } from "./rank.ts";
import { type Audience, visibleStanding } from "./visibility.ts";

/** A row as a page, a frame or the API tells it: what this audience may see and nothing else. */
export function liveRow(
  shape: BoardShape,
  audience: Audience,
  standing: Standing,
  team: { name: string; scored: number } | undefined,
) {
  return {
    ...visibleStanding(shape, audience, standing),
    team: team?.name ?? "",
    scored: team?.scored ?? 0,
    ranked: isRanked(shape, standing),
  };
}
