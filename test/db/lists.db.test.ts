// Every list over tables of 20,000 rows: no scan of a whole table, and no sort where an index has the order.
import { getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import {
  announcementsOf,
  clarificationQueue,
  ownClarifications,
  publicClarifications,
  reportsOf,
  threadById,
  threadsOf,
  writtenAnnouncements,
} from "../../app/discussions/queries.server.ts";
import { deliverableTable } from "../../app/entries/deliverable-queries.server.ts";
import { entriesFor } from "../../app/entries/manage-queries.server.ts";
import { entriesOf, pendingEntries } from "../../app/entries/queries.server.ts";
import { rejudgesOf } from "../../app/judging/rejudge-queries.server.ts";
import { ownNotices, unreadNotices } from "../../app/notices/own-queries.server.ts";
import { outbox } from "../../app/notices/queries.server.ts";
import { failedRuns } from "../../app/operations/failures.server.ts";
import { overviewFor } from "../../app/operations/overview.server.ts";
import {
  findOrganisations,
  newOrganisations,
  pendingMemberships,
} from "../../app/organisations/queries.server.ts";
import { similarityOf } from "../../app/similarity/queries.server.ts";
import { organising, takingPart } from "../../app/submissions/home-queries.server.ts";
import { submissionsOf } from "../../app/submissions/list-queries.server.ts";
import {
  type Cursor,
  type Filter,
  grantsFor,
  heldCount,
  submissionsForOrganiser,
} from "../../app/submissions/organiser-queries.server.ts";
import { usualMs } from "../../app/submissions/queries.server.ts";
import { waitingUploads } from "../../app/submissions/uploads.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { MANY, manyRows } from "../factories/many.ts";
import { type Bounds, faultsOf, watchStatements } from "../support/plans.ts";

const watched = watchStatements(process.env.DATABASE_URL!);
const SIZES = ["large", "small"] as const;
type Size = (typeof SIZES)[number];

let rows: Awaited<ReturnType<typeof manyRows>>;
let large: Set<string>;
beforeAll(async () => {
  rows = await manyRows();
  const counted = await db.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and reltuples >= ${MANY / 2}`,
  );
  const ours = new Set(
    Object.values<unknown>(schema)
      .filter((table): table is PgTable => is(table, PgTable))
      .map((table) => getTableName(table)),
  );
  large = new Set(counted.map(({ name }) => name).filter((name) => ours.has(name)));
  expect(large.size).toBeGreaterThan(15);
}, 300_000);

const competition = async (size: Size) => {
  const found = await competitionBySlug(rows.owner, size, new Date());
  if (!found) throw new Error("no competition");
  return found;
};
const submissionsBy =
  (filter: Filter, cursor: Cursor = {}) =>
  (size: Size) =>
    submissionsForOrganiser(rows.owner, rows[size], { filter, cursor });

type List = {
  list: string;
  work: (size: Size) => Promise<unknown>;
  /** Of one competition alone, or of the whole installation. */
  of?: "competition" | "installation";
  /** Why no index can help where one competition has all the rows. */
  because?: string;
};

const LISTS: List[] = [
  { list: "an organiser's submissions", work: submissionsBy({}) },
  { list: "an organiser's submissions deep in the list", work: submissionsBy({}, { before: 30 }) },
  { list: "an organiser's submissions, back", work: submissionsBy({}, { after: 10 }) },
  { list: "an organiser's submissions that wait", work: submissionsBy({ state: "queued" }) },
  {
    list: "an organiser's failed submissions",
    work: submissionsBy({ state: "failed", cause: "judge_broke" }),
  },
  { list: "an organiser's submissions of a phase", work: submissionsBy({ phase: 0 }) },
  { list: "one submission by its number", work: submissionsBy({ number: 25 }) },
  {
    list: "an organiser's submissions that cost nothing",
    work: submissionsBy({ free: true }),
  },
  { list: "submissions that are held, counted", work: (size) => heldCount(rows[size]) },
  {
    list: "what was granted",
    work: (size) => grantsFor(rows.owner, rows[size], 1),
  },
  { list: "all submissions by the API", work: (size) => submissionsOf(rows.owner, size, 1) },
  { list: "a team's submissions", work: (size) => submissionsOf(rows.team[size], size, 1, { own: true }) },
  {
    list: "a team's failed submissions",
    work: (size) => submissionsOf(rows.team[size], size, 1, { own: true, state: "failed" }),
  },
  {
    list: "the usual time of judging",
    work: (size) => competition(size).then((c) => usualMs(c.phases[0]!.id)),
  },
  { list: "entries", work: (size) => entriesFor(rows.owner, rows[size], {}, 1) },
  { list: "entries that wait", work: (size) => entriesFor(rows.owner, rows[size], { state: "pending" }, 1) },
  { list: "entries that wait, counted", work: (size) => pendingEntries(rows.owner, rows[size]) },
  { list: "what a person takes part in", work: (size) => takingPart(rows.team[size], new Date()) },
  {
    list: "what waits for an organiser",
    of: "installation",
    work: () => organising(rows.owner),
    because: "an installation's competitions are few, and sorted by their age",
  },
  { list: "a person's own entries", work: (size) => entriesOf(rows.team[size], rows[size]) },
  {
    list: "deliverables",
    work: (size) => deliverableTable(rows.owner, rows[size], { page: 1, incomplete: false }),
  },
  {
    list: "teams that lack a deliverable",
    work: (size) => deliverableTable(rows.owner, rows[size], { page: 1, incomplete: true }),
    because: "a file that is missing stands in no index",
  },
  { list: "announcements", work: (size) => announcementsOf({ id: rows[size] }, 1) },
  { list: "announcements and drafts", work: (size) => writtenAnnouncements(rows.owner, rows[size], 1) },
  { list: "answers for everybody", work: (size) => publicClarifications({ id: rows[size] }, 1) },
  { list: "a team's own questions", work: (size) => ownClarifications(rows.team[size], rows[size]) },
  { list: "questions that wait", work: (size) => clarificationQueue(rows.owner, rows[size], 1) },
  { list: "threads", work: async (size) => threadsOf(await competition(size), null, 1) },
  {
    list: "threads of a task",
    work: async (size) => {
      const found = await competition(size);
      return threadsOf(found, found.tasks[0]!.id, 1);
    },
  },
  {
    list: "a thread's posts",
    work: async (size) => {
      const thread = size === "large" ? rows.longThread : rows.shortThread;
      return threadById(rows.team[size], { ...(await competition(size)), organises: false }, thread, 1);
    },
  },
  { list: "reported posts", work: (size) => reportsOf(rows.owner, rows[size], 1) },
  { list: "rejudges", work: (size) => rejudgesOf(rows.owner, size, 1) },
  { list: "similar pairs", work: (size) => similarityOf(rows.owner, size, null, 1) },
  { list: "mail", of: "installation", work: () => outbox(1) },
  { list: "own notices", of: "installation", work: () => ownNotices(rows.team.small.person.id, 1) },
  { list: "notices unread", of: "installation", work: () => unreadNotices(rows.team.small.person.id) },
  {
    list: "the operators' overview",
    of: "installation",
    work: () => overviewFor(rows.owner, { days: 7, now: new Date("2026-01-15T00:00:00Z") }),
  },
  {
    list: "the runs that failed",
    of: "installation",
    work: () => failedRuns(rows.owner, { cause: "timed_out", before: new Date("2026-01-10T00:00:00Z") }),
  },
  { list: "memberships that wait", of: "installation", work: () => pendingMemberships(rows.owner, 1) },
  { list: "new organisations", of: "installation", work: () => newOrganisations(rows.owner) },
  {
    list: "organisations by name",
    of: "installation",
    work: () => findOrganisations(rows.team.large, "school 77"),
    because: "a piece of a name stands in any of them",
  },
  {
    list: "uploads to hand in",
    of: "installation",
    work: () => waitingUploads(rows.team.large, "/competitions/large/submit"),
  },
];
const CASES = LISTS.flatMap((list) =>
  SIZES.filter((size) => list.of !== "installation" || size === "large").map((size) => ({ ...list, size })),
);

/** A count reads what it counts: of a competition that has nearly all rows, nearly all of them. */
const counts = (text: string) =>
  /\bcount\(/i.test(text) && (/\bgroup by\b/i.test(text) || !/ limit /i.test(text));

test.each(CASES)("$list of the $size competition", async ({ work, size, because }) => {
  const page = webConfig().PAGE_ROWS;
  const bounds: Bounds = { large, mostSorted: 3 * page, mostRead: 10 * page };
  const faults: string[] = [];
  let answer: unknown = null;
  const statements = await watched.during(async () => {
    answer = await work(size);
  });
  expect(answer, "there is such a list").not.toBeNull();
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    if (size === "large" && (because || counts(statement.text))) continue;
    const found = faultsOf(await watched.planOf(statement), bounds);
    if (found.length > 0) faults.push(`${found.join(", ")}: ${statement.text}`);
  }
  expect(faults).toEqual([]);
});

test("no index has an order that nothing asks for: `desc` alone puts nulls first", async () => {
  const odd = await db.execute(sql`
    select indexrelid::regclass::text as index from pg_index, unnest(indoption::int[]) option
    where option & 3 = 1 and indrelid::regclass::text not like 'graphile%'`);
  expect([...odd]).toEqual([]);
});
