import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import {
  DEGREE_LEVELS,
  type Localized,
  MEMBERSHIP_STATES,
  ORGANISATION_KINDS,
  VERIFICATION_METHODS,
} from "../vocabulary.ts";
import { blobs } from "./blobs.ts";
import { at } from "./columns.ts";
import { people } from "./people.ts";

/** A school, a company, an institute, an alliance. */
export const organisations = pgTable(
  "organisations",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    slug: text("slug").notNull().unique(),
    kind: text("kind", { enum: ORGANISATION_KINDS }).notNull(),
    name: jsonb("name").$type<Localized>().notNull(),
    /** All names in lower case, to find it by. */
    searchName: text("search_name").notNull(),
    /** Mail domains whose owners belong to it, e.g. "pku.edu.cn"; their subdomains too. */
    mailDomains: text("mail_domains").array().notNull().default([]),
    /** An organiser has looked at it; until then only its members see it. */
    approved: boolean("approved").notNull().default(false),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    index("organisations_search_idx").on(t.searchName.op("text_pattern_ops")),
    index("organisations_new_idx").on(t.createdAt).where(sql`not ${t.approved}`),
  ],
);

/** That a person studies or works there, and how that was shown. */
export const organisationMembers = pgTable(
  "organisation_members",
  {
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    state: text("state", { enum: MEMBERSHIP_STATES }).notNull().default("pending"),
    method: text("method", { enum: VERIFICATION_METHODS }),
    degreeLevel: text("degree_level", { enum: DEGREE_LEVELS }),
    department: text("department"),
    /** Student or staff number, as they wrote it. */
    memberNumber: text("member_number"),
    /** A scan of the student card or the like: for those who verify, nobody else. */
    documentHash: text("document_hash").references(() => blobs.hash),
    documentName: text("document_name"),
    decidedBy: uuid("decided_by").references(() => people.id, { onDelete: "set null" }),
    decidedAt: at("decided_at"),
    reason: text("reason"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.personId] }),
    index("organisation_members_person_idx").on(t.personId),
    index("organisation_members_pending_idx").on(t.createdAt).where(sql`${t.state} = 'pending'`),
  ],
);
