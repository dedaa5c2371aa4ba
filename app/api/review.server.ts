import { Readable } from "node:stream";
import { acceptSeveral } from "../entries/accept-several.server.ts";
import { addOwnEntry } from "../entries/add-own.server.ts";
import { decideEntry } from "../entries/decide.server.ts";
import { decisionsFor } from "../entries/decisions.ts";
import { asCsv, asXlsx, exportTable } from "../entries/export.server.ts";
import { historyLine } from "../entries/history-line.ts";
import { entriesFor, entryFor } from "../entries/manage-queries.server.ts";
import { moveTrack } from "../entries/move-track.server.ts";
import { renameEntry } from "../entries/rename.server.ts";
import { followEntry } from "../leaderboards/follow-entry.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { Id } from "./editor-shapes.ts";
import { FILE_TYPES, operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";
import { sentence } from "./sentence.ts";
import { Entries } from "./shapes.ts";
import {
  AcceptedSeveral,
  AcceptSeveralBody,
  DecisionBody,
  EntriesExportQuery,
  EntriesQuery,
  EntryReview,
  OwnEntryBody,
  TeamNameBody,
  TrackChoice,
} from "./team-shapes.ts";

const tag = "Entries";
const noSuch = refused("not_found", "entries.refusals.notFound");

type Here = { viewer: SignedInViewer; params: { slug: string; id: string }; now: Date };
type Command = { viewer: SignedInViewer; entryId: string; now: Date; onDecided: typeof followEntry };

/** Changes one entry of this competition. */
const changed = (call: Here, work: (command: Command) => Promise<Outcome<unknown>>) =>
  organisedHere(call, async (competition, { viewer, now }) => {
    const { id } = call.params;
    if (!(await entryFor(viewer, competition.id, id))) return noSuch;
    const outcome = await work({ viewer, entryId: id, now, onDecided: followEntry });
    return outcome.ok ? done({ id }) : outcome;
  });

const filterIn = ({ q, organisation, ...rest }: (typeof EntriesExportQuery)["_output"]) => ({
  ...rest,
  words: q,
  organisationId: organisation,
});

/** What organisers see of entries and decide about them. */
export const reviewOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/entries",
    id: "listEntries",
    tag,
    summary: "The entries that match, those that wait first; for organisers",
    scope: "organise",
    query: EntriesQuery,
    answer: Entries,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const { page, ...filter } = call.query;
        const found = await entriesFor(viewer, id, filterIn({ ...filter, format: "csv" }), page);
        if (!found) return noSuch;
        return done({
          entries: found.rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
          states: found.states.map(({ state, n }) => ({ state, count: n })),
          total: found.total,
          page: found.page,
          pages: found.pages,
        });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/entries/export",
    id: "exportEntries",
    tag,
    summary: "Everything of the entries that match as a table, a row for each person",
    scope: "organise",
    query: EntriesExportQuery,
    answer: "table",
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer, slug }) => {
        const { format } = call.query;
        const table = await exportTable(viewer, id, filterIn(call.query), call.locale);
        if (!table) return noSuch;
        return done({
          fileName: `${slug}-entries.${format}`,
          type: FILE_TYPES.table[format === "csv" ? 0 : 1],
          content: Readable.from([format === "csv" ? asCsv(table) : await asXlsx(table)]),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/entries/accept",
    id: "acceptEntries",
    tag,
    summary: "Accept several entries, each that lacks nothing",
    scope: "organise",
    body: AcceptSeveralBody,
    answer: AcceptedSeveral,
    handle: (call) =>
      organisedHere(call, async (_, { viewer, now }) =>
        done(await acceptSeveral({ viewer, ...call.body, now, onDecided: followEntry })),
      ),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/own-entries",
    id: "addOwnEntry",
    tag,
    summary: "Add a baseline or a reference: on the board without a rank",
    scope: "organise",
    body: OwnEntryBody,
    answer: Id,
    status: 201,
    handle: (call) =>
      organisedHere(call, async (_, command) => {
        const made = await addOwnEntry({ ...command, ...call.body });
        return made.ok ? done({ id: made.value.entryId }) : made;
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/entries/{id}",
    id: "showEntry",
    tag,
    summary: "One entry as its organiser reviews it: people, proofs, what it lacks, its history",
    scope: "organise",
    answer: EntryReview,
    handle: (call) =>
      organisedHere(call, async (competition, { viewer }) => {
        const found = await entryFor(viewer, competition.id, call.params.id);
        if (!found) return noSuch;
        const say = (said: { reason: string; values: Record<string, string | number> }) =>
          sentence(call.locale, said.reason, said.values);
        return done({
          ...found,
          createdAt: found.createdAt.toISOString(),
          proofs: found.proofs.map((proof) => ({ ...proof, createdAt: proof.createdAt.toISOString() })),
          lacks: found.lacks.map((lack) => ({ reason: lack.reason, message: say(lack) })),
          decisions: decisionsFor(found.state),
          history: found.history.map(({ at, by, act, details }) => {
            const { said, reason } = historyLine(act, details);
            return { at: at.toISOString(), by, said: say(said), reason };
          }),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/entries/{id}/decision",
    id: "decideEntry",
    tag,
    summary: "Accept, refuse or disqualify an entry, or take it back in; the team gets it by mail",
    scope: "organise",
    body: DecisionBody,
    answer: Id,
    handle: (call) => changed(call, (command) => decideEntry({ ...command, ...call.body })),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/entries/{id}/track",
    id: "moveEntry",
    tag,
    summary: "Put an entry into another track",
    scope: "organise",
    body: TrackChoice,
    answer: Id,
    handle: (call) => changed(call, (command) => moveTrack({ ...command, ...call.body })),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/entries/{id}/name",
    id: "renameEntry",
    tag,
    summary: "Rename a team, e.g. because its name offends",
    scope: "organise",
    body: TeamNameBody,
    answer: Id,
    handle: (call) => changed(call, (command) => renameEntry({ ...command, ...call.body })),
  }),
];
