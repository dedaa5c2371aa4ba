import { expect, test } from "vitest";
import { imageReference } from "../../app/submissions/image-reference.ts";
import { clockOf, left, quotaDay, quotaMonth, withGrants } from "../../app/submissions/quota.ts";
import { latestBegun, speedOf } from "../../app/submissions/upload-memory.ts";

const day = (now: string, timeZone: string, dayTurnsAtMin: number) => {
  const { start, end } = quotaDay(new Date(now), { timeZone, dayTurnsAtMin });
  return [start.toISOString(), end.toISOString()];
};

test("the quota's day turns at its minute in the competition's time zone", () => {
  // 08:00 in Shanghai is midnight UTC.
  expect(day("2026-11-05T00:00:00Z", "Asia/Shanghai", 480)).toEqual([
    "2026-11-05T00:00:00.000Z",
    "2026-11-06T00:00:00.000Z",
  ]);
  expect(day("2026-11-04T23:59:59.999Z", "Asia/Shanghai", 480)).toEqual([
    "2026-11-04T00:00:00.000Z",
    "2026-11-05T00:00:00.000Z",
  ]);
});

test("the day on which clocks go forward has 23 hours, and the one on which they go back 25", () => {
  const hours = (now: string) => {
    const [start, end] = day(now, "Europe/Berlin", 0);
    return (Date.parse(end!) - Date.parse(start!)) / 3_600_000;
  };
  expect(hours("2026-03-29T12:00:00Z")).toBe(23);
  expect(hours("2026-10-25T12:00:00Z")).toBe(25);
  expect(hours("2026-10-26T12:00:00Z")).toBe(24);
});

test("a turn in the hour that a clock skips comes with the skip, and one in the hour it repeats comes once", () => {
  // In Berlin 02:30 does not exist on 29 March 2026: it is 03:30, which is 01:30 UTC.
  expect(day("2026-03-29T01:29:59Z", "Europe/Berlin", 150)[1]).toBe("2026-03-29T01:30:00.000Z");
  expect(day("2026-03-29T01:30:00Z", "Europe/Berlin", 150)[0]).toBe("2026-03-29T01:30:00.000Z");
  // 02:30 comes twice on 25 October 2026: the day turns at the first, 00:30 UTC, and not again at 01:30 UTC.
  expect(day("2026-10-25T00:30:00Z", "Europe/Berlin", 150)[0]).toBe("2026-10-25T00:30:00.000Z");
  expect(day("2026-10-25T01:30:00Z", "Europe/Berlin", 150)[0]).toBe("2026-10-25T00:30:00.000Z");
});

test("a grant raises a quota and makes none where there is none", () => {
  const quota = { maxPerDay: 5, maxPerMonth: 0, maxTotal: 0, maxWaiting: 2 };
  expect(withGrants(quota, { morePerDay: 2, moreTotal: 10 })).toEqual({
    maxPerDay: 7,
    maxPerMonth: 0,
    maxTotal: 0,
    maxWaiting: 2,
  });
  // What was granted in all must be of use while a month's quota is used up.
  expect(withGrants({ ...quota, maxPerMonth: 20 }, { morePerDay: 0, moreTotal: 10 })).toMatchObject({
    maxPerMonth: 30,
  });
});

test("what is left today is never more than what is left this month, nor that than what is left in all", () => {
  const used = { today: 1, month: 6, total: 9, waiting: 1 };
  const quota = { maxPerDay: 5, maxPerMonth: 0, maxTotal: 10, maxWaiting: 2 };
  expect(left(quota, used)).toEqual({ today: 1, month: null, total: 1, waiting: 1 });
  expect(left({ ...quota, maxPerMonth: 8, maxTotal: 0 }, used)).toEqual({
    today: 2,
    month: 2,
    total: null,
    waiting: 1,
  });
  expect(left({ ...quota, maxPerMonth: 8 }, used)).toMatchObject({ today: 1, month: 1, total: 1 });
  expect(left({ maxPerDay: 0, maxPerMonth: 0, maxTotal: 0, maxWaiting: 0 }, used)).toEqual({
    today: null,
    month: null,
    total: null,
    waiting: null,
  });
});

