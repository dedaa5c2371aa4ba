import { expect, test } from "vitest";
import { span } from "../../app/forums/span.ts";

test("two days of one month are one span in the reader's language", () => {
  expect(span("2026-12-21", "2026-12-22", "en")).toBe("December 21 – 22, 2026");
  expect(span("2026-12-21", "2026-12-22", "zh-Hans")).toBe("2026年12月21日至22日");
  expect(span("2026-12-21", "2026-12-22", "zh-Hant")).toBe("2026年12月21日至22日");
});

test("Chinese says the month again where it changes, and the year too", () => {
  expect(span("2026-11-30", "2026-12-01", "zh-Hans")).toBe("2026年11月30日至12月1日");
  expect(span("2026-12-31", "2027-01-01", "zh-Hans")).toBe("2026年12月31日至2027年1月1日");
});

test("one day is one date", () => {
  expect(span("2026-12-21", "2026-12-21", "en")).toBe("December 21, 2026");
  expect(span("2026-12-21", "2026-12-21", "zh-Hans")).toBe("2026年12月21日");
});
