import { and, asc, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boards, competitions, entries, phases, teamMembers } from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import type { Viewer } from "../people/viewer.ts";
import { type Column, valueKeys } from "./board.ts";
import { heldBoard } from "./held.server.ts";
import { liveRow } from "./live-row.ts";
import { audienceFor, cutFor, visibleColumns } from "./visibility.ts";

export type BoardPhase = {
  position: number;
  name: Localized;
  startsAt: string;
  endsAt: string | null;
};

export type BoardView = NonNullable<Awaited<ReturnType<typeof boardFor>>>;

/** A column and the keys under which a row keeps its values, one a task. */
export type ShownColumn = Pick<Column, "key" | "title" | "precision" | "sorting"> & {
  valueKeys: string[];
  primary: boolean;
};

/**
 * One page of a phase's board as the viewer may see it, or null. Without a position: the phase that is open
 * now, else the last that began, else the first. `page` counts from 1.
 */
export async function boardFor(
  viewer: Viewer,
  slug: string,
  phasePosition: number | undefined,
  now: Date,
  page = 1,
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

  const { board, phase, competition } = facts;
  const audience = audienceFor(viewer, competition, board);
  const held = await heldBoard(facts, cutFor(audience, phase));
  const mine = viewer.person ? await myEntries(viewer.person.id, competition.id) : [];

  const limit = webConfig().BOARD_ROWS;
  const pages = Math.max(1, Math.ceil(held.ranking.total / limit));
  const offset = (Math.min(Math.max(page, 1), pages) - 1) * limit;
  const { shape } = held.ranking;
  return {
    board: { id: board.id, title: board.title, submissionRule: board.submissionRule },
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
      /** Told to everybody: the screen says so when the moment comes, without being told again. */
      freezeAt: phase.freezeAt?.toISOString() ?? null,
    },
    phases: seen.map(
      ({ phase: p }): BoardPhase => ({
        position: p.position,
        name: p.name,
        startsAt: p.startsAt.toISOString(),
        endsAt: p.endsAt?.toISOString() ?? null,
      }),
    ),
    audience,
    columns: visibleColumns(shape.columns, audience).map(
      (column): ShownColumn => ({
        key: column.key,
        title: column.title,
        precision: column.precision,
        sorting: column.sorting,
        valueKeys: valueKeys(shape, column),
        primary: column.position === shape.primaryPosition,
      }),
    ),
    rows: held.ranking
      .window(offset, limit)
      .map(({ standing }) => liveRow(shape, audience, standing, held.teams.get(standing.entryId))),
    seq: held.seq,
    offset,
    limit,
    page: offset / limit + 1,
    pages,
    total: held.ranking.total,
    frozen: audience !== "staff" && phase.freezeAt !== null && phase.freezeAt <= now,
    mine: mine.map((entryId) => {
      const place = held.ranking.placeOfEntry(entryId);
      return { entryId, place };
    }),
  };
}

async function myEntries(personId: string, competitionId: string): Promise<string[]> {
  const rows = await db
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(and(eq(entries.competitionId, competitionId), eq(teamMembers.personId, personId)));
  return rows.map((r) => r.id);
}
