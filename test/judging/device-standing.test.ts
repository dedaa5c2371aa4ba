import { expect, test } from "vitest";
import { deviceStanding } from "../../app/judging/device-standing.ts";

const free = { state: "active", idle: true, lease: null } as const;

test("a device stands in one word, the most serious first", () => {
  expect(deviceStanding(free, false)).toBe("free");
  expect(deviceStanding({ ...free, idle: false }, false)).toBe("busy");
  expect(deviceStanding({ ...free, idle: false, lease: "running" }, false)).toBe("running");
  expect(deviceStanding({ ...free, idle: false, lease: "ended" }, false)).toBe("clearing");
  expect(deviceStanding({ ...free, idle: false }, true)).toBe("sliced");
  expect(deviceStanding({ ...free, state: "quarantined", lease: "ended" }, true)).toBe("quarantined");
  expect(deviceStanding({ ...free, state: "gone" }, false)).toBe("gone");
});
