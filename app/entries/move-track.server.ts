import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitionTracks, entries } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { heldEntry, type OnDecided } from "./decide.server.ts";

/** Puts an entry into another track; an organiser's act. Its code stays as it was given. */
export async function moveTrack(command: {
  viewer: SignedInViewer;
  entryId: string;
  track: string;
  now: Date;
  onDecided: OnDecided;
}): Promise<Outcome<{ track: string }>> {
  const { viewer, now } = command;
  return db.transaction(async (tx) => {
    const entry = await heldEntry(tx, viewer, command.entryId);
    if (!entry) return refused("not_found", "entries.refusals.notFound");
    const [track] = await tx
      .select()
      .from(competitionTracks)
      .where(
        and(
          eq(competitionTracks.competitionId, entry.competitionId),
          eq(competitionTracks.code, command.track),
        ),
      );
    if (!track) return refused("invalid", "entries.refusals.noSuchTrack", { field: "track" });
    if (track.id === entry.trackId) return done({ track: track.code });
    await tx.update(entries).set({ trackId: track.id }).where(eq(entries.id, entry.id));
    await recordAct(tx, {
      viewer,
      act: "entry.moved",
      competitionId: entry.competitionId,
      subjectId: entry.id,
      details: { to: track.code },
      now,
    });
    await command.onDecided(tx, entry.id, now);
    return done({ track: track.code });
  });
}
