import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  ALERT_KINDS,
  DEVICE_KINDS,
  DEVICE_STATES,
  HOST_STATES,
  IMAGE_STATES,
  QUARANTINE_REASONS,
} from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import { people } from "./people.ts";

/** A named set of judge hosts, e.g. an organiser's own: its runs go to them and to no others. */
export const judgeQueues = pgTable("judge_queues", {
  id: id(),
  /** Its owner has no other of this name, in letters of any size, and there was no open one: change-queues.server.ts. */
  name: text("name").notNull(),
  note: text("note"),
  /** Who may add hosts and choose it for their competitions; null for the installation's operators. */
  ownerId: uuid("owner_id").references(() => people.id, { onDelete: "set null" }),
  /** Every organiser may choose it. */
  open: boolean("open").notNull().default(false),
  createdAt: at("created_at").notNull(),
});

/** A machine, or a process on one, that runs submissions. Only its token's SHA-256 is kept. */
export const judgeHosts = pgTable(
  "judge_hosts",
  {
    id: id(),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    state: text("state", { enum: HOST_STATES }).notNull().default("active"),
    /** The queue it serves; null for the runs of no queue. */
    queueId: uuid("queue_id").references(() => judgeQueues.id),
    labels: text("labels").array().notNull().default([]),
    slots: integer("slots").notNull().default(1),
    /** What the host last said of itself: judge/contract/protocol.ts, HostFacts. */
    facts: jsonb("facts"),
    /** The process that asks for work with the token: a newer one takes an older one's place. */
    instance: text("instance"),
    /** Why it gets no work, or what somebody should look at: app/judging/host-problem.ts. */
    problem: jsonb("problem"),
    problemAt: at("problem_at"),
    /** How far its clock is ahead of the web's, milliseconds. */
    clockSkewMs: integer("clock_skew_ms"),
    /** What its last self-test found: protocol.ts, SelfTest. */
    selfTest: jsonb("self_test"),
    selfTestAt: at("self_test_at"),
    /** An operator asked for one: the host does it before it takes more work. */
    selfTestWanted: boolean("self_test_wanted").notNull().default(false),
    note: text("note"),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    lastSeenAt: at("last_seen_at"),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  // A name is one host's within its queue: organisers do not learn what others call theirs.
  (t) => [
    uniqueIndex("judge_hosts_name").on(t.name).where(sql`${t.queueId} is null and ${t.state} <> 'disabled'`),
    uniqueIndex("judge_hosts_queue_name").on(t.queueId, t.name).where(sql`${t.state} <> 'disabled'`),
  ],
);

/** A graphics card, or a slice of one, that a host can give to a run. */
export const judgeDevices = pgTable(
  "judge_devices",
  {
    id: id(),
    hostId: uuid("host_id")
      .notNull()
      .references(() => judgeHosts.id, { onDelete: "cascade" }),
    /** As the driver names it: GPU-… or MIG-…. */
    uuid: text("uuid").notNull(),
    kind: text("kind", { enum: DEVICE_KINDS }).notNull(),
    /** The card a slice is of. */
    parentUuid: text("parent_uuid"),
    name: text("name").notNull(),
    index: integer("index").notNull(),
    memoryBytes: bigint("memory_bytes", { mode: "number" }).notNull(),
    state: text("state", { enum: DEVICE_STATES }).notNull().default("active"),
    /** Why it is in quarantine. */
    reason: text("reason", { enum: QUARANTINE_REASONS }),
    /** Nobody computes on it, as far as its host saw last: others on the machine may use it too. */
    idle: boolean("idle").notNull().default(true),
    /** An operator wants it out of quarantine: the next self-test that it passes lets it out. */
    releaseWanted: boolean("release_wanted").notNull().default(false),
    stateAt: at("state_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
  },
  (t) => [unique("judge_devices_uuid").on(t.hostId, t.uuid)],
);

/**
 * How busy a host was in a span of ten minutes, for charts: the mean of what was seen in it about once a minute
 * (app/judging/add-look.ts). Old ones are swept.
 */
export const hostSamples = pgTable(
  "host_samples",
  {
    hostId: uuid("host_id")
      .notNull()
      .references(() => judgeHosts.id, { onDelete: "cascade" }),
    /** When the span begins. */
    at: at("at").notNull(),
    /** How many looks it is the mean of. */
    looks: integer("looks").notNull().default(1),
    working: doublePrecision("working").notNull(),
    slots: doublePrecision("slots").notNull(),
    /** Shares of the machine, 0 to 1; null where the host cannot tell. */
    cpu: doublePrecision("cpu"),
    memory: doublePrecision("memory"),
    diskFreeBytes: bigint("disk_free_bytes", { mode: "number" }),
    /** By device uuid: shares of time at work and of memory in use, 0 to 1. */
    devices: jsonb("devices").$type<Record<string, { utilisation: number | null; memory: number | null }>>(),
  },
  (t) => [primaryKey({ columns: [t.hostId, t.at] }), index("host_samples_at_idx").on(t.at)],
);

/** An image that a host has, fetches, or could not fetch: as it last said. */
export const hostImages = pgTable(
  "host_images",
  {
    hostId: uuid("host_id")
      .notNull()
      .references(() => judgeHosts.id, { onDelete: "cascade" }),
    /** Its name, as the installation's table of images gives it. */
    image: text("image").notNull(),
    /** The very image that was asked for; "" while none is fixed. */
    asked: text("asked").notNull().default(""),
    state: text("state", { enum: IMAGE_STATES }).notNull(),
    /** By which name exactly it can be had again, once it is there. */
    digest: text("digest"),
    /** 0 to 1 while it is fetched. */
    progress: doublePrecision("progress"),
    detail: text("detail"),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.hostId, t.image, t.asked] })],
);

