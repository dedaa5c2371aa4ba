import { z } from "zod";
import { ALERT_KINDS, QUARANTINE_REASONS } from "../../db/vocabulary.ts";
import { type FreeDevice, fit } from "../queues/fit.ts";
import type { Needs } from "../queues/needs.ts";

const Base = {
  /** The id that tells one from another of its kind: a host's, device's or queue's; "" for the installation's own. */
  subject: z.string(),
  /** Who runs the queue that it is about, if that is an organiser's. */
  ownerId: z.string().nullable(),
};
const OfHost = { ...Base, hostId: z.string(), host: z.string() };

/** What is wrong with judging now, with all that a sentence about it needs; kept as an alert's facts. */
export const Trouble = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("no_host"),
    ...Base,
    /** Null for the standard queue. */
    queueId: z.string().nullable(),
    queue: z.string().nullable(),
    /** No host at all, none with the labels, or none with the devices. */
    lacks: z.enum(["host", "label", "device"]),
    labels: z.array(z.string()),
    gpus: z.number(),
    gpuMemoryBytes: z.number(),
    runs: z.number(),
    oldest: z.coerce.date(),
  }),
  z.object({
    kind: z.literal("failure_rate"),
    ...Base,
    failed: z.number(),
    ended: z.number(),
    minutes: z.number(),
  }),
  z.object({ kind: z.literal("host_silent"), ...OfHost, lastSeenAt: z.coerce.date() }),
  z.object({ kind: z.literal("disk_low"), ...OfHost, freeBytes: z.number(), full: z.boolean() }),
  z.object({
    kind: z.literal("device_quarantined"),
    ...OfHost,
    device: z.string(),
    index: z.number(),
    reason: z.enum(QUARANTINE_REASONS).nullable(),
  }),
  z.object({ kind: z.literal("clock_skew"), ...OfHost, skewMs: z.number() }),
]);
export type Trouble = z.infer<typeof Trouble>;

/** Runs that wait in a queue and ask the same of a host. */
export type Lane = Needs & {
  queueId: string | null;
  queue: string | null;
  ownerId: string | null;
  runs: number;
  oldest: Date;
};

export type FactsOfHost = {
  id: string;
  name: string;
  queueId: string | null;
  ownerId: string | null;
  state: "active" | "draining" | "disabled";
  alive: boolean;
  lastSeenAt: Date | null;
  labels: readonly string[];
  /** Those that are not in quarantine or gone, free or not. */
  devices: readonly FreeDevice[];
  clockSkewMs: number | null;
  diskFreeBytes: number | null;
  diskFull: boolean;
};

export type JudgingFacts = {
  lanes: readonly Lane[];
  hosts: readonly FactsOfHost[];
  quarantined: readonly {
    id: string;
    hostId: string;
    name: string;
    index: number;
    reason: (typeof QUARANTINE_REASONS)[number] | null;
  }[];
  /** Attempts that the platform failed in the window, and all that ended in it. */
  failures: { failed: number; ended: number };
};

export type Limits = {
  clockSkewMs: number;
  diskFreeBytes: number;
  failures: number;
  failureShare: number;
  windowMinutes: number;
};

/** Why the runs of a lane wait: nobody can judge them, or whoever can is busy. */
export function waitsFor(lane: Lane, hosts: readonly FactsOfHost[]): "host" | "label" | "device" | "busy" {
  const here = hosts.filter((host) => takesWork(host) && host.queueId === lane.queueId);
  if (here.length === 0) return "host";
  if (here.some((host) => fit(lane, host))) return "busy";
  const devices = here.flatMap((host) => host.devices);
  return lane.gpus > 0 && !fit({ ...lane, labels: [] }, { labels: [], devices }) ? "device" : "label";
}

const takesWork = (host: FactsOfHost) => host.state === "active" && host.alive && !host.diskFull;

/** All that is wrong, worst first: as ALERT_KINDS has it. */
export function findTroubles(facts: JudgingFacts, limits: Limits): Trouble[] {
  const found = [
    ...withoutHost(facts),
    ...tooManyFailures(facts, limits),
    ...facts.hosts.flatMap((host) => ofHost(host, limits)),
    ...outOfUse(facts),
  ];
  return found.sort((a, b) => ALERT_KINDS.indexOf(a.kind) - ALERT_KINDS.indexOf(b.kind));
}

/** One for each queue: of what nobody can judge, that which waits longest. */
function withoutHost({ lanes, hosts }: JudgingFacts): Trouble[] {
  const stuck = lanes
    .map((lane) => ({ ...lane, lacks: waitsFor(lane, hosts) }))
    .filter((lane) => lane.lacks !== "busy")
    .sort((a, b) => a.oldest.getTime() - b.oldest.getTime());
  const first = new Map<string | null, (typeof stuck)[number] & { lacks: "host" | "label" | "device" }>();
  for (const { lacks, ...lane } of stuck) {
    if (lacks === "busy") continue;
    const before = first.get(lane.queueId);
    if (before) before.runs += lane.runs;
    else first.set(lane.queueId, { ...lane, lacks });
  }
  return [...first.values()].map((lane) => ({
    kind: "no_host",
    subject: lane.queueId ?? "",
    ownerId: lane.ownerId,
    queueId: lane.queueId,
    queue: lane.queue,
    lacks: lane.lacks,
    labels: [...lane.labels],
    gpus: lane.gpus,
    gpuMemoryBytes: lane.gpuMemoryBytes,
    runs: lane.runs,
    oldest: lane.oldest,
  }));
}

function tooManyFailures({ failures: { failed, ended } }: JudgingFacts, limits: Limits): Trouble[] {
  if (failed < limits.failures || failed < ended * limits.failureShare) return [];
  return [{ kind: "failure_rate", subject: "", ownerId: null, failed, ended, minutes: limits.windowMinutes }];
}

function ofHost(host: FactsOfHost, limits: Limits): Trouble[] {
  const about = { subject: host.id, ownerId: host.ownerId, hostId: host.id, host: host.name };
  // One that is drained may be switched off at any time, one that never came is still being set up.
  if (host.state === "active" && !host.alive && host.lastSeenAt)
    return [{ kind: "host_silent", ...about, lastSeenAt: host.lastSeenAt }];
  if (!host.alive) return [];
  const { diskFreeBytes: free, diskFull: full, clockSkewMs: skewMs } = host;
  return [
    ...(full || (free !== null && free < limits.diskFreeBytes)
      ? [{ kind: "disk_low" as const, ...about, freeBytes: free ?? 0, full }]
      : []),
    ...(skewMs !== null && Math.abs(skewMs) > limits.clockSkewMs
      ? [{ kind: "clock_skew" as const, ...about, skewMs }]
      : []),
  ];
}

const outOfUse = ({ quarantined, hosts }: JudgingFacts): Trouble[] =>
  quarantined.flatMap((device) => {
    const host = hosts.find(({ id }) => id === device.hostId);
    if (!host) return [];
    return [
      {
        kind: "device_quarantined" as const,
        subject: device.id,
        ownerId: host.ownerId,
        hostId: host.id,
        host: host.name,
        device: device.name,
        index: device.index,
        reason: device.reason,
      },
    ];
  });
