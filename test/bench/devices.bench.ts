import { expect, test } from "vitest";
import { lendAtRandom } from "../judging/random-devices.ts";

test("of 10,000 random takings, endings and reports none lends a device that is not free", async () => {
  const lent = await lendAtRandom(10_000);
  console.log(`devices: ${lent} lent in 10,000 random operations, none twice`);
  expect(lent).toBeGreaterThan(200);
});
