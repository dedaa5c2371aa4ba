import { and, eq, exists } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { teamMembers, teams } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { newInviteCode } from "./invite-code.server.ts";

/** Gives a team a new invite link; the old one stops working. For its captain. */
export async function turnInvite(command: {
  viewer: SignedInViewer;
  teamId: string;
}): Promise<Outcome<{ inviteCode: string }>> {
  if (!isUuid(command.teamId)) return refused("forbidden", "teams.refusals.captainOnly");
  const captain = db
    .select()
    .from(teamMembers)
    .where(
      and(
        eq(teamMembers.teamId, command.teamId),
        eq(teamMembers.personId, command.viewer.person.id),
        eq(teamMembers.role, "captain"),
      ),
    );
  const [turned] = await db
    .update(teams)
    .set({ inviteCode: newInviteCode() })
    .where(and(eq(teams.id, command.teamId), exists(captain)))
    .returning({ inviteCode: teams.inviteCode });
  return turned ? done(turned) : refused("forbidden", "teams.refusals.captainOnly");
}
