import { expect, test } from "vitest";
import { imageReference } from "../../app/submissions/image-reference.ts";
import { clockOf, left, quotaDay, withGrants } from "../../app/submissions/quota.ts";
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
  const quota = { maxPerDay: 5, maxTotal: 0, maxWaiting: 2 };
  expect(withGrants(quota, { morePerDay: 2, moreTotal: 10 })).toEqual({
    maxPerDay: 7,
    maxTotal: 0,
    maxWaiting: 2,
  });
});

test("what is left today is never more than what is left in all", () => {
  const used = { today: 1, total: 9, waiting: 1 };
  expect(left({ maxPerDay: 5, maxTotal: 10, maxWaiting: 2 }, used)).toEqual({
    today: 1,
    total: 1,
    waiting: 1,
  });
  expect(left({ maxPerDay: 0, maxTotal: 0, maxWaiting: 0 }, used)).toEqual({
    today: null,
    total: null,
    waiting: null,
  });
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
