import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Executor } from "../../db/connect.ts";
import { db } from "../../db/connect.ts";
import { competitionTracks, entries } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { TrackForm } from "./forms.ts";
import { MAX_TRACKS } from "./limits.ts";
import { organised } from "./organised.server.ts";
import { moved, reorder } from "./reorder.server.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };
const noSuch = refused("not_found", "editor.refusals.noSuchTrack");

/** A competition's tracks in their order; everybody who sees the competition sees them. */
export const tracksOf = (competitionId: string, executor: Executor = db) =>
  executor
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, competitionId))
    .orderBy(asc(competitionTracks.position))
    .limit(MAX_TRACKS);

export const saveTrack = (
  command: Command & { id: string | null; track: z.output<typeof TrackForm> },
): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { id, track } = command;
    const tracks = await tracksOf(competition.id, tx);
    if (tracks.some((other) => other.id !== id && other.code.toLowerCase() === track.code.toLowerCase()))
      return refused("conflict", "editor.refusals.codeTaken", { field: "code" });
    if (id === null) {
      if (tracks.length >= MAX_TRACKS)
        return refused("conflict", "editor.refusals.tooMany", { values: { max: MAX_TRACKS } });
      const [made] = await tx
        .insert(competitionTracks)
        .values({ ...track, competitionId: competition.id, position: tracks.length })
        .returning({ id: competitionTracks.id });
      await record("track.created", { subjectId: made!.id, details: { code: track.code } });
      return done({ id: made!.id });
    }
    const before = tracks.find((one) => one.id === id);
    if (!before) return noSuch;
    await tx.update(competitionTracks).set(track).where(eq(competitionTracks.id, id));
    await record("track.changed", { subjectId: id, details: { before } });
    return done({ id });
  });

export const moveTrack = (command: Command & { id: string; by: -1 | 1 }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition }) => {
    const ids = (await tracksOf(competition.id, tx)).map((track) => track.id);
    if (!ids.includes(command.id)) return noSuch;
    await reorder(tx, competitionTracks, competition.id, moved(ids, command.id, command.by));
    return done(null);
  });

/** Takes a track away, unless entries are in it. */
export const removeTrack = (command: Command & { id: string }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const tracks = await tracksOf(competition.id, tx);
    const gone = tracks.find((track) => track.id === command.id);
    if (!gone) return noSuch;
    const teams = await tx.$count(entries, eq(entries.trackId, gone.id));
    if (teams > 0) return refused("conflict", "editor.refusals.trackHasEntries", { values: { n: teams } });
    await tx.delete(competitionTracks).where(eq(competitionTracks.id, gone.id));
    await reorder(
      tx,
      competitionTracks,
      competition.id,
      tracks.filter((track) => track !== gone).map((track) => track.id),
    );
    await record("track.removed", { subjectId: gone.id, details: { code: gone.code, name: gone.name } });
    return done(null);
  });
