import { expect, test } from "vitest";
import { dayAt, readLocal, writeLocal } from "../../app/web/zone.ts";

test("a local time is read on the zone's clock and shown again as it was typed", () => {
  for (const timeZone of ["UTC", "Asia/Shanghai", "Asia/Kolkata", "America/St_Johns", "Europe/Berlin"])
    for (const text of ["2026-11-24T09:30", "2026-06-01T00:00", "2028-02-29T23:59"]) {
      const read = readLocal(text, timeZone);
      expect(read.ok && writeLocal(read.at, timeZone)).toBe(text);
    }
  expect(readLocal("2026-11-24T09:30", "Asia/Shanghai")).toEqual({
    ok: true,
    at: new Date("2026-11-24T01:30:00Z"),
  });
});

test("a time that the clock skips in spring is none", () => {
  expect(readLocal("2026-03-29T02:30", "Europe/Berlin")).toEqual({ ok: false, problem: "skipped" });
  expect(readLocal("2026-03-29T03:00", "Europe/Berlin")).toEqual({
    ok: true,
    at: new Date("2026-03-29T01:00:00Z"),
  });
});

test("of a time that the clock shows twice in autumn the earlier is meant", () => {
  expect(readLocal("2026-10-25T02:30", "Europe/Berlin")).toEqual({
    ok: true,
    at: new Date("2026-10-25T00:30:00Z"),
  });
});

test("what is no date with a time is said to be none", () => {
  for (const text of [
    "",
    "tomorrow",
    "2026-11-24",
    "2026-02-30T10:00",
    "2026-11-24T25:00",
    "2026-11-24T09:30Z",
  ])
    expect(readLocal(text, "UTC")).toEqual({ ok: false, problem: "notATime" });
});

test("seconds of an instant are kept, since a form that loses them would change what it only shows", () => {
  const at = new Date("2026-11-24T09:30:59Z");
  const shown = writeLocal(at, "UTC");
  expect(shown).toBe("2026-11-24T09:30:59");
  expect(readLocal(shown, "UTC")).toEqual({ ok: true, at });
});

test("days later is the same hour on the wall, also when clocks change in between", () => {
  const from = new Date("2026-03-20T12:00:00Z");
  expect(dayAt(from, 20, "09:00", "Europe/Berlin")).toEqual(new Date("2026-04-09T07:00:00Z"));
});
