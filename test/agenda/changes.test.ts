import { expect, test } from "vitest";
import { type Draft, nextRelease, type Scheduled, showsTheSame } from "../../app/agenda/changes.ts";
import { ReleasedAgenda } from "../../app/agenda/released.ts";

const at = new Date("2026-11-01T08:00:00Z");
const later = new Date("2026-11-02T08:00:00Z");
const session = (uid: string, more: Partial<Scheduled> = {}): Scheduled => ({
  uid,
  number: uid.charCodeAt(0) - 96,
  cancelled: false,
  kind: "talk",
  title: { en: `Talk ${uid}`, "zh-Hans": `报告 ${uid}` },
  abstract: {},
  language: null,
  trackUid: null,
  roomUid: "hall",
  startsAt: new Date("2026-12-12T01:00:00Z"),
  endsAt: new Date("2026-12-12T02:00:00Z"),
  speakerUids: ["li"],
  ...more,
});
const draft = (...sessions: Scheduled[]): Draft => ({
  rooms: [
    { uid: "hall", name: { en: "Hall" }, capacity: 300 },
    { uid: "annex", name: { en: "Annex" }, capacity: null },
  ],
  tracks: [],
  speakers: [{ uid: "li", name: "Li Wei", affiliation: null, biography: {} }],
  sessions,
});
// As it comes back from the database: through JSON, with keys in another order.
const stored = (agenda: ReleasedAgenda) =>
  ReleasedAgenda.parse(
    JSON.parse(JSON.stringify(agenda), (_key, value) =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ),
  );
const release = (before: ReleasedAgenda | null, next: Draft, when = later) => {
  const { agenda, changes } = nextRelease(before && stored(before), next, { at: when, note: {} });
  return { agenda, changes, what: changes.map((c) => [c.uid, ...c.what]) };
};
const first = release(null, draft(session("a"), session("b")), at).agenda;

test("the first release adds every session, at sequence 0", () => {
  const { agenda, what } = release(null, draft(session("a"), session("b", { cancelled: true })), at);
  expect(what).toEqual([["a", "added"]]);
  expect(agenda.sessions).toMatchObject([{ uid: "a", sequence: 0, state: "confirmed", changedAt: at }]);
});

test.each<[string, Partial<Scheduled>, string[], number]>([
  ["a later start", { startsAt: new Date("2026-12-12T01:30:00Z") }, ["time"], 1],
  ["another length", { endsAt: new Date("2026-12-12T03:00:00Z") }, ["time"], 1],
  ["another room", { roomUid: "annex" }, ["room"], 1],
  ["a new title", { title: { en: "Better" } }, ["title"], 1],
  ["other speakers", { speakerUids: [] }, ["speakers"], 0],
  ["another abstract", { abstract: { en: "More" } }, ["details"], 0],
  ["the end of it", { cancelled: true }, ["cancelled"], 1],
])("%s is told, and the sequence grows by what a calendar shows", (_what, more, what, sequence) => {
  const next = release(first, draft(session("a", more), session("b")));
  expect(next.what).toEqual([["a", ...what]]);
  expect(next.agenda.sessions.find((s) => s.uid === "a")).toMatchObject({ sequence, changedAt: later });
  expect(next.agenda.sessions.find((s) => s.uid === "b")).toMatchObject({ sequence: 0, changedAt: at });
});

test("a session that left the draft stays as cancelled, with its room and speakers, and may come back", () => {
  const gone = release(first, { rooms: [], tracks: [], speakers: [], sessions: [] });
  expect(gone.what).toEqual([
    ["a", "cancelled"],
    ["b", "cancelled"],
  ]);
  expect(gone.agenda.rooms.map((r) => r.uid)).toEqual(["hall"]);
  expect(gone.agenda.speakers.map((s) => s.uid)).toEqual(["li"]);
  const still = release(gone.agenda, draft());
  expect([still.what, still.agenda.sessions.map((s) => s.sequence)]).toEqual([[], [1, 1]]);
  const back = release(gone.agenda, draft(session("a")));
  expect(back.what).toEqual([["a", "restored"]]);
  expect(back.agenda.sessions.map((s) => [s.uid, s.state, s.sequence])).toEqual([
    ["a", "confirmed", 2],
    ["b", "cancelled", 1],
  ]);
});

test("a renamed room moves its sessions in calendars, and is no change of theirs", () => {
  const next = draft(session("a"), session("b", { roomUid: "annex" }));
  const before = release(null, next, at).agenda;
  const after = release(before, {
    ...next,
    rooms: [{ ...next.rooms[0]!, name: { en: "Great hall" } }, next.rooms[1]!],
  });
  expect(after.what).toEqual([]);
  expect(after.agenda.sessions.map((s) => s.sequence)).toEqual([1, 0]);
  expect(showsTheSame(before, after.agenda)).toBe(false);
});

test("a draft that says what was released shows the same, however the database orders its keys", () => {
  expect(showsTheSame(first, release(first, draft(session("a"), session("b"))).agenda)).toBe(true);
  expect(showsTheSame(null, release(null, draft()).agenda)).toBe(true);
});
