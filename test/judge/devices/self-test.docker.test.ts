import { afterAll, beforeAll, expect, test } from "vitest";
import { selfTest } from "../../../judge/devices/self-test.ts";
import { aJudge } from "../support.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 600_000);
afterAll(() => judge?.end());

const signal = new AbortController().signal;

test("a host finds that its containers are held as they should be", async () => {
  const found = await selfTest(judge.sandbox, { image: judge.image, slot: 40, devices: [], signal });
  expect(found.checks.filter((one) => !one.ok)).toEqual([]);
  expect(found).toMatchObject({ ok: true, image: judge.image, runtime: "runc", deviceWay: null });
  expect(found.checks.map((one) => one.name)).toEqual(["starts", "network", "memory", "time", "output"]);
});

test("a host that hands out no devices says so, and runs without them go on", async () => {
  const found = await selfTest(judge.sandbox, { image: judge.image, slot: 40, devices: ["GPU-1"], signal });
  expect(found.ok).toBe(false);
  expect(found.checks.filter((one) => !one.ok)).toMatchObject([{ name: "device", device: "GPU-1" }]);
  expect(found.checks.at(-1)?.detail).toMatch("the engine hands out no devices");
});
