import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { similarityPairs } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { pairCompetition } from "./queries.server.ts";

const NOTE_MAX = 2_000;

/** Notes what an organiser made of a pair; nothing else follows from it. */
export async function reviewPair({
  viewer,
  slug,
  pairId,
  note,
  reviewed,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  pairId: string;
  note: string;
  reviewed: boolean;
  now: Date;
}): Promise<Outcome<null>> {
  const competitionId = await pairCompetition(viewer, slug, pairId);
  if (!competitionId) return refused("not_found", "similarity.refusals.noPair");
  if (note.length > NOTE_MAX)
    return refused("invalid", "similarity.refusals.noteLong", { field: "note", values: { max: NOTE_MAX } });
  await db.transaction(async (tx) => {
    await tx
      .update(similarityPairs)
      .set({
        note: note.trim() || null,
        reviewedBy: reviewed ? viewer.person.id : null,
        reviewedAt: reviewed ? now : null,
      })
      .where(eq(similarityPairs.id, pairId));
    await recordAct(tx, {
      viewer,
      act: "similarity.reviewed",
      competitionId,
      subjectId: pairId,
      details: { reviewed },
      now,
    });
  });
  return done(null);
}
