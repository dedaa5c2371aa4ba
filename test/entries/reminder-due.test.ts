import { expect, test } from "vitest";
import { reminderDue } from "../../app/entries/reminder-due.ts";

const slot = { dueAt: new Date("2026-06-10T07:00:00Z"), remindHours: [72, 24] };
const at = (time: string) => reminderDue(slot, new Date(time));

test("no reminder is on before its time", () => {
  expect(at("2026-06-07T06:59:59Z")).toBeNull();
});
test("the reminder whose time came last is the one that is on", () => {
  expect([at("2026-06-07T07:00:00Z"), at("2026-06-09T07:00:00Z")]).toEqual([72, 24]);
});
test("after the deadline no reminder is on", () => {
  expect(at("2026-06-10T07:00:00Z")).toBeNull();
});
test("without a deadline no reminder is on", () => {
  expect(reminderDue({ ...slot, dueAt: null }, new Date())).toBeNull();
});
