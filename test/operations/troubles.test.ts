import { expect, test } from "vitest";
import {
  type FactsOfHost,
  findTroubles,
  type JudgingFacts,
  type Lane,
  type Limits,
  waitsFor,
} from "../../app/operations/troubles.ts";

const AT = new Date("2026-11-05T12:00:00Z");
const GB = 1e9;
const LIMITS: Limits = {
  clockSkewMs: 2000,
  diskFreeBytes: 4 * GB,
  failures: 5,
  failureShare: 0.2,
  windowMinutes: 30,
};

const aHost = (more: Partial<FactsOfHost> = {}): FactsOfHost => ({
  id: "h1",
  name: "judge-1",
  queueId: null,
  ownerId: null,
  state: "active",
  alive: true,
  lastSeenAt: AT,
  labels: [],
  devices: [],
  clockSkewMs: 10,
  diskFreeBytes: 100 * GB,
  diskFull: false,
  ...more,
});
const aLane = (more: Partial<Lane> = {}): Lane => ({
  queueId: null,
  queue: null,
  ownerId: null,
  labels: [],
  gpus: 0,
  gpuMemoryBytes: 0,
  runs: 3,
  oldest: AT,
  ...more,
});
const aCard = { id: "d", uuid: "GPU-1", name: "NVIDIA A100", memoryBytes: 40 * GB };
const troubles = (more: Partial<JudgingFacts>) =>
  findTroubles(
    { lanes: [], hosts: [aHost()], quarantined: [], failures: { failed: 0, ended: 0 }, ...more },
    LIMITS,
  );

test("a healthy host that can judge what waits is no trouble, however long it waits", () => {
  expect(troubles({ lanes: [aLane({ oldest: new Date(0) })] })).toEqual([]);
});

test.each<[string, Partial<Lane>, FactsOfHost[], string]>([
  ["no host is there", {}, [], "host"],
  ["its hosts are silent", {}, [aHost({ alive: false })], "host"],
  ["its hosts are drained", {}, [aHost({ state: "draining" })], "host"],
  ["the disks of its hosts are full", {}, [aHost({ diskFull: true })], "host"],
  ["only another queue has hosts", { queueId: "q" }, [aHost()], "host"],
  ["no host has the label", { labels: ["arm"] }, [aHost()], "label"],
  ["no host has cards", { gpus: 1 }, [aHost()], "device"],
  ["the cards are too small", { gpus: 1, gpuMemoryBytes: 80 * GB }, [aHost({ devices: [aCard] })], "device"],
  ["the cards are of another kind", { gpus: 1, labels: ["h100"] }, [aHost({ devices: [aCard] })], "label"],
  ["hosts are busy", { gpus: 1, labels: ["a100"] }, [aHost({ devices: [aCard] })], "busy"],
])("a run waits because %s", (_why, lane, hosts, expected) => {
  expect(waitsFor(aLane(lane), hosts)).toBe(expected);
});

test("a queue without a host is one trouble, told by what waits longest, with all its runs and its owner", () => {
  const mine = { queueId: "q", queue: "lab", ownerId: "li" };
  const lanes = [
    aLane({ ...mine, runs: 2, labels: ["arm"], oldest: new Date(AT.getTime() - 1000) }),
    aLane({ ...mine, runs: 5, oldest: new Date(AT.getTime() - 9000) }),
    aLane({ runs: 70 }),
  ];
  expect(troubles({ lanes })).toMatchObject([
    { kind: "no_host", subject: "q", queue: "lab", ownerId: "li", lacks: "host", runs: 7, labels: [] },
  ]);
});

test.each([
  ["few failures among few", { failed: 4, ended: 4 }, false],
  ["many failures among very many", { failed: 19, ended: 100 }, false],
  ["many failures that are a large share", { failed: 20, ended: 100 }, true],
])("%s", (_what, failures, wrong) => {
  expect(troubles({ failures }).map(({ kind }) => kind)).toEqual(wrong ? ["failure_rate"] : []);
});

test("of hosts, silence, a disk that fills, and a wrong clock are told; not of those drained or never seen", () => {
  const hosts = [
    aHost({ id: "a", clockSkewMs: -2001 }),
    aHost({ id: "b", diskFreeBytes: 3 * GB }),
    aHost({ id: "c", alive: false, clockSkewMs: 9000, diskFreeBytes: 1 }),
    aHost({ id: "d", alive: false, state: "draining" }),
    aHost({ id: "e", alive: false, lastSeenAt: null }),
    aHost({ id: "f", diskFreeBytes: null, clockSkewMs: null }),
  ];
  expect(troubles({ hosts }).map(({ kind, subject }) => [kind, subject])).toEqual([
    ["host_silent", "c"],
    ["disk_low", "b"],
    ["clock_skew", "a"],
  ]);
});

test("a card out of use is told with its host's queue's owner", () => {
  const hosts = [aHost({ ownerId: "li" })];
  const card = { id: "d", hostId: "h1", name: "NVIDIA A100", index: 0, reason: "ecc" as const };
  expect(troubles({ hosts, quarantined: [card] })).toMatchObject([
    { kind: "device_quarantined", subject: "d", host: "judge-1", ownerId: "li", reason: "ecc" },
  ]);
});
