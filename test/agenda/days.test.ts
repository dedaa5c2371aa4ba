import { expect, test } from "vitest";
import { byDay, clockIn, dayIn, gridLines } from "../../app/agenda/days.ts";

const at = (startsAt: string, endsAt: string) => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

test("a session belongs to the day it starts on in the edition's time zone, not in the server's", () => {
  // 23:30 UTC on the 11th is 07:30 on the 12th in Shanghai.
  const early = at("2026-12-11T23:30:00Z", "2026-12-12T00:30:00Z");
  expect(byDay([early], clockIn("Asia/Shanghai")).map((d) => d.day)).toEqual(["2026-12-12"]);
  expect(byDay([early], clockIn("America/New_York")).map((d) => d.day)).toEqual(["2026-12-11"]);
});

test("a session past midnight stays on the day it began, and one that begins at night on the evening's", () => {
  const night = at("2026-12-12T15:00:00Z", "2026-12-12T19:00:00Z"); // 23:00 to 03:00 in Shanghai
  const later = at("2026-12-12T17:30:00Z", "2026-12-12T18:00:00Z"); // 01:30 on the 13th
  const dawn = at("2026-12-12T20:00:00Z", "2026-12-12T21:00:00Z"); // 04:00
  const clock = clockIn("Asia/Shanghai", 240);
  expect(byDay([night, later, dawn], clock)).toEqual([
    { day: "2026-12-12", sessions: [night, later] },
    { day: "2026-12-13", sessions: [dawn] },
  ]);
  expect(clock(+later.startsAt)).toEqual({ day: "2026-12-12", minute: 25 * 60 + 30 });
});

test("days and their sessions come in order of time", () => {
  const [late, early, next] = [
    at("2026-12-12T06:00:00Z", "2026-12-12T07:00:00Z"),
    at("2026-12-12T01:00:00Z", "2026-12-12T02:00:00Z"),
    at("2026-12-13T01:00:00Z", "2026-12-13T02:00:00Z"),
  ] as const;
  expect(byDay([late, next, early], clockIn("Asia/Shanghai"))).toEqual([
    { day: "2026-12-12", sessions: [early, late] },
    { day: "2026-12-13", sessions: [next] },
  ]);
});

test("the clock of a zone is read through a change to summer time", () => {
  // Europe/Berlin goes from 02:00 to 03:00 on 29 March 2026.
  const clock = clockIn("Europe/Berlin", 120);
  expect(clock(Date.parse("2026-03-29T00:30:00Z"))).toEqual({ day: "2026-03-28", minute: 1530 });
  expect(clock(Date.parse("2026-03-29T01:30:00Z"))).toEqual({ day: "2026-03-29", minute: 210 });
  expect(dayIn("Europe/Berlin", new Date("2026-03-29T22:30:00Z"))).toBe("2026-03-30");
});

test("the grid has one line for each instant at which something starts or ends", () => {
  const sessions = [
    at("2026-12-12T01:00:00Z", "2026-12-12T02:00:00Z"),
    at("2026-12-12T01:30:00Z", "2026-12-12T02:00:00Z"),
  ];
  expect(gridLines(sessions).map((t) => new Date(t).toISOString().slice(11, 16))).toEqual([
    "01:00",
    "01:30",
    "02:00",
  ]);
});
