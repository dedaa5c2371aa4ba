import { expect, test } from "vitest";
import { differences, replaced } from "../../app/leaderboards/rejudge-preview.ts";
import { aShape, aStanding } from "../factories/boards.ts";

const shape = aShape();
const a = aStanding("a", { accuracy: "0.9" });
const b = aStanding("b", { accuracy: "0.8" });
const c = aStanding("c", { accuracy: "0.7" });

test("a lower score moves its row down and every row that passes it up", () => {
  const after = replaced([a, b, c], new Map([[a.entryId, [{ ...a, values: { accuracy: "0.75" } }]]]));
  const { changed, unchanged } = differences(shape, { before: [a, b, c], after, several: false });
  expect(changed.map((d) => [d.after?.submissionId, d.before?.rank, d.after?.rank])).toEqual([
    ["b", 2, 1],
    ["a", 1, 2],
  ]);
  expect(unchanged).toBe(1);
});

test("a row that leaves and one that comes are told without a counterpart", () => {
  const d = aStanding("d", { accuracy: "0.1" });
  const after = replaced(
    [a, b],
    new Map([
      [a.entryId, []],
      [d.entryId, [d]],
    ]),
  );
  const { changed } = differences(shape, { before: [a, b], after, several: false });
  expect(changed.map((x) => [x.key, x.before?.rank ?? null, x.after?.rank ?? null])).toEqual([
    [b.entryId, 2, 1],
    [d.entryId, null, 2],
    [a.entryId, 1, null],
  ]);
});

test("where an entry stands several times each of its submissions is a row", () => {
  const more = aStanding("more", { accuracy: "0.85" }, { entryId: a.entryId });
  const { changed } = differences(shape, { before: [a, b], after: [a, b, more], several: true });
  expect(changed.map((x) => x.key)).toEqual(["more", "b"]);
});

test("nothing changed is nothing told", () => {
  expect(differences(shape, { before: [a, b], after: [a, b], several: false })).toEqual({
    changed: [],
    unchanged: 2,
  });
});
