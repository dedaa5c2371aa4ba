import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { grants, people } from "../../db/schema/index.ts";
import { grantRole } from "../people/grant-role.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organised } from "./organised.server.ts";
import type { CompetitionRole } from "./roles.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };

/** Gives somebody who has an account here a role in this competition. */
export const grantCompetitionRole = (
  command: Command & { email: string; role: CompetitionRole },
): Promise<Outcome<{ personId: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const [person] = await tx
      .select({ id: people.id, verified: people.emailVerified })
      .from(people)
      .where(eq(people.email, command.email.trim().toLowerCase()));
    // An address that nobody has shown to be theirs must not bring a role to whoever typed it first.
    if (!person?.verified) return refused("not_found", "editor.refusals.nobodyThere", { field: "email" });
    await grantRole(tx, {
      personId: person.id,
      role: command.role,
      scope: "competition",
      scopeId: competition.id,
      grantedBy: command.viewer.person.id,
    });
    await record("competition.roleGranted", { subjectId: person.id, details: { role: command.role } });
    return done({ personId: person.id });
  });

/** Takes a role back. The last organiser stays, so that somebody can still run the competition. */
export const revokeCompetitionRole = (
  command: Command & { personId: string; role: CompetitionRole },
): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const held = await tx
      .select({ id: grants.id, personId: grants.personId })
      .from(grants)
      .where(
        and(
          eq(grants.scope, "competition"),
          eq(grants.scopeId, competition.id),
          eq(grants.role, command.role),
        ),
      );
    const mine = held.find((grant) => grant.personId === command.personId);
    if (!mine) return refused("not_found", "editor.refusals.noSuchRole");
    if (command.role === "organiser" && held.length === 1)
      return refused("conflict", "editor.refusals.lastOrganiser");
    await tx.delete(grants).where(eq(grants.id, mine.id));
    await record("competition.roleRevoked", {
      subjectId: command.personId,
      details: { role: command.role },
    });
    return done(null);
  });

/** Who has which role in this competition; for its organisers. */
export async function rolesOf(viewer: SignedInViewer, competitionId: string) {
  if (!organisesCompetition(viewer, competitionId)) return [];
  return db
    .select({ personId: people.id, name: people.name, email: people.email, role: grants.role })
    .from(grants)
    .innerJoin(people, eq(people.id, grants.personId))
    .where(and(eq(grants.scope, "competition"), eq(grants.scopeId, competitionId)))
    .orderBy(asc(grants.role), asc(sql`lower(${people.name})`))
    .limit(500);
}
