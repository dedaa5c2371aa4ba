import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { organisations } from "../../db/schema/index.ts";
import { type Locale, ORGANISATION_KINDS } from "../../db/vocabulary.ts";
import { tooMany } from "../people/limit.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { searchable, searchNameOf } from "./names.ts";
import { mayVerify } from "./queries.server.ts";

export const NAME_MAX = 120;

/** Adds a school or company that nobody found. Until somebody who verifies has seen it, its members alone do. */
export async function createOrganisation(command: {
  viewer: SignedInViewer;
  name: string;
  kind: string;
  /** The language the name is in. */
  locale: Locale;
  now: Date;
}): Promise<Outcome<{ id: string; slug: string }>> {
  const { viewer, locale, now } = command;
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  const name = command.name
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .replace(/\s+/g, " ");
  if (!/\p{L}/u.test(name)) return refused("invalid", "organisations.refusals.nameNeeded", { field: "name" });
  if (name.length > NAME_MAX)
    return refused("invalid", "organisations.refusals.nameLong", {
      field: "name",
      values: { max: NAME_MAX },
    });
  const kind = ORGANISATION_KINDS.find((k) => k === command.kind);
  if (!kind) return refused("invalid", "organisations.refusals.kindNeeded", { field: "kind" });
  if (await tooMany(`organisation:${viewer.person.id}`, 10, 86_400, now))
    return refused("over_quota", "people.refusals.tooOften");
  return db.transaction(async (tx) => {
    // One at a time, so that two people at once do not add the same school twice.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('organisations', 0))`);
    const [same] = await tx
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.searchName, searchable(name)));
    if (same) return refused("conflict", "organisations.refusals.taken", { field: "name" });
    const [made] = await tx
      .insert(organisations)
      .values({
        slug: await freeSlug(name, async (slug) => {
          const [taken] = await tx
            .select({ id: organisations.id })
            .from(organisations)
            .where(eq(organisations.slug, slug));
          return taken === undefined;
        }),
        kind,
        name: { [locale]: name },
        searchName: searchNameOf({ [locale]: name }),
        approved: mayVerify(viewer),
        createdBy: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: organisations.id, slug: organisations.slug });
    if (!made) throw new Error("the organisation was not written");
    return done(made);
  });
}

async function freeSlug(name: string, free: (slug: string) => Promise<boolean>): Promise<string> {
  const latin = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
  if (latin.length > 1 && (await free(latin))) return latin;
  return `${latin || "org"}-${randomBytes(4).toString("hex")}`;
}
