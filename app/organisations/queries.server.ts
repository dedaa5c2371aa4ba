import { and, asc, count, desc, eq, inArray, ne, not, or, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { organisationMembers, organisations, people } from "../../db/schema/index.ts";
import { mayCreate } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { searchable } from "./names.ts";

/** Who verifies: organisers and owners of the installation. */
export const mayVerify = mayCreate;

const FOUND = 20;

const mine = (personId: string) =>
  sql`exists (select 1 from organisation_members m where m.organisation_id = ${organisations.id} and m.person_id = ${personId})`;

/** Unapproved organisations exist for whoever made them, their members and those who verify. */
function visibleTo(viewer: Viewer): SQL | undefined {
  if (mayVerify(viewer)) return undefined;
  const { person } = viewer;
  return person
    ? or(eq(organisations.approved, true), eq(organisations.createdBy, person.id), mine(person.id))
    : eq(organisations.approved, true);
}

const brief = {
  id: organisations.id,
  slug: organisations.slug,
  kind: organisations.kind,
  name: organisations.name,
  approved: organisations.approved,
};

/** The first organisations with these words in one of their names; those that begin with them first. */
export async function findOrganisations(viewer: Viewer, words: string) {
  const wanted = searchable(words);
  if (wanted === "") return [];
  const like = wanted.replace(/[\\%_]/g, (c) => `\\${c}`);
  return db
    .select(brief)
    .from(organisations)
    .where(and(sql`${organisations.searchName} like ${`%${like}%`}`, visibleTo(viewer)))
    .orderBy(desc(sql`${organisations.searchName} like ${`${like}%`}`), asc(organisations.searchName))
    .limit(FOUND);
}

/** An organisation with the number of its verified members. */
export async function organisationBySlug(viewer: Viewer, slug: string) {
  const [row] = await db
    .select({
      ...brief,
      mailDomains: organisations.mailDomains,
      createdAt: organisations.createdAt,
      members: sql<number>`(select count(*)::int from organisation_members m where m.organisation_id = ${organisations.id} and m.state = 'verified')`,
    })
    .from(organisations)
    .where(and(eq(organisations.slug, slug), visibleTo(viewer)));
  return row ?? null;
}

/** Where the viewer studies or works, with what they wrote and what became of it. */
export async function membershipsOf(viewer: SignedInViewer) {
  return db
    .select({
      ...brief,
      state: organisationMembers.state,
      method: organisationMembers.method,
      degreeLevel: organisationMembers.degreeLevel,
      department: organisationMembers.department,
      memberNumber: organisationMembers.memberNumber,
      documentName: organisationMembers.documentName,
      reason: organisationMembers.reason,
    })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(eq(organisationMembers.personId, viewer.person.id))
    .orderBy(asc(organisationMembers.createdAt));
}

/** Where these people belong, unless it was refused: what limits of competitions ask. */
export async function belongingsOf(executor: Executor, personIds: string[]) {
  if (personIds.length === 0) return [];
  return executor
    .select({
      personId: organisationMembers.personId,
      organisationId: organisationMembers.organisationId,
      state: organisationMembers.state,
      degreeLevel: organisationMembers.degreeLevel,
    })
    .from(organisationMembers)
    .where(and(inArray(organisationMembers.personId, personIds), ne(organisationMembers.state, "refused")));
}

/** Memberships that wait for a word, oldest first; empty for whoever may not verify. */
export async function pendingMemberships(viewer: Viewer, page: number) {
  if (!mayVerify(viewer)) return { rows: [], page: 1, pages: 1, total: 0 };
  const size = webConfig().PAGE_ROWS;
  const waits = eq(organisationMembers.state, "pending");
  const [total] = await db.select({ n: count() }).from(organisationMembers).where(waits);
  const pages = Math.max(1, Math.ceil((total?.n ?? 0) / size));
  const at = Math.min(Math.max(1, page), pages);
  const rows = await db
    .select({
      organisationId: organisations.id,
      slug: organisations.slug,
      organisation: organisations.name,
      approved: organisations.approved,
      personId: people.id,
      name: people.name,
      email: people.email,
      degreeLevel: organisationMembers.degreeLevel,
      department: organisationMembers.department,
      memberNumber: organisationMembers.memberNumber,
      documentName: organisationMembers.documentName,
      createdAt: organisationMembers.createdAt,
    })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .innerJoin(people, eq(people.id, organisationMembers.personId))
    .where(waits)
    .orderBy(asc(organisationMembers.createdAt), asc(people.id))
    .limit(size)
    .offset((at - 1) * size);
  return { rows, page: at, pages, total: total?.n ?? 0 };
}

/** Organisations that nobody who verifies has looked at yet, oldest first. */
export async function newOrganisations(viewer: Viewer) {
  if (!mayVerify(viewer)) return [];
  return db
    .select({ ...brief, createdAt: organisations.createdAt })
    .from(organisations)
    .where(not(organisations.approved))
    .orderBy(asc(organisations.createdAt))
    .limit(webConfig().PAGE_ROWS);
}

/** The document behind a membership, for those who verify; null for everybody else. */
export async function documentOf(viewer: Viewer, organisationId: string, personId: string) {
  if (!mayVerify(viewer)) return null;
  const [row] = await db
    .select({ hash: organisationMembers.documentHash, name: organisationMembers.documentName })
    .from(organisationMembers)
    .where(
      and(
        eq(sql`${organisationMembers.organisationId}::text`, organisationId),
        eq(sql`${organisationMembers.personId}::text`, personId),
      ),
    );
  return row?.hash ? { hash: row.hash, name: row.name ?? "document" } : null;
}
