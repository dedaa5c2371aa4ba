import { expect, test } from "vitest";
import { limitsOf } from "../../app/competitions/limits-of.ts";
import { limitFaults } from "../../app/competitions/task-limits.ts";

const MiB = 1024 * 1024;
const installation = {
  standard: { memoryBytes: 512 * MiB, pids: 100 },
  most: { wallS: 300, cpuS: 600, memoryBytes: 1024 * MiB, cpus: 4, pids: 1000 },
};
const phase = { timeLimitS: 120 };

test("a task that says nothing has the phase's time and the installation's standard", () => {
  const limits = limitsOf(phase, { limits: {} }, installation);
  expect(limits).toMatchObject({ wallS: 120, memoryBytes: 512 * MiB, pids: 100, cpus: 1 });
  expect(limits.cpuS).toBeUndefined();
});

test("what a task says goes before, up to the installation's most, and so does the phase's time", () => {
  const limits = { cpuS: 60, memoryBytes: 4096 * MiB, cpus: 2.5 };
  expect(limitsOf(phase, { limits }, installation)).toMatchObject({
    cpuS: 60,
    memoryBytes: 1024 * MiB,
    cpus: 2.5,
  });
  expect(limitsOf({ timeLimitS: 86_400 }, { limits: {} }, installation).wallS).toBe(300);
});

test("what an imported bundle wrote that is no limit never stops the judge: the standard holds", () => {
  const limits = { memoryBytes: -5, pids: Number.NaN, outputFiles: 1.5, wallS: 0, nonsense: 3 };
  const read = limitsOf(phase, { limits }, installation);
  expect(read).toMatchObject({ memoryBytes: 512 * MiB, pids: 100, outputFiles: 10_000 });
  expect(read).not.toHaveProperty("nonsense");
});

test("a limit below what works, not whole, or above the most is refused at its field with both ends", () => {
  const faults = limitFaults({ memoryBytes: 1, cpus: 8, pids: 20.5, wallS: 300 }, installation.most);
  expect(faults.map(({ field, values }) => [field, values])).toEqual([
    ["limits.memoryBytes", { min: 16, max: 1024 }],
    ["limits.cpus", { min: 0.1, max: 4 }],
    ["limits.pids", { min: 8, max: 1000 }],
  ]);
});
