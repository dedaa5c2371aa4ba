import { expect, test } from "vitest";
import { type ReadinessFacts, readiness } from "../../app/competitions/readiness.ts";

const now = new Date("2026-11-23T09:00:00Z");
const READY: ReadinessFacts = {
  rules: { en: "Be fair." },
  contactEmail: "ask@example.org",
  entriesUntil: null,
  datesUnconfirmed: false,
  pages: 1,
  metrics: 1,
  slots: 0,
  queue: null,
  unmet: [],
  phases: [{ name: { en: "Main" }, startsAt: now, endsAt: null, accepts: ["archive"], tasks: 1 }],
};
const said = (change: Partial<ReadinessFacts>) =>
  readiness({ ...READY, ...change }, now).map((f) => `${f.kind} ${f.reason.replace("editor.ready.", "")}`);
const [phase] = READY.phases;

test("nothing is found where nothing is amiss", () => {
  expect(said({})).toEqual([]);
});

test.each<[string, Partial<ReadinessFacts>]>([
  ["stops noPhase", { phases: [] }],
  ["stops phaseWithoutTask", { phases: [{ ...phase!, tasks: 0 }] }],
  ["stops noMetric", { metrics: 0 }],
  ["look nothingToHandIn", { phases: [{ ...phase!, accepts: [], tasks: 0 }] }],
  ["look over", { phases: [{ ...phase!, startsAt: new Date(0), endsAt: now }] }],
  ["look datesUnconfirmed", { datesUnconfirmed: true }],
  ["look queueWithoutHost", { queue: { name: "lab", hosts: 0 }, unmet: [{ task: {}, needs: "a100" }] }],
  ["look needsUnmet", { queue: { name: "lab", hosts: 1 }, unmet: [{ task: {}, needs: "2 × GPU, a100" }] }],
  ["look entriesOver", { entriesUntil: now }],
  ["look noRules", { rules: {} }],
  ["look noPages", { pages: 0 }],
  ["look noContact", { contactEmail: null }],
])("%s", (sentence, change) => {
  expect(said(change)).toEqual([sentence]);
});

test("works that people look at need neither task nor metric, but a deliverable", () => {
  expect(said({ phases: [{ ...phase!, accepts: [], tasks: 0 }], metrics: 0, slots: 1 })).toEqual([]);
});
