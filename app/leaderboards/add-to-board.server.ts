import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boards, entries, standings, submissions, teamMembers } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { putOnBoard } from "./put-on-board.server.ts";
import { isChosen, mayTakeOff } from "./submission-rule.ts";

type Asked = { viewer: Viewer; submissionId: string; now: Date };

/** A team puts one of its scored submissions on a board that leaves the choice to participants. */
export const addToBoard = (asked: Asked): Promise<Outcome<null>> => choose(asked, "add");

/** A team takes its submission off the board, where the board's rule lets it. */
export const takeOffBoard = (asked: Asked): Promise<Outcome<null>> => choose(asked, "remove");

/**
 * What a team may choose for one of its scored submissions, or null: where the board takes submissions
 * by itself, or the submission is not the viewer's.
 */
export async function boardChoice(viewer: Viewer, submissionId: string) {
  const found = await own(viewer, submissionId);
  if (found?.state !== "scored" || !isChosen(found.rule)) return null;
  return { stands: found.stands, mayTakeOff: mayTakeOff(found.rule) };
}

async function own(viewer: Viewer, submissionId: string) {
  if (!viewer.person) return null;
  const [found] = await db
    .select({
      submission: {
        id: submissions.id,
        entryId: submissions.entryId,
        phaseId: submissions.phaseId,
        competitionId: submissions.competitionId,
      },
      rule: boards.submissionRule,
      state: submissions.state,
      standing: standings.submissionId,
    })
    .from(submissions)
    .innerJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(
      teamMembers,
      and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, viewer.person.id)),
    )
    .leftJoin(
      standings,
      and(
        eq(standings.boardId, boards.id),
        eq(standings.generation, boards.generation),
        eq(standings.submissionId, submissions.id),
      ),
    )
    .where(eq(submissions.id, submissionId));
  return found ? { ...found, stands: found.standing !== null } : null;
}

async function choose({ viewer, submissionId, now }: Asked, what: "add" | "remove"): Promise<Outcome<null>> {
  const found = await own(viewer, submissionId);
  if (!found) return refused("not_found", "leaderboards.refusals.notYours");
  if (!isChosen(found.rule))
    return refused("conflict", "leaderboards.refusals.automatic", { values: { rule: found.rule } });
  if (what === "remove" && !mayTakeOff(found.rule))
    return refused("conflict", "leaderboards.refusals.mayNotRemove");
  if (found.state !== "scored") return refused("conflict", "leaderboards.refusals.notScored");
  const { submission } = found;
  await db.transaction((tx) => putOnBoard(tx, { submission, now, choice: { [what]: submission.id } }));
  return done(null);
}
