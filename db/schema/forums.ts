import { date, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { EDITION_FORMATS, EDITION_STATES, type Localized } from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import { people } from "./people.ts";

/** A recurring gathering. */
export const forums = pgTable("forums", {
  id: id(),
  slug: text("slug").notNull().unique(),
  name: jsonb("name").$type<Localized>().notNull(),
  summary: jsonb("summary").$type<Localized>().notNull().default({}),
  createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
  createdAt: at("created_at").defaultNow().notNull(),
});

/** One dated occurrence of a forum, with a time zone of its own. */
export const editions = pgTable(
  "editions",
  {
    id: id(),
    forumId: uuid("forum_id")
      .notNull()
      .references(() => forums.id),
    slug: text("slug").notNull(),
    name: jsonb("name").$type<Localized>().notNull(),
    summary: jsonb("summary").$type<Localized>().notNull().default({}),
    description: jsonb("description").$type<Localized>().notNull().default({}),
    format: text("format", { enum: EDITION_FORMATS }).notNull().default("in_person"),
    state: text("state", { enum: EDITION_STATES }).notNull().default("draft"),
    venue: jsonb("venue").$type<Localized>().notNull().default({}),
    /** IANA name; every time of the edition is shown in it. */
    timeZone: text("time_zone").notNull(),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    /** Until when the night belongs to the day before, on the agenda: minutes since midnight. */
    dayTurnsAt: integer("day_turns_at").notNull().default(240),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [unique("editions_slug").on(t.forumId, t.slug), index("editions_dates_idx").on(t.startsOn)],
);
