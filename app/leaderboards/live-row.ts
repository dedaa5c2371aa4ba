import type { BoardShape, RowTeam, Standing, Takes } from "./board.ts";
import { isRanked } from "./rank.ts";
import { type Audience, visibleStanding } from "./visibility.ts";

/** Which entries take a rank: teams do; what nothing is known of is a team. */
export const takesRank =
  (teams: ReadonlyMap<string, RowTeam>): Takes =>
  (entryId) =>
    (teams.get(entryId)?.kind ?? "team") === "team";

/** A row as a page, a frame or the API tells it: what this audience may see and nothing else. */
export function liveRow(
  shape: BoardShape,
  audience: Audience,
  standing: Standing,
  team: RowTeam | undefined,
) {
  const { name = "", scored = 0, kind = "team", trackId = null } = team ?? {};
  return {
    ...visibleStanding(shape, audience, standing),
    team: name,
    scored,
    kind,
    trackId,
    ranked: kind === "team" && isRanked(shape, standing),
  };
}
