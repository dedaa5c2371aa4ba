import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";
import { people } from "./people.ts";

/**
 * Every mail Podium wrote: the local outbox an operator can read, and what SMTP still has to take. What is for a
 * known person is on a page of theirs as well.
 */
export const notices = pgTable(
  "notices",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    kind: text("kind").notNull(),
    to: text("to").notNull(),
    locale: text("locale").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    /** Where the reader ends mails of this kind, by one click and without signing in. */
    unsubscribeUrl: text("unsubscribe_url"),
    createdAt: at("created_at").defaultNow().notNull(),
    /** When an SMTP server took it; stays empty where mail ends in the outbox. */
    sentAt: at("sent_at"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    /** Who reads it on their own page too: whoever had shown then that the address is theirs. */
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    readAt: at("read_at"),
  },
  (t) => [
    index("notices_recent_idx").on(t.createdAt.desc().nullsFirst(), t.id),
    index("notices_person_idx").on(t.personId, t.createdAt.desc().nullsFirst(), t.id),
    index("notices_unread_idx").on(t.personId).where(sql`${t.readAt} is null`),
  ],
);
