import { expect, test } from "vitest";
import { readFilter, submissionsForOrganiser } from "../../app/submissions/organiser-queries.server.ts";
import { aCrowd, medianMs, statementsOf } from "./support.ts";

// First page, an old page and a filtered one of the organiser's list: what 100,000 submissions cost over 1,000.
test("the organiser's list of 100,000 submissions is as near as that of 1,000", async () => {
  const small = await aCrowd({ entries: 100, submissions: 1_000 });
  const large = await aCrowd({ entries: 10_000, submissions: 100_000 });
  const list = (crowd: typeof small, query: string) => () =>
    submissionsForOrganiser(crowd.organiser, crowd.competitionId, readFilter(new URLSearchParams(query)));
  for (const [what, few, many] of [
    ["first page", "", ""],
    ["an old page", "before=200", "before=200"],
    ["those that failed", "state=failed", "state=failed"],
    ["one team's", "team=Team 77", "team=Team 7777"],
  ] as const) {
    const base = await medianMs(list(small, few));
    const crowded = await medianMs(list(large, many));
    const ratio = crowded / base;
    console.log(
      `organiser's list, ${what}: ${base.toFixed(1)} ms of 1,000, ${crowded.toFixed(1)} ms of 100,000: × ${ratio.toFixed(2)}`,
    );
    expect(ratio).toBeLessThan(15);
  }
});

test("the organiser's list sends as many statements for 1,000 rows as for one", async () => {
  const one = await aCrowd({ entries: 1, submissions: 1 });
  const many = await aCrowd({ entries: 100, submissions: 1_000 });
  const statements = (crowd: typeof one) =>
    statementsOf(() =>
      submissionsForOrganiser(crowd.organiser, crowd.competitionId, { filter: {}, cursor: {} }),
    );
  expect(await statements(many)).toBe(await statements(one));
});
