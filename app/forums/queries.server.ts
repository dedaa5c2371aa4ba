import { and, asc, desc, eq, gte, inArray, lt, ne, or, type SQL } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { editions, forums } from "../../db/schema/index.ts";
import { holds, organisesForum } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

const shown = {
  id: editions.id,
  slug: editions.slug,
  forumId: forums.id,
  forumSlug: forums.slug,
  forumName: forums.name,
  name: editions.name,
  summary: editions.summary,
  venue: editions.venue,
  format: editions.format,
  state: editions.state,
  timeZone: editions.timeZone,
  startsOn: editions.startsOn,
  endsOn: editions.endsOn,
  dayTurnsAt: editions.dayTurnsAt,
};

/** Drafts exist for those who organise the forum alone. */
function visibleTo(viewer: Viewer): SQL | undefined {
  if (holds(viewer, ["owner", "organiser"])) return undefined;
  const organised = viewer.grants.flatMap((g) =>
    g.scope === "forum" && g.role === "organiser" && g.scopeId ? [g.scopeId] : [],
  );
  return or(ne(editions.state, "draft"), organised.length ? inArray(editions.forumId, organised) : undefined);
}

/** The edition at /forums/:forum/:edition, or null where the viewer sees none. */
export async function editionBySlug(viewer: Viewer, forumSlug: string, editionSlug: string) {
  const [edition] = await db
    .select({ ...shown, description: editions.description })
    .from(editions)
    .innerJoin(forums, eq(forums.id, editions.forumId))
    .where(and(eq(forums.slug, forumSlug), eq(editions.slug, editionSlug), visibleTo(viewer)));
  return edition ? { ...edition, organised: organisesForum(viewer, edition.forumId) } : null;
}

/** Editions that have not ended, the next first; then those of the past, the latest first. */
export async function editionsFor(viewer: Viewer, now: Date, options: { limit: number }) {
  // A day of slack, so that no time zone on earth loses an edition's last evening.
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  const list = (when: SQL, order: SQL) =>
    db
      .select(shown)
      .from(editions)
      .innerJoin(forums, eq(forums.id, editions.forumId))
      .where(and(when, visibleTo(viewer)))
      .orderBy(order)
      .limit(options.limit);
  const [upcoming, past] = await Promise.all([
    list(gte(editions.endsOn, yesterday), asc(editions.startsOn)),
    list(lt(editions.endsOn, yesterday), desc(editions.startsOn)),
  ]);
  return { upcoming, past };
}

export type EditionSummary = Awaited<ReturnType<typeof editionsFor>>["upcoming"][number];

/** Editions of the forums that the viewer organises, the latest first: where a competition may belong. */
export async function organisedEditions(viewer: Viewer) {
  const all = holds(viewer, ["owner", "organiser"]);
  const own = viewer.grants.flatMap((g) =>
    g.scope === "forum" && g.role === "organiser" && g.scopeId ? [g.scopeId] : [],
  );
  if (!all && own.length === 0) return [];
  return db
    .select({ id: editions.id, name: editions.name, forumName: forums.name })
    .from(editions)
    .innerJoin(forums, eq(forums.id, editions.forumId))
    .where(all ? undefined : inArray(editions.forumId, own))
    .orderBy(desc(editions.startsOn))
    .limit(200);
}
