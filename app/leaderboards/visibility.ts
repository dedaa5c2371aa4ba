import type { CompetitionState } from "../../db/vocabulary.ts";
import { holds, organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { type BoardShape, type Column, type Standing, valueKeys } from "./board.ts";

/** Who looks at a board: nobody who may, the public, or those who run the competition. */
export type Audience = "none" | "public" | "staff";

/**
 * What a viewer is to a board. Page, socket and API ask this one function, so that what one of them hides
 * no other can tell.
 */
export function audienceFor(
  viewer: Viewer,
  competition: { id: string; state: CompetitionState },
  board: { hidden: boolean },
): Audience {
  if (organisesCompetition(viewer, competition.id) || holds(viewer, ["staff"], "competition", competition.id))
    return "staff";
  return competition.state === "draft" || board.hidden ? "none" : "public";
}

/**
 * The moment from which on this audience is shown no changes, also while it is still to come: so that no
 * clock, however it runs, lets a change slip through.
 */
export const cutFor = (
  audience: Audience,
  { phase, board }: { phase: { freezeAt: Date | null }; board: { revealedAt: Date | null } },
): Date | null => (audience === "staff" || board.revealedAt ? null : phase.freezeAt);

/** The columns this audience sees, in order. */
export const visibleColumns = (columns: Column[], audience: Audience): Column[] =>
  columns
    .filter((c) => audience === "staff" || !(c.hidden || c.secret))
    .sort((a, b) => a.position - b.position);

/** A row with the values of columns this audience sees and no others. */
export function visibleStanding(shape: BoardShape, audience: Audience, standing: Standing): Standing {
  const keys = visibleColumns(shape.columns, audience).flatMap((c) => valueKeys(shape, c));
  const values: Record<string, string> = {};
  for (const key of keys) {
    const value = standing.values[key];
    if (value !== undefined) values[key] = value;
  }
  return { ...standing, values };
}
