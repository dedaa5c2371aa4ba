import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boards, entries, submissions, teamMembers } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { putOnBoard } from "./put-on-board.server.ts";
import { isChosen, mayTakeOff } from "./submission-rule.ts";

type Asked = { viewer: Viewer; submissionId: string; now: Date };

/** A team puts one of its scored submissions on a board that leaves the choice to participants. */
export const addToBoard = (asked: Asked): Promise<Outcome<null>> => choose(asked, "add");

/** A team takes its submission off the board, where the board's rule lets it. */
export const takeOffBoard = (asked: Asked): Promise<Outcome<null>> => choose(asked, "remove");

async function choose({ viewer, submissionId, now }: Asked, what: "add" | "remove"): Promise<Outcome<null>> {
  if (!viewer.person) return refused("not_found", "leaderboards.refusals.notYours");
  const [found] = await db
    .select({ rule: boards.submissionRule, state: submissions.state })
    .from(submissions)
    .innerJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(
      teamMembers,
      and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, viewer.person.id)),
    )
    .where(eq(submissions.id, submissionId));
  if (!found) return refused("not_found", "leaderboards.refusals.notYours");
  if (!isChosen(found.rule))
    return refused("conflict", "leaderboards.refusals.automatic", { values: { rule: found.rule } });
  if (what === "remove" && !mayTakeOff(found.rule))
    return refused("conflict", "leaderboards.refusals.mayNotRemove");
  if (found.state !== "scored") return refused("conflict", "leaderboards.refusals.notScored");
  await db.transaction((tx) => putOnBoard(tx, { submissionId, now, choice: { [what]: submissionId } }));
  return done(null);
}
