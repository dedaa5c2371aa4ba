import { expect, test } from "vitest";
import { type Before, devicesOf, type Seen } from "../../../judge/devices/inventory.ts";
import type { Card } from "../../../judge/devices/read-smi.ts";

const MiB = 1024 ** 2;
const aCard = (uuid: string, more: Partial<Card> = {}): Card => ({
  index: 0,
  uuid,
  name: "NVIDIA A100",
  memoryBytes: 40960 * MiB,
  usedBytes: 3 * MiB,
  utilisation: 0,
  mig: false,
  bus: "07:00",
  uncorrected: 0,
  complaint: null,
  ...more,
});
const seen = (more: Partial<Seen>): Seen => ({
  cards: [aCard("GPU-1")],
  slices: [],
  sliceUse: [],
  apps: [],
  xids: new Map(),
  ...more,
});
const look = (more: Partial<Seen>, held: string[] = [], before: Before = new Map()) =>
  devicesOf(seen(more), { held: new Set(held), idleBytes: 512 * MiB, before });

test("a card that nobody uses is idle", () => {
  expect(look({})).toMatchObject([{ uuid: "GPU-1", kind: "gpu", idle: true, fault: null, processes: 0 }]);
});

test.each<[string, Partial<Seen>, string[]]>([
  ["an attempt has it", {}, ["GPU-1"]],
  ["a program computes on it", { apps: [{ deviceUuid: "GPU-1", pid: 0 }] }, []],
  ["its memory is still full", { cards: [aCard("GPU-1", { usedBytes: 513 * MiB })] }, []],
  ["the driver does not say what it has", { cards: [aCard("GPU-1", { memoryBytes: null })] }, []],
  ["it is in slices, but has none", { cards: [aCard("GPU-1", { mig: true })] }, []],
])("a card is not idle while %s", (_why, more, held) => {
  expect(look(more, held)).toMatchObject([{ idle: false, fault: null }]);
});

test("a program on another card does not matter", () => {
  expect(look({ apps: [{ deviceUuid: "GPU-2", pid: 7 }] })).toMatchObject([{ idle: true }]);
});

test("a card is broken when the driver, the kernel or its memory say so", () => {
  expect(look({ cards: [aCard("GPU-1", { complaint: "[GPU is lost]" })] })).toMatchObject([
    { fault: "lost", idle: false },
  ]);
  expect(look({ xids: new Map([["07:00", 79]]) })).toMatchObject([{ fault: "xid", idle: false }]);
  expect(look({ cards: [aCard("GPU-1", { uncorrected: 1 })] })).toMatchObject([{ fault: "ecc" }]);
  const old: Before = new Map([["GPU-1", { atS: 100, uncorrected: 1 }]]);
  expect(look({ xids: new Map([["07:00", 99]]) }, [], old)).toMatchObject([{ fault: null, idle: true }]);
  expect(look({ xids: new Map([["07:00", 101]]) }, [], old)).toMatchObject([{ fault: "xid" }]);
  expect(look({ cards: [aCard("GPU-1", { uncorrected: 1 })] }, [], old)).toMatchObject([{ fault: null }]);
});

test("each slice is busy by itself, and a broken card breaks its slices", () => {
  const slice = (n: number) => ({
    uuid: `MIG-${n}`,
    parentUuid: "GPU-1",
    profile: "3g.20gb",
    index: n,
    memoryBytes: 20480 * MiB,
  });
  const use = (n: number, processes: number) => ({
    parentUuid: "GPU-1",
    index: n,
    usedBytes: 30 * MiB,
    processes,
  });
  const more: Partial<Seen> = {
    cards: [aCard("GPU-1", { mig: true })],
    slices: [slice(0), slice(1)],
    sliceUse: [use(0, 0), use(1, 2)],
  };
  expect(look(more)).toMatchObject([
    { uuid: "GPU-1", kind: "gpu", idle: false },
    { uuid: "MIG-0", kind: "mig", parentUuid: "GPU-1", name: "NVIDIA A100 MIG 3g.20gb", idle: true },
    { uuid: "MIG-1", processes: 2, idle: false, usedBytes: 30 * MiB },
  ]);
  expect(look({ ...more, xids: new Map([["07:00", 79]]) }).map((one) => one.fault)).toEqual([
    "xid",
    "xid",
    "xid",
  ]);
});
