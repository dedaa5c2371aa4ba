import { expect, test } from "vitest";
import { nextStep } from "../../app/submissions/next-step.ts";

test("what is over comes before all, then the organiser's word, then whether a phase takes submissions", () => {
  expect(nextStep("pending", "closed", false)).toBe("results");
  expect(nextStep("pending", "open", true)).toBe("waits");
  expect(nextStep("accepted", "upcoming", false)).toBe("begins");
  expect(nextStep("accepted", "open", true)).toBe("submit");
});

test("between two phases there are results to look at and nothing to submit", () => {
  expect(nextStep("accepted", "open", false)).toBe("results");
});
