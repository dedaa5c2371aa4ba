import { expect, test } from "vitest";
import {
  formatBytes,
  formatDate,
  formatDateTime,
  formatDuration,
  formatRelative,
  formatScore,
  formatSpan,
  formatTime,
  localized,
} from "../../app/web/format.ts";

const AT = new Date("2026-11-23T16:30:00Z");

test("a text is read in the reader's language where the organiser wrote it", () => {
  expect(localized({ en: "Final", "zh-Hans": "决赛" }, "zh-Hans")).toBe("决赛");
});

test("a reader of one Chinese script gets the other before English", () => {
  expect(localized({ en: "Final", "zh-Hans": "决赛" }, "zh-Hant")).toBe("决赛");
  expect(localized({ en: "Final", "zh-Hant": "決賽" }, "zh-Hans")).toBe("決賽");
});

test("a text in a single foreign language is better than none, and no text is empty", () => {
  expect(localized({ "zh-Hans": "决赛" }, "en")).toBe("决赛");
  expect(localized({}, "en")).toBe("");
  expect(localized(null, "en")).toBe("");
});

test("one instant is a different day and hour in another time zone", () => {
  expect(formatDate(AT, { locale: "en", timeZone: "UTC" })).toBe("Nov 23, 2026");
  expect(formatDate(AT, { locale: "zh-Hans", timeZone: "Asia/Shanghai" })).toBe("2026年11月24日");
  expect(formatTime(AT, { locale: "en", timeZone: "Asia/Shanghai" })).toBe("00:30");
});

test("a date with a time names its zone", () => {
  expect(formatDateTime(AT, { locale: "en", timeZone: "UTC" })).toBe("Nov 23, 2026, 16:30 UTC");
  for (const locale of ["zh-Hans", "zh-Hant"])
    expect(formatDateTime(AT, { locale, timeZone: "Asia/Shanghai" })).toBe("2026年11月24日 00:30 GMT+8");
});

test("a distance in time is told in the largest unit that fits", () => {
  const in2days = new Date(AT.getTime() + 2 * 86_400_000 + 5000);
  expect(formatRelative(in2days, AT, "en")).toBe("in 2 days");
  expect(formatRelative(AT, new Date(AT.getTime() + 5 * 60_000), "zh-Hans")).toBe("5分钟前");
});

test("bytes are counted by 1024", () => {
  expect(formatBytes(0)).toBe("0 bytes");
  expect(formatBytes(1023)).toBe("1,023 bytes");
  expect(formatBytes(1536)).toBe("1.5 kB");
  expect(formatBytes(512 * 1024 * 1024)).toBe("512 MB");
});

test("a duration reads from milliseconds to hours", () => {
  const lengths = [0, 840, 3000, 3240, 59_970, 125_900, 3_840_000];
  const read = (locale: string) => lengths.map((ms) => formatDuration(ms, locale));
  expect(read("en")).toEqual([
    ...["0 ms", "840 ms", "3.0 sec", "3.2 sec", "1 min 0 sec", "2 min 5 sec", "1 hr 4 min"],
  ]);
  expect(read("zh-Hans")).toEqual([
    ...["0毫秒", "840毫秒", "3.0秒", "3.2秒", "1分钟0秒", "2分钟5秒", "1小时4分钟"],
  ]);
  expect(formatDuration(125_000, "zh-Hant")).toBe("2 分鐘 5 秒");
});

test("a round span has no digits that say nothing", () => {
  const read = (locale: string) => [15, 300, 3600].map((s) => formatSpan(s, locale));
  expect(read("en")).toEqual(["15 sec", "5 min", "1 hr"]);
  expect(read("zh-Hans")).toEqual(["15秒", "5分钟", "1小时"]);
});

test("a score is rounded half away from zero on its decimal digits", () => {
  expect(formatScore("2.6750000000", 2)).toBe("2.68");
  expect(formatScore("-2.6750000000", 2)).toBe("-2.68");
  expect(formatScore("0.9999999999", 3)).toBe("1.000");
  expect(formatScore("41.5000000000", 0)).toBe("42");
});

test("a score keeps its trailing zeros and loses the sign of a rounded zero", () => {
  expect(formatScore("0.5", 4)).toBe("0.5000");
  expect(formatScore("-0.0004", 2)).toBe("0.00");
});
