import { expect, test } from "vitest";
import { conflicts, overlaps, type Placed } from "../../app/agenda/conflicts.ts";
import { clockIn } from "../../app/agenda/days.ts";

const session = (
  id: string,
  startsAt: number,
  endsAt: number,
  roomId: string | null,
  ...speakerIds: string[]
): Placed => ({
  id,
  roomId,
  speakerIds,
  startsAt,
  endsAt,
});

test("two sessions that overlap in one room are a conflict", () => {
  expect(overlaps([session("a", 0, 60, "hall"), session("b", 30, 90, "hall")])).toEqual([
    { kind: "room", first: "a", second: "b", about: "hall" },
  ]);
});

test("sessions that touch are none", () => {
  expect(overlaps([session("a", 0, 60, "hall", "li"), session("b", 60, 90, "hall", "li")])).toEqual([]);
});

test("a speaker cannot be in two rooms at once", () => {
  expect(overlaps([session("a", 0, 60, "hall", "li"), session("b", 30, 90, "annex", "wang", "li")])).toEqual([
    { kind: "speaker", first: "a", second: "b", about: "li" },
  ]);
});

test("a long session conflicts with each short one inside it", () => {
  const inside = [session("b", 10, 20, "hall"), session("c", 30, 40, "hall")];
  expect(overlaps([session("a", 0, 60, "hall"), ...inside]).map((c) => c.second)).toEqual(["b", "c"]);
});

test("sessions in no room conflict by their speakers alone", () => {
  expect(overlaps([session("a", 0, 60, null), session("b", 0, 60, null)])).toEqual([]);
});

const at = (time: string) => Date.parse(`2026-12-12T${time}:00+08:00`);
const edition = { startsOn: "2026-12-12", endsOn: "2026-12-13", clock: clockIn("Asia/Shanghai", 240) };
const hall = { id: "hall", capacity: 100, opensAt: 8 * 60, closesAt: 25 * 60 };
const alone = (one: Placed) => conflicts([one], [hall], edition).map((c) => [c.kind, c.about]);
const day = 86_400_000;

test.each<[string, Placed, unknown[]]>([
  ["within its room's hours", session("a", at("08:00"), at("23:00"), "hall"), []],
  ["before its room opens", session("a", at("07:55"), at("09:00"), "hall"), [["closed", "hall"]]],
  // Open until one at night, which belongs to the evening.
  ["at night, while the room is open", session("a", at("00:10") + day, at("01:00") + day, "hall"), []],
  ["after its room closes", session("a", at("23:00"), at("01:05") + day, "hall"), [["closed", "hall"]]],
  ["with as many people as seats", { ...session("a", at("09:00"), at("10:00"), "hall"), crowd: 100 }, []],
  [
    "with more people than seats",
    { ...session("a", at("09:00"), at("10:00"), "hall"), crowd: 101 },
    [["capacity", "hall"]],
  ],
  ["on the day before", session("a", at("09:00") - day, at("10:00") - day, null), [["outside", null]]],
  ["in the last night", session("a", at("02:00") + 2 * day, at("03:00") + 2 * day, null), []],
  [
    "on the morning after",
    session("a", at("05:00") + 2 * day, at("06:00") + 2 * day, null),
    [["outside", null]],
  ],
])("a session %s", (_what, one, expected) => {
  expect(alone(one)).toEqual(expected);
});
