import { eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { type Outcome, refused } from "../web/outcome.ts";

export type Organised = {
  tx: Transaction;
  /** The competition's row, locked: its organisers change it one after the other. */
  competition: typeof competitions.$inferSelect;
  /** Notes what was done in the same transaction. */
  record(act: string, more?: { subjectId?: string; details?: Record<string, unknown> }): Promise<void>;
};

/**
 * Does an organiser's work on a competition in one transaction. A refusal must come before the first write.
 * What is archived stays as it is.
 */
export async function organised<T>(
  command: { viewer: SignedInViewer; slug: string; now: Date },
  work: (given: Organised) => Promise<Outcome<T>>,
  { evenArchived = false } = {},
): Promise<Outcome<T>> {
  const { viewer, slug, now } = command;
  return db.transaction(async (tx) => {
    const [competition] = await tx
      .select()
      .from(competitions)
      .where(eq(competitions.slug, slug))
      .for("update");
    const organises = competition ? organisesCompetition(viewer, competition.id) : false;
    if (!competition || (competition.state === "draft" && !organises))
      return refused("not_found", "competitions.refusals.notFound");
    if (!organises) return refused("forbidden", "competitions.refusals.notOrganiser");
    if (competition.state === "archived" && !evenArchived)
      return refused("closed", "editor.refusals.archived");
    const record: Organised["record"] = (act, more) =>
      recordAct(tx, { viewer, act, competitionId: competition.id, subjectId: competition.id, ...more, now });
    return work({ tx, competition, record });
  });
}
