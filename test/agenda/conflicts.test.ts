import { expect, test } from "vitest";
import { conflicts, type Placed } from "../../app/agenda/conflicts.ts";

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
  expect(conflicts([session("a", 0, 60, "hall"), session("b", 30, 90, "hall")])).toEqual([
    { kind: "room", first: "a", second: "b", about: "hall" },
  ]);
});

test("sessions that touch are none", () => {
  expect(conflicts([session("a", 0, 60, "hall", "li"), session("b", 60, 90, "hall", "li")])).toEqual([]);
});

test("a speaker cannot be in two rooms at once", () => {
  expect(conflicts([session("a", 0, 60, "hall", "li"), session("b", 30, 90, "annex", "wang", "li")])).toEqual(
    [{ kind: "speaker", first: "a", second: "b", about: "li" }],
  );
});

test("a long session conflicts with each short one inside it", () => {
  const inside = [session("b", 10, 20, "hall"), session("c", 30, 40, "hall")];
  expect(conflicts([session("a", 0, 60, "hall"), ...inside]).map((c) => c.second)).toEqual(["b", "c"]);
});

test("sessions in no room conflict by their speakers alone", () => {
  expect(conflicts([session("a", 0, 60, null), session("b", 0, 60, null)])).toEqual([]);
});
