import { expect, test } from "vitest";
import { readLocalTime, writeLocalTime } from "../../app/web/local-time.ts";

test("a time is read and written on the clock of its zone", () => {
  const at = readLocalTime("2026-06-10T15:00", "Asia/Shanghai");
  expect(at?.toISOString()).toBe("2026-06-10T07:00:00.000Z");
  expect(writeLocalTime(at as Date, "Asia/Shanghai")).toBe("2026-06-10T15:00");
});
test("an hour that spring skips is none, and of one that autumn repeats the first is meant", () => {
  expect(readLocalTime("2026-03-29T02:30", "Europe/Berlin")).toBeNull();
  expect(readLocalTime("2026-10-25T02:30", "Europe/Berlin")?.toISOString()).toBe("2026-10-25T00:30:00.000Z");
});
test.each(["", "tomorrow", "2026-02-30T10:00", "2026-06-10"])("%j is no time", (text) => {
  expect(readLocalTime(text, "UTC")).toBeNull();
});
