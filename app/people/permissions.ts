import type { GrantRole, GrantScope } from "../../db/vocabulary.ts";
import type { Viewer } from "./viewer.ts";

/** Whether the viewer holds one of the roles here: in the scope itself or in the whole installation. */
export function holds(
  viewer: Viewer,
  roles: readonly GrantRole[],
  scope?: GrantScope,
  scopeId?: string,
): boolean {
  return viewer.grants.some(
    (g) =>
      roles.includes(g.role) && (g.scope === "installation" || (g.scope === scope && g.scopeId === scopeId)),
  );
}

/** Runs the installation: sees hosts, the outbox and every person. */
export const mayOperate = (viewer: Viewer): boolean => holds(viewer, ["owner"]);

/** Makes new competitions and forums. */
export const mayCreate = (viewer: Viewer): boolean => holds(viewer, ["owner", "organiser"]);

export const organisesCompetition = (viewer: Viewer, competitionId: string): boolean =>
  holds(viewer, ["owner", "organiser"], "competition", competitionId);

export const organisesForum = (viewer: Viewer, forumId: string): boolean =>
  holds(viewer, ["owner", "organiser"], "forum", forumId);

/** Takes part: joins, submits, registers. The address must be verified. */
export const mayTakePart = (viewer: Viewer): boolean =>
  viewer.person?.verified === true && (viewer.tokenScopes?.includes("take_part") ?? true);
