import { expect, test } from "vitest";
import { readFile } from "./read-file.ts";

const json = (value: unknown, zone?: string) => readFile(JSON.stringify(value), zone);
const GUID = "6f0a1f5c-4a57-5d3f-9a0e-3f7f0a7f2f10";

test("schedule.json: rooms by name, their guids and sizes from the conference's list, persons by public name", () => {
  const { agenda } = json({
    schedule: {
      version: "1",
      conference: {
        acronym: "x",
        time_zone_name: "Europe/Berlin",
        rooms: [{ name: "Hall", guid: GUID, capacity: 300 }],
        tracks: [{ name: "Models", color: "#ff0000" }],
        days: [
          {
            index: 1,
            date: "2026-06-12",
            day_start: "2026-06-12T09:00:00+02:00",
            rooms: {
              Hall: [
                {
                  id: 7,
                  guid: GUID.replace("6f0a", "7f0a"),
                  date: "2026-06-12T10:00:00+02:00",
                  start: "10:00",
                  duration: "00:45",
                  title: "Small models",
                  subtitle: null,
                  track: "Models",
                  type: "Workshop",
                  language: "en",
                  abstract: null,
                  description: "Long.",
                  persons: [
                    { id: 1, public_name: "Ana Ruiz" },
                    { id: 2, name: null },
                  ],
                  links: [{ url: "https://example.org", title: "Site" }, "https://example.org/b"],
                },
              ],
            },
          },
        ],
      },
    },
  });
  expect(agenda).toMatchObject({
    rooms: [{ key: GUID, capacity: 300 }],
    tracks: [{ hue: 0 }],
    speakers: [{ name: "Ana Ruiz" }],
    sessions: [
      {
        number: 7,
        kind: "workshop",
        room: GUID,
        startsAt: "2026-06-12T08:00:00.000Z",
        endsAt: "2026-06-12T08:45:00.000Z",
        abstract: { en: "Long.\n\n- [Site](https://example.org/)\n- <https://example.org/b>" },
      },
    ],
  });
});

test("pretalx's widget: speakers, rooms and tracks by code and number, texts in several languages, breaks without a code", () => {
  const { agenda } = json({
    timezone: "Asia/Shanghai",
    rooms: [{ id: 3, name: { en: "Hall", "zh-hans": "大厅" } }],
    tracks: [{ id: 5, name: { en: "Models" }, color: "#00ff00" }],
    speakers: [{ code: "AB12CD", name: "李伟", avatar: null }],
    talks: [
      {
        code: "XYZ789",
        title: "小模型",
        abstract: "内容",
        speakers: ["AB12CD"],
        room: 3,
        track: 5,
        start: "2026-06-12T10:00:00+08:00",
        end: "2026-06-12T10:30:00+08:00",
        duration: 30,
        state: "confirmed",
      },
      {
        title: { en: "Lunch" },
        speakers: [],
        room: 3,
        start: "2026-06-12T12:00:00+08:00",
        end: "2026-06-12T13:00:00+08:00",
        duration: 60,
        state: null,
      },
    ],
  });
  expect(agenda.rooms).toMatchObject([{ name: { en: "Hall", "zh-Hans": "大厅" } }]);
  expect(agenda.sessions).toMatchObject([
    {
      title: { "zh-Hans": "小模型" },
      room: agenda.rooms[0]?.key,
      track: agenda.tracks[0]?.key,
      speakers: [agenda.speakers[0]?.key],
      startsAt: "2026-06-12T02:00:00.000Z",
    },
    { kind: "break", title: { en: "Lunch" }, endsAt: "2026-06-12T05:00:00.000Z" },
  ]);
});

test("a page of pretalx's API: slots within, what is not confirmed left out, nothing missing is gone", () => {
  const talk = (code: string, state: string) => ({
    code,
    title: code,
    speakers: [{ code: "S1", name: "Ana", biography: "Writes." }],
    submission_type: { en: "Talk" },
    state,
    slot: { room: { en: "Hall" }, start: "2026-06-12T08:00:00Z", end: "2026-06-12T08:30:00Z" },
  });
  const { agenda, said } = json({
    count: 3,
    next: "https://example.org/api/?page=2",
    results: [talk("A", "confirmed"), talk("B", "rejected"), { ...talk("C", "confirmed"), slot: null }],
  });
  expect(agenda.sessions.map((s) => s.title.en)).toEqual(["A"]);
  expect(agenda.speakers).toMatchObject([{ biography: { en: "Writes." } }]);
  expect(said).toMatchObject({ state: { names: "B" }, noTime: { names: "C" }, partial: {} });
});

test("pretalx's slots beside submissions: a session held twice is two", () => {
  const { agenda } = json({
    submissions: {
      results: [{ code: "A", title: "Twice", state: "confirmed", slots: [1, 2], speakers: [] }],
    },
    slots: {
      results: [
        {
          id: 1,
          room: { id: 1, name: { en: "Hall" } },
          start: "2026-06-12T08:00:00Z",
          end: "2026-06-12T08:30:00Z",
          submission: null,
        },
        {
          id: 2,
          room: { id: 1, name: { en: "Hall" } },
          start: "2026-06-13T08:00:00Z",
          end: "2026-06-13T08:30:00Z",
          submission: null,
        },
      ],
    },
  });
  expect(agenda.sessions.map((s) => s.startsAt.slice(0, 10))).toEqual(["2026-06-12", "2026-06-13"]);
  expect(new Set(agenda.sessions.map((s) => s.key)).size).toBe(2);
});

test("a flat list of talks, as Symposion writes it, with clocks of the edition's zone", () => {
  const { agenda } = json(
    {
      schedule: [
        {
          conf_key: 9,
          name: "Kernels",
          room: "Hall",
          start: "2026-06-12T10:00:00",
          end: "2026-06-12T10:45:00",
          authors: ["Ana Ruiz"],
          abstract: "Short.",
        },
      ],
    },
    "Australia/Sydney",
  );
  expect(agenda.sessions).toMatchObject([
    {
      number: 9,
      title: { en: "Kernels" },
      startsAt: "2026-06-12T00:00:00.000Z",
      speakers: [expect.any(String)],
    },
  ]);
});

test("a calendar: events with a zone, in UTC and with a length; cancelled ones are left out", () => {
  const { agenda, said } = readFile(
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "BEGIN:VEVENT",
      `UID:${GUID}`,
      "DTSTART;TZID=America/New_York:20260612T100000",
      "DTEND;TZID=America/New_York:20260612T110000",
      "SUMMARY:Opening\\, in the",
      "  hall",
      "LOCATION:Hall",
      "CATEGORIES:Models,Other",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:2@example.org",
      "DTSTART:20260612T160000Z",
      "DURATION:PT45M",
      "SUMMARY:Second",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:3@example.org",
      "DTSTART:20260612T160000Z",
      "SUMMARY:Third",
      "STATUS:CANCELLED",
      "END:VEVENT",
      "END:VCALENDAR",
    ].join("\r\n"),
  );
  expect(agenda.sessions).toMatchObject([
    {
      key: GUID,
      title: { en: "Opening, in the hall" },
      startsAt: "2026-06-12T14:00:00.000Z",
      endsAt: "2026-06-12T15:00:00.000Z",
    },
    { startsAt: "2026-06-12T16:00:00.000Z", endsAt: "2026-06-12T16:45:00.000Z" },
  ]);
  expect(said.state).toMatchObject({ names: "Third" });
});
