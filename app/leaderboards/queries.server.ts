import { and, asc, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  boards,
  competitions,
  competitionTracks,
  entries,
  phases,
  teamMembers,
} from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import { MAX_TRACKS } from "../competitions/limits.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { boardHead, boardWindow, markOf } from "./board-window.ts";
import { type Held, heldBoard, isBehind } from "./held.server.ts";
import { type Audience, audienceFor, cutFor } from "./visibility.ts";

export type BoardPhase = {
  position: number;
  name: Localized;
  startsAt: string;
  endsAt: string | null;
};

export type BoardView = NonNullable<Awaited<ReturnType<typeof boardFor>>>;

/** What of a board is asked for. Pages count from 1. */
export type Asked = {
  page?: number | undefined;
  /** The code of a track: its rows alone, with ranks of their own. */
  track?: string | undefined;
  /** Part of a team's name. */
  find?: string | undefined;
  /** An organiser looks at what the public sees. */
  asPublic?: boolean;
};

/** How many teams a search shows. */
const FOUND = 20;

/**
 * The facts of one of a competition's boards as the viewer may see it, or null. Without a position: the phase
 * that is open now, else the last that began, else the first.
 */
export async function boardAsked(
  viewer: Viewer,
  slug: string,
  phasePosition: number | undefined,
  now: Date,
  asked: Pick<Asked, "track" | "asPublic"> = {},
) {
  const all = await db
    .select({ board: boards, phase: phases, competition: competitions })
    .from(boards)
    .innerJoin(phases, eq(phases.id, boards.phaseId))
    .innerJoin(competitions, eq(competitions.id, boards.competitionId))
    .where(eq(competitions.slug, slug))
    .orderBy(asc(phases.position));
  const seen = all.filter((f) => audienceFor(viewer, f.competition, f.board) !== "none");
  const facts =
    phasePosition === undefined
      ? (seen.findLast((f) => f.phase.startsAt <= now) ?? seen[0])
      : seen.find((f) => f.phase.position === phasePosition);
  if (!facts) return null;
  const { competition, board } = facts;
  const own = audienceFor(viewer, competition, board);
  const audience: Audience = asked.asPublic ? "public" : own;
  const tracks = await db
    .select({ id: competitionTracks.id, code: competitionTracks.code, name: competitionTracks.name })
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, competition.id))
    .orderBy(asc(competitionTracks.position))
    .limit(MAX_TRACKS);
  const track = asked.track ? tracks.find((t) => t.code === asked.track) : undefined;
  if (asked.track && !track) return null;
  const held = await heldBoard(facts, { cut: cutFor(audience, facts), trackId: track?.id ?? null });
  if (isBehind(facts, held)) return boardAsked(viewer, slug, phasePosition, now, asked);
  return { ...facts, seen, own, audience, tracks, track: track ?? null, held };
}

/** One page of a phase's board as the viewer may see it, or null. */
export async function boardFor(
  viewer: Viewer,
  slug: string,
  phasePosition: number | undefined,
  now: Date,
  asked: Asked = {},
) {
  const found = await boardAsked(viewer, slug, phasePosition, now, asked);
  if (!found) return null;
  const { board, phase, competition, seen, own, audience, tracks, track, held } = found;
  const mine = viewer.person ? await myEntries(viewer.person.id, competition.id) : [];

  const limit = webConfig().BOARD_ROWS;
  const { ranking } = held;
  const window = boardWindow(held, audience, ((asked.page ?? 1) - 1) * limit, limit);
  const head = boardHead({ board, phase }, ranking, audience);
  const { columns, freezeAt } = head;
  return {
    board: {
      id: board.id,
      title: head.title,
      submissionRule: head.submissionRule,
      medals: head.medals,
      embeddable: board.embeddable,
      revealedAt: head.revealedAt,
    },
    competition: {
      id: competition.id,
      slug: competition.slug,
      title: competition.title,
      timeZone: competition.timeZone,
    },
    phase: {
      position: phase.position,
      name: phase.name,
      startsAt: phase.startsAt.toISOString(),
      endsAt: phase.endsAt?.toISOString() ?? null,
      freezeAt,
    },
    phases: seen.map(
      ({ phase: p }): BoardPhase => ({
        position: p.position,
        name: p.name,
        startsAt: p.startsAt.toISOString(),
        endsAt: p.endsAt?.toISOString() ?? null,
      }),
    ),
    tracks,
    track,
    audience,
    /** Whether the viewer may change to the organisers' view and back. */
    runs: own === "staff",
    organises: organisesCompetition(viewer, competition.id),
    columns,
    /** False where the rank follows a column that this viewer is not shown. */
    rankShown: columns.some((c) => c.primary),
    ...window,
    mark: markOf(head),
    page: window.offset / limit + 1,
    pages: Math.max(1, Math.ceil(window.total / limit)),
    frozen: audience !== "staff" && freezeAt !== null && new Date(freezeAt) <= now,
    mine: placesOf(held, mine),
    found: asked.find ? search(held, asked.find, limit) : null,
  };
}

/** Where entries stand, null for those that do not. */
export const placesOf = ({ ranking }: Held, entryIds: string[]) =>
  entryIds.map((entryId) => {
    const at = ranking.placeOfEntry(entryId);
    return { entryId, place: at?.place ?? null, rank: at?.rank ?? null };
  });

/** Teams on the board whose name contains the words, best first, with the page that each stands on. */
function search({ ranking, teams }: Held, find: string, limit: number) {
  const words = find.trim().toLocaleLowerCase();
  const hits = ranking.all().flatMap(({ standing: { entryId }, rank }, place) => {
    const team = teams.get(entryId)?.name ?? "";
    return team.toLocaleLowerCase().includes(words)
      ? [{ entryId, team, rank, page: Math.floor(place / limit) + 1 }]
      : [];
  });
  return { rows: hits.slice(0, FOUND), total: hits.length };
}

/** The entries of a competition that a person belongs to. */
export async function myEntries(personId: string, competitionId: string): Promise<string[]> {
  const rows = await db
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(and(eq(entries.competitionId, competitionId), eq(teamMembers.personId, personId)));
  return rows.map((r) => r.id);
}
