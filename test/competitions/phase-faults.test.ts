import { expect, test } from "vitest";
import { phaseFaults } from "../../app/competitions/phase-faults.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const phase = (id: string, from: number, to: number | null) => ({
  id,
  name: { en: id },
  startsAt: at(from),
  endsAt: to === null ? null : at(to),
  freezeAt: null as Date | null,
  autoMigrate: false,
});
const ALL = [phase("A", 1, 5), phase("B", 5, 10)];
const said = (change: ReturnType<typeof phase>, all = ALL) =>
  phaseFaults(change, all).map((f) => `${f.field} ${f.reason.replace("editor.refusals.", "")}`);

test("phases that touch do not overlap, and one may be changed in its place", () => {
  expect(said(phase("C", 10, 12))).toEqual([]);
  expect(said(phase("A", 2, 5))).toEqual([]);
});

test.each([
  ["endsAt endsBeforeStart", phase("C", 12, 12), ALL],
  ["startsAt startsInPhase", phase("C", 9, 12), ALL],
  ["endsAt endsInPhase", phase("A", 1, 6), ALL],
  ["endsAt openEndBefore", phase("A", 1, null), ALL],
  ["startsAt afterOpenEnd", phase("C", 12, 13), [phase("A", 1, null)]],
  ["freezeAt freezeOutside", { ...phase("C", 12, 13), freezeAt: at(14) }, ALL],
  ["freezeAt freezeOutside", { ...phase("C", 12, 13), freezeAt: at(12) }, ALL],
  ["autoMigrate nothingToMigrate", { ...phase("A", 1, 5), autoMigrate: true }, ALL],
])("%s", (sentence, change, all) => {
  expect(said(change, all)).toEqual([sentence]);
});
