import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { TEAM_ROLES } from "../vocabulary.ts";
import { at } from "./columns.ts";
import { people } from "./people.ts";

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

/** A place in a team, offered by mail. Only the SHA-256 of the link's secret is kept. */
export const teamInvitations = pgTable(
  "team_invitations",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    email: text("email").notNull(),
    role: text("role", { enum: TEAM_ROLES }).notNull().default("member"),
    /** Whose place they take: how members change once teams are locked. */
    replaces: uuid("replaces").references(() => people.id, { onDelete: "set null" }),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: uuid("invited_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("team_invitations_team_idx").on(t.teamId, t.createdAt)],
);
