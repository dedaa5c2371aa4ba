import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { type Localized, REGISTRATION_STATES } from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import { editions } from "./forums.ts";
import { people } from "./people.ts";

export const ticketKinds = pgTable(
  "ticket_kinds",
  {
    id: id(),
    editionId: uuid("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    name: jsonb("name").$type<Localized>().notNull(),
    /** How many places there are; empty means no limit. */
    capacity: integer("capacity"),
    opensAt: at("opens_at"),
    closesAt: at("closes_at"),
    position: integer("position").notNull().default(0),
  },
  (t) => [
    index("ticket_kinds_edition_idx").on(t.editionId),
    check("ticket_kinds_capacity", sql`${t.capacity} >= 0`),
  ],
);

/** A person's place at an edition. */
export const registrations = pgTable(
  "registrations",
  {
    id: id(),
    editionId: uuid("edition_id")
      .notNull()
      .references(() => editions.id),
    ticketKindId: uuid("ticket_kind_id")
      .notNull()
      .references(() => ticketKinds.id),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    state: text("state", { enum: REGISTRATION_STATES }).notNull().default("confirmed"),
    /** What the QR code carries: random, unguessable, never reused. */
    ticketCode: text("ticket_code").notNull().unique(),
    createdAt: at("created_at").defaultNow().notNull(),
    cancelledAt: at("cancelled_at"),
  },
  (t) => [
    uniqueIndex("registrations_one_place_each")
      .on(t.editionId, t.personId)
      .where(sql`${t.state} = 'confirmed'`),
    index("registrations_kind_idx").on(t.ticketKindId, t.state),
    index("registrations_person_idx").on(t.personId),
  ],
);
