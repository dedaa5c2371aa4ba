import { randomUUID } from "node:crypto";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { organisationMembers, organisations } from "../../db/schema/index.ts";

const AT = new Date("2026-11-01T00:00:00Z");

/** An approved school with these mail domains. */
export async function aSchool(
  given: { name?: string; mailDomains?: string[]; approved?: boolean } = {},
): Promise<{ id: string; slug: string; name: string }> {
  const name = given.name ?? `School ${randomUUID().slice(0, 8)}`;
  const [row] = await db
    .insert(organisations)
    .values({
      slug: `school-${randomUUID()}`,
      kind: "school",
      name: { en: name },
      searchName: name.toLowerCase(),
      mailDomains: given.mailDomains ?? [],
      approved: given.approved ?? true,
      createdAt: AT,
    })
    .returning({ id: organisations.id, slug: organisations.slug });
  return { ...row!, name };
}

/** Lets a person belong to a school. */
export async function belongsTo(
  viewer: SignedInViewer,
  school: { id: string },
  given: Partial<typeof organisationMembers.$inferInsert> = {},
): Promise<void> {
  await db.insert(organisationMembers).values({
    organisationId: school.id,
    personId: viewer.person.id,
    state: "verified",
    degreeLevel: "bachelor",
    createdAt: AT,
    ...given,
  });
}
