import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { TEAM_ROLES } from "../vocabulary.ts";
import { people } from "./people.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** People who take part together; one person is a team of one. */
export const teams = pgTable("teams", {
  id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
  name: text("name").notNull(),
  /** The secret of the invite link; the captain can turn it. */
  inviteCode: text("invite_code").notNull().unique(),
  createdAt: at("created_at").defaultNow().notNull(),
});

export const teamMembers = pgTable(
  "team_members",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    role: text("role", { enum: TEAM_ROLES }).notNull(),
    joinedAt: at("joined_at").defaultNow().notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.personId] }), index("team_members_person_idx").on(t.personId)],
);
