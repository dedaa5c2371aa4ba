import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { ENTRY_STATES } from "../vocabulary.ts";
import { competitions } from "./competitions.ts";
import { people } from "./people.ts";
import { teams } from "./teams.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** A team's place in one competition. Its row is the lock under which quotas are counted. */
export const entries = pgTable(
  "entries",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id),
    state: text("state", { enum: ENTRY_STATES }).notNull(),
    /** Why an organiser refused or disqualified it. */
    stateReason: text("state_reason"),
    rulesVersion: integer("rules_version").notNull(),
    rulesAcceptedBy: uuid("rules_accepted_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [unique("entries_once").on(t.competitionId, t.teamId), index("entries_team_idx").on(t.teamId)],
);
