import { type CompetitionDetail, competitionBySlug } from "../competitions/queries.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { type Outcome, refused } from "../web/outcome.ts";

type Asked<Who extends Viewer> = { viewer: Who; params: { slug: string }; now: Date };
type Command<Who extends Viewer> = { viewer: Who; slug: string; now: Date };

/** Does something with a competition that the caller sees; what they do not see does not exist. */
export async function seenHere<Who extends Viewer, T>(
  { viewer, params: { slug }, now }: Asked<Who>,
  work: (competition: CompetitionDetail, command: Command<Who>) => Promise<Outcome<T>> | Outcome<T>,
): Promise<Outcome<T>> {
  const competition = await competitionBySlug(viewer, slug, now);
  if (!competition) return refused("not_found", "competitions.refusals.notFound");
  return work(competition, { viewer, slug, now });
}

/** Does an organiser's work on a competition; for anybody else there is nothing at these paths, as with the pages. */
export const organisedHere = <Who extends Viewer, T>(
  call: Asked<Who>,
  work: (competition: CompetitionDetail, command: Command<Who>) => Promise<Outcome<T>> | Outcome<T>,
): Promise<Outcome<T>> =>
  seenHere(call, (competition, command) =>
    competition.organises
      ? work(competition, command)
      : refused("not_found", "competitions.refusals.notFound"),
  );
