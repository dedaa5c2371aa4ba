import { afterAll, beforeAll, expect, test } from "vitest";
import { aJudge } from "../support.ts";
import { hostileCases } from "./cases.ts";
import { CLEAN, runCase } from "./run-case.ts";

// npm run hostile runs these alone; PODIUM_RUNTIME and DOCKER_HOST choose the runtime and the engine.
const runtime = process.env.PODIUM_RUNTIME || "runc";
const gvisor = runtime.startsWith("runsc");
const only = process.env.HOSTILE ? new RegExp(process.env.HOSTILE) : /./;
const cases = (await hostileCases()).filter((one) => only.test(one.name));

const SLOTS = 5;
let judge: Awaited<ReturnType<typeof aJudge>>;
const free = Array.from({ length: SLOTS }, (_, slot) => slot);
beforeAll(async () => {
  judge = await aJudge({ runtime });
}, 600_000);
afterAll(() => judge.end());

// Five at a time, as vitest runs concurrent tests; each has a slot, and so a user, of its own.
test.concurrent.each(cases)(
  "$name: $tries",
  async (one) => {
    const slot = free.pop() ?? SLOTS;
    try {
      expect(await runCase(judge, one, slot, gvisor)).toEqual([]);
    } finally {
      free.push(slot);
    }
  },
  120_000,
);

test("after all of them a run that does nothing wrong finds nothing of theirs in any slot", async () => {
  for (let slot = 0; slot < SLOTS; slot++)
    expect(await judge.judge(CLEAN, undefined, slot)).toMatchObject({
      cause: "accepted",
      scores: { score: "1.0000000000" },
    });
});
