import { expect, test } from "vitest";
import { fileFits, mayDeliver } from "../../app/entries/may-deliver.ts";

const now = new Date("2026-06-10T07:00:00Z");
const competition = { state: "published" } as const;
const entry = { state: "accepted", trackId: "a" } as const;
const slot = { trackId: null, purpose: "work", dueAt: new Date("2026-06-10T07:00:01Z") } as const;
const reason = (outcome: { ok: boolean; refusal?: { reason: string } }) => outcome.refusal?.reason ?? "fits";
const may = (changes: object) => reason(mayDeliver({ competition, entry, slot, now, ...changes }));

test("an accepted entry hands in until the last second", () => {
  expect(may({})).toBe("fits");
});
test("nothing is taken from the deadline on", () => {
  expect(may({ now: slot.dueAt })).toBe("deliverables.refusals.closed");
});
test("nothing is taken of whoever has not joined", () => {
  expect(may({ entry: null })).toBe("deliverables.refusals.noEntry");
});
test("nothing is taken once the competition is closed", () => {
  expect(may({ competition: { state: "closed" } })).toBe("deliverables.refusals.competitionClosed");
});
test("a slot of another track takes nothing", () => {
  expect(may({ slot: { ...slot, trackId: "b" } })).toBe("deliverables.refusals.otherTrack");
});
test("a pending entry hands in proofs of eligibility only", () => {
  const pending = { ...entry, state: "pending" };
  expect(may({ entry: pending })).toBe("deliverables.refusals.entryPending");
  expect(may({ entry: pending, slot: { ...slot, purpose: "eligibility" } })).toBe("fits");
});
test.each([
  ["rejected", "entryRejected"],
  ["withdrawn", "entryWithdrawn"],
  ["disqualified", "entryDisqualified"],
  ["merged", "entryMerged"],
])("an entry that is %s hands in nothing", (state, key) => {
  const proof = { ...slot, purpose: "eligibility" };
  expect(may({ entry: { ...entry, state }, slot: proof })).toBe(`deliverables.refusals.${key}`);
});

const zip = new Uint8Array([0x50, 0x4b, 3, 4]);
const asks = { extensions: ["zip"], maxBytes: 1000, namePattern: "{code}-source" };
const names = { code: "A3-0017", team: "Moonlight", slot: "Source" };
const fits = (file: object, changes: object = {}) =>
  fileFits({
    slot: { ...asks, ...changes },
    names,
    file: { name: "A3-0017-source.zip", size: 10, head: zip, ...file },
  });

test("a file that is all that was asked for fits", () => {
  expect(fits({}).ok).toBe(true);
});
test("a wrong ending is refused with those that are right", () => {
  expect(fits({ name: "A3-0017-source.rar" })).toMatchObject({
    refusal: { reason: "deliverables.refusals.wrongEnding", values: { allowed: ".zip" }, field: "file" },
  });
});
test("a file that is too large is refused with both sizes", () => {
  expect(fits({ size: 1001 })).toMatchObject({
    refusal: {
      reason: "deliverables.refusals.tooLarge",
      values: { max: "1,000 bytes", size: "1,001 bytes" },
    },
  });
});
test("a wrong name is refused with the exact one that is right", () => {
  expect(fits({ name: "source.zip" })).toMatchObject({
    refusal: {
      reason: "deliverables.refusals.wrongName",
      values: { expected: "A3-0017-source.zip", name: "source.zip" },
    },
  });
});
test("a wrong name is refused with the ending that the file has", () => {
  const head = new Uint8Array(Buffer.from("%PDF-1.7"));
  expect(fits({ name: "source.pdf", head }, { extensions: ["zip", "pdf"] })).toMatchObject({
    refusal: { values: { expected: "A3-0017-source.pdf" } },
  });
});
test("a file that was only renamed is refused", () => {
  expect(reason(fits({ head: new Uint8Array([1, 2, 3, 4]) }))).toBe("deliverables.refusals.wrongContent");
});
test("an empty file is refused", () => {
  expect(reason(fits({ size: 0 }))).toBe("deliverables.refusals.empty");
});
