import { expect, test } from "vitest";
import { decideScoring, decideStep } from "../../judge/scoring/decide-verdict.ts";

test("the judge's own reason to stop comes before memory, memory before the exit code", () => {
  expect(decideStep({ stopped: "time", outOfMemory: true })).toBe("timed_out");
  expect(decideStep({ stopped: "output", outOfMemory: true })).toBe("output_limit");
  expect(decideStep({ stopped: "cancelled", outOfMemory: true })).toBe("cancelled");
  expect(decideScoring({ stopped: null, outOfMemory: true }, 137)).toBe("out_of_memory");
  expect(decideScoring({ stopped: null, outOfMemory: false }, 1)).toBe("exit_nonzero");
  expect(decideScoring({ stopped: null, outOfMemory: false }, 0)).toBeNull();
});

test("what the ingestion program beside it ended with does not matter once the scoring program ended well", () => {
  expect(decideScoring({ stopped: null, outOfMemory: true }, 0)).toBeNull();
  expect(decideScoring({ stopped: "time", outOfMemory: false }, 0)).toBe("timed_out");
});
