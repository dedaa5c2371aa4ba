import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { GRANT_ROLES, GRANT_SCOPES, type TokenScope } from "../vocabulary.ts";
import { at, id } from "./columns.ts";

// people, sign_ins, credentials and verifications carry what better-auth needs, under our names.

export const people = pgTable("people", {
  id: id(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").default(false).notNull(),
  image: text("image"),
  /** Where the person studies or works, as they wrote it. */
  affiliation: text("affiliation"),
  /** The language the person chose, else the browser's is used. */
  locale: text("locale"),
  timeZone: text("time_zone"),
  createdAt: at("created_at").defaultNow().notNull(),
  updatedAt: at("updated_at")
    .defaultNow()
    .notNull()
    .$onUpdate(() => new Date()),
});

export const signIns = pgTable(
  "sign_ins",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    token: text("token").notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: at("created_at").defaultNow().notNull(),
    updatedAt: at("updated_at")
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (t) => [index("sign_ins_person_idx").on(t.personId)],
);

export const credentials = pgTable(
  "credentials",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: at("created_at").defaultNow().notNull(),
    updatedAt: at("updated_at")
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (t) => [index("credentials_person_idx").on(t.personId)],
);

export const verifications = pgTable(
  "verifications",
  {
    id: id(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").defaultNow().notNull(),
    updatedAt: at("updated_at")
      .defaultNow()
      .notNull()
      .$onUpdate(() => new Date()),
  },
  (t) => [index("verifications_identifier_idx").on(t.identifier)],
);

export const rateLimits = pgTable("rate_limits", {
  id: id(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});

/** A role a person holds in the whole installation (no scope id), one forum or one competition. */
export const grants = pgTable(
  "grants",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    role: text("role", { enum: GRANT_ROLES }).notNull(),
    scope: text("scope", { enum: GRANT_SCOPES }).notNull(),
    scopeId: uuid("scope_id"),
    grantedBy: uuid("granted_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [
    unique("grants_once").on(t.personId, t.role, t.scope, t.scopeId).nullsNotDistinct(),
    index("grants_scope_idx").on(t.scope, t.scopeId),
    check("grants_scope_has_id", sql`(${t.scope} = 'installation') = (${t.scopeId} is null)`),
  ],
);

/** A personal token for the HTTP API. Only its SHA-256 is kept. */
export const accessTokens = pgTable(
  "access_tokens",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    hash: text("hash").notNull().unique(),
    scopes: text("scopes").array().$type<TokenScope[]>().notNull(),
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [index("access_tokens_person_idx").on(t.personId)],
);
