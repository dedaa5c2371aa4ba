import type { TokenScope } from "../../db/vocabulary.ts";
import type { Grant } from "./viewer.ts";

/** The roles left to a call made with a token: an owner's token without `operate` only organises. */
export function narrowed(grants: Grant[], scopes: readonly TokenScope[]): Grant[] {
  if (scopes.includes("operate")) return grants;
  if (!scopes.includes("organise")) return [];
  return grants.map((g) => (g.role === "owner" ? { ...g, role: "organiser" } : g));
}
