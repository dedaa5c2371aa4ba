import { expect, test } from "vitest";
import type { Standing } from "../../app/leaderboards/board.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { Ranking } from "../../app/leaderboards/ranking.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { aShape } from "../factories/boards.ts";
import { aCrowd, medianMs, statementsOf } from "./support.ts";

const now = new Date("2027-06-01T00:00:00Z");

test("a page of the public board of 10,000 entries is as near as that of 100", async () => {
  const small = await aCrowd({ entries: 100, submissions: 1_000 });
  const large = await aCrowd({ entries: 10_000, submissions: 100_000 });
  for (const [what, page] of [
    ["first page", 1],
    ["last page", 100],
  ] as const) {
    const look = (crowd: typeof small) => () => boardFor(GUEST, crowd.slug, 0, now, { page });
    const base = await medianMs(look(small));
    const crowded = await medianMs(look(large));
    console.log(
      `public board, ${what}: ${base.toFixed(2)} ms of 1,000 submissions, ${crowded.toFixed(2)} ms of 100,000: × ${(crowded / base).toFixed(2)}`,
    );
    expect(crowded / base).toBeLessThan(3);
  }
  const first = performance.now();
  const cold = await aCrowd({ entries: 10_000, submissions: 10_000 });
  const seeded = performance.now();
  await boardFor(GUEST, cold.slug, 0, now);
  console.log(
    `public board of 10,000 entries, first look of a process: ${(performance.now() - seeded).toFixed(0)} ms (seeding ${(seeded - first).toFixed(0)} ms)`,
  );
});

test("the public board sends as many statements for a thousand rows as for one", async () => {
  const one = await aCrowd({ entries: 1, submissions: 1 });
  const many = await aCrowd({ entries: 1_000, submissions: 1_000 });
  const statements = async (crowd: typeof one) => {
    await boardFor(GUEST, crowd.slug, 0, now);
    return statementsOf(() => boardFor(GUEST, crowd.slug, 0, now));
  };
  expect(await statements(many)).toBe(await statements(one));
});

test("a score finds its rank among 100,000 rows in about the time it takes among 1,000", () => {
  const standing = (id: number, score: number): Standing => ({
    submissionId: `s${id}`,
    entryId: `e${id}`,
    values: { accuracy: (score / 1e7).toFixed(7) },
    submittedAt: "2026-11-01T00:00:00.000Z",
  });
  const perUpdate = (rows: number) => {
    const made = Array.from({ length: rows }, (_, i) => standing(i, (i * 7_919) % 10_000_019));
    const ranking = new Ranking(aShape(), made);
    const updates = 20_000;
    const begun = performance.now();
    for (let i = 0; i < updates; i++) {
      ranking.apply(i, [{ put: standing((i * 31) % rows, (i * 104_729) % 10_000_019) }]);
      ranking.placeOfEntry(`e${(i * 31) % rows}`);
    }
    return ((performance.now() - begun) * 1_000) / updates;
  };
  perUpdate(1_000);
  const [base, crowded] = [perUpdate(1_000), perUpdate(100_000)];
  console.log(
    `rank update: ${base.toFixed(1)} µs among 1,000, ${crowded.toFixed(1)} µs among 100,000: × ${(crowded / base).toFixed(2)}`,
  );
  expect(crowded / base).toBeLessThan(5);
});