const month = (now: string, timeZone: string, dayTurnsAtMin = 0) => {
  const { start, end } = quotaMonth(new Date(now), { timeZone, dayTurnsAtMin });
  return [start.toISOString(), end.toISOString()];
};

test("the month turns on its first day in the competition's time zone, whatever UTC says", () => {
  // Midnight of 1 March in Shanghai is 16:00 UTC of 28 February.
  expect(month("2026-02-28T15:59:59.999Z", "Asia/Shanghai")).toEqual([
    "2026-01-31T16:00:00.000Z",
    "2026-02-28T16:00:00.000Z",
  ]);
  expect(month("2026-02-28T16:00:00Z", "Asia/Shanghai")).toEqual([
    "2026-02-28T16:00:00.000Z",
    "2026-03-31T16:00:00.000Z",
  ]);
  expect(month("2027-01-01T04:59:59Z", "America/New_York")[0]).toBe("2026-12-01T05:00:00.000Z");
  expect(month("2027-01-01T05:00:00Z", "America/New_York")[0]).toBe("2027-01-01T05:00:00.000Z");
});

test("where the day turns at noon, the month does on the noon of its first day, so that no day lies in two months", () => {
  expect(month("2026-12-01T03:59:59Z", "Asia/Shanghai", 720)[1]).toBe("2026-12-01T04:00:00.000Z");
  expect(month("2026-12-01T04:00:00Z", "Asia/Shanghai", 720)[0]).toBe("2026-12-01T04:00:00.000Z");
});

test("a month in which clocks change is that hour longer or shorter", () => {
  const hours = (now: string) => {
    const [start, end] = month(now, "Europe/Berlin");
    return (Date.parse(end!) - Date.parse(start!)) / 3_600_000;
  };
  expect([hours("2026-03-15T12:00:00Z"), hours("2026-10-15T12:00:00Z")]).toEqual([31 * 24 - 1, 31 * 24 + 1]);
});

test("a day's turn is written as every language writes it", () => {
  expect([clockOf(0), clockOf(545), clockOf(1439)]).toEqual(["00:00", "09:05", "23:59"]);
});

test.each([
  ["python:3.12", "python:3.12"],
  [" registry.example.org:5000/team/model:v1 ", "registry.example.org:5000/team/model:v1"],
  [`ghcr.io/a/b@sha256:${"a".repeat(64)}`, `ghcr.io/a/b@sha256:${"a".repeat(64)}`],
  ["docker://alpine", "alpine"],
  ["", null],
  ["UPPER/Case", null],
  ["a b", null],
  ["image:tag; rm -rf /", null],
  ["--privileged", null],
  ["../secret", null],
  [`a/${"b".repeat(300)}`, null],
])("%j as the name of an image is read as %j", (given, expected) => {
  expect(imageReference(given)).toBe(expected);
});

test("the newest upload begun at a place is found again, and what is none of ours is passed by", () => {
  const line = (filename: string, place: string, creationTime: string) =>
    JSON.stringify({ size: 10, metadata: { filename, place }, creationTime });
  const stored: [string, string | null][] = [
    ["theme", "dark"],
    ["tus::old", line("old.zip", "/a", "2026-11-01T00:00:00Z")],
    ["tus::new", line("new.zip", "/a", "2026-11-02T00:00:00Z")],
    ["tus::other", line("other.zip", "/b", "2026-11-03T00:00:00Z")],
    ["tus::broken", "{"],
    ["tus::empty", null],
  ];
  expect(latestBegun(stored, "/a")).toMatchObject({ name: "new.zip", key: "tus::new", size: 10 });
  expect(latestBegun(stored, "/c")).toBeNull();
});

test("speed and time left are told once a second has shown them", () => {
  expect(speedOf([{ at: 0, sent: 0 }], 100)).toBeNull();
  expect(
    speedOf(
      [
        { at: 0, sent: 0 },
        { at: 500, sent: 10 },
      ],
      100,
    ),
  ).toBeNull();
  expect(
    speedOf(
      [
        { at: 0, sent: 10 },
        { at: 2000, sent: 30 },
      ],
      100,
    ),
  ).toEqual({ bytesPerSecond: 10, leftMs: 7000 });
});
