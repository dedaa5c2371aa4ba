import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { people } from "./people.ts";

/** Every privileged act: who did what to what, and why. Rows are only ever added. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    /** Verb and noun, e.g. "entry.disqualified". */
    act: text("act").notNull(),
    competitionId: uuid("competition_id"),
    /** The row it was done to. */
    subjectId: uuid("subject_id"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    index("audit_events_competition_idx").on(t.competitionId, t.at.desc().nullsFirst()),
    index("audit_events_subject_idx").on(t.subjectId, t.at.desc().nullsFirst()),
  ],
);