/** One hour of judging, counted once and kept, so that no chart reads all runs. */
export const judgeHours = pgTable("judge_hours", {
  /** When it begins. */
  hour: at("hour").primaryKey(),
  /** Official runs that a host took, and how long half and nine in ten of them had waited at most, seconds. */
  began: integer("began").notNull(),
  waitP50: doublePrecision("wait_p50"),
  waitP90: doublePrecision("wait_p90"),
  /** Runs that ended, by cause: judge/contract/verdict.ts. */
  causes: jsonb("causes").$type<Record<string, number>>().notNull(),
  /** The most runs that waited at once, as seen about once a minute. */
  waiting: integer("waiting").notNull(),
});

/**
 * Something an operator should know, from when it was noticed until it was over. It is mailed when it has lasted,
 * and once more when it is over.
 */
export const judgeAlerts = pgTable(
  "judge_alerts",
  {
    id: id(),
    kind: text("kind", { enum: ALERT_KINDS }).notNull(),
    /** What it is about: a host's, device's or queue's id, or "" for the standard queue and for all. */
    subject: text("subject").notNull(),
    /** The trouble as it was seen last: app/operations/troubles.ts. */
    facts: jsonb("facts").notNull().default({}),
    openedAt: at("opened_at").notNull(),
    mailedAt: at("mailed_at"),
    closedAt: at("closed_at"),
    /** When its end was told; stays empty where it was over before anybody was told. */
    closingMailedAt: at("closing_mailed_at"),
    /** An operator said that they look after it. */
    seenAt: at("seen_at"),
    seenBy: uuid("seen_by").references(() => people.id, { onDelete: "set null" }),
  },
  (t) => [
    uniqueIndex("judge_alerts_open").on(t.kind, t.subject).where(sql`${t.closedAt} is null`),
    index("judge_alerts_told_idx").on(t.kind, t.subject, t.mailedAt),
    index("judge_alerts_closed_idx").on(t.closedAt),
  ],
);
