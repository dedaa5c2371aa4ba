import { expect, test } from "vitest";
import { estimateWait } from "../../app/judging/estimate.ts";
import { deviceLabels, fit } from "../../app/queues/fit.ts";
import { needsWord } from "../../app/queues/needs.ts";

const GiB = 1024 ** 3;
const device = (uuid: string, name: string, gib: number) => ({
  id: uuid,
  uuid,
  name,
  memoryBytes: gib * GiB,
});
const small = device("GPU-1", "NVIDIA T4", 16);
const large = device("GPU-2", "NVIDIA A100-SXM4-80GB", 80);
const host = { labels: ["lab"], devices: [large, small] };
const none = { labels: [], gpus: 0, gpuMemoryBytes: 0 };

test("a run that needs no device gets none", () => {
  expect(fit(none, host)).toEqual([]);
});

test("a run goes only to a host with all of its labels", () => {
  expect(fit({ ...none, labels: ["lab"] }, host)).toEqual([]);
  expect(fit({ ...none, labels: ["lab", "a100"] }, host)).toBeNull();
});

test("the smallest device that will do is given, so that the large one stays free", () => {
  expect(fit({ ...none, gpus: 1 }, host)).toEqual([small]);
  expect(fit({ ...none, gpus: 1, gpuMemoryBytes: 40 * GiB }, host)).toEqual([large]);
});

test("a class of device is asked for by a word of its name", () => {
  expect(deviceLabels(large.name)).toContain("a100");
  expect(fit({ ...none, gpus: 1, labels: ["a100"] }, host)).toEqual([large]);
  expect(fit({ ...none, gpus: 2, labels: ["a100"] }, host)).toBeNull();
});

test("a host with too few devices gives none", () => {
  expect(fit({ ...none, gpus: 3 }, host)).toBeNull();
});

test("the same needs are one word, in whatever order the labels are", () => {
  expect(needsWord({ labels: ["b", "a"], gpus: 0, gpuMemoryBytes: 0 })).toBe(
    needsWord({ labels: ["a", "b", "a"], gpus: 0, gpuMemoryBytes: 9 }),
  );
  expect(needsWord(none)).toBe("");
  expect(needsWord({ ...none, gpus: 1 })).not.toBe(needsWord({ ...none, gpus: 2 }));
});

test("with a free slot a run starts at once", () => {
  expect(estimateWait({ ahead: 0, working: 1, slots: 2, lengthsS: [] })).toEqual({ fromS: 0, untilS: 0 });
});

test("the wait grows with the runs before it and shrinks with the slots", () => {
  const lengthsS = [60, 60, 60, 60, 60];
  const one = estimateWait({ ahead: 9, working: 1, slots: 1, lengthsS })!;
  const two = estimateWait({ ahead: 9, working: 1, slots: 2, lengthsS })!;
  expect(one.fromS).toBeLessThan(600);
  expect(one.untilS).toBeGreaterThan(600);
  expect(two.untilS).toBeLessThan(one.untilS);
});

test("without a slot, or without enough runs to learn from, nothing is promised", () => {
  expect(estimateWait({ ahead: 0, working: 0, slots: 0, lengthsS: [1, 1, 1, 1, 1] })).toBeNull();
  expect(estimateWait({ ahead: 5, working: 1, slots: 1, lengthsS: [60] })).toBeNull();
});
