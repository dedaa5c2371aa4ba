import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { splitDigits } from "../../app/cli/demo/digits/bundle.ts";
import { agenda } from "../../app/cli/demo/forum.ts";
import { campus, KNOWN_HOURS, weeklyMean } from "../../app/cli/demo/load/data.ts";
import {
  DIGIT_OWN,
  DIGIT_TEAMS,
  DRIP,
  FREEZE_AFTER_S,
  LOAD_OWN,
  LOAD_TEAMS,
  PRACTITIONERS,
} from "../../app/cli/demo/plan.ts";
import { Comparison } from "../../app/similarity/compare.ts";

const digits = "app/cli/demo/digits";

test("the digits are split into 1,000 labelled images and 797 whose labels are hidden", () => {
  const { train, test, labels } = splitDigits(gunzipSync(readFileSync(`${digits}/digits.csv.gz`)).toString());
  const rows = (text: string) =>
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));

  expect(rows(train)).toHaveLength(1000);
  expect(rows(test)).toHaveLength(797);
  expect(rows(train).every((row) => row.length === 66)).toBe(true);
  expect(rows(test).every((row) => row.length === 65)).toBe(true);
  expect(rows(labels).map(([id]) => id)).toEqual(rows(test).map(([id]) => id));
  const known = new Set(rows(train).map(([id]) => id));
  expect(rows(test).some(([id]) => known.has(id))).toBe(false);
  const seen = new Set(rows(labels).map(([, label]) => label));
  expect(seen.size).toBe(10);
});

test("every submission of the plan exists, and its versions come in order", () => {
  const forecasters = [...LOAD_TEAMS, ...LOAD_OWN];
  const versions = new Map<string, number>();
  let before = -1;
  for (const { afterS, team, version } of DRIP) {
    expect(afterS).toBeGreaterThan(before);
    before = afterS;
    expect(version, team).toBe((versions.get(team) ?? 0) + 1);
    versions.set(team, version);
    const load = forecasters.find((t) => t.key === team);
    const practitioner = PRACTITIONERS.find((p) => p.key === team);
    if (load) expect(load.methods[version - 1], team).toBeDefined();
    else if (practitioner) expect(practitioner.attempts[version - 1], team).toBeDefined();
    else expect(existsSync(`${digits}/teams/${team}-${version}/model.py`), team).toBe(true);
  }
  const all = [...DIGIT_TEAMS, ...DIGIT_OWN, ...forecasters, ...PRACTITIONERS];
  expect(new Set(versions.keys())).toEqual(new Set(all.map((t) => t.key)));
});

test("the load competition freezes between two of its submissions, so that the public and the organiser differ", () => {
  const load = new Set(LOAD_TEAMS.map((team) => team.key));
  const at = DRIP.filter((step) => load.has(step.team)).map((step) => step.afterS);
  expect(Math.min(...at)).toBeLessThan(FREEZE_AFTER_S);
  expect(Math.max(...at)).toBeGreaterThan(FREEZE_AFTER_S);
});

test("of the digit teams' last sources one pair is alike from end to end", () => {
  const comparison = new Comparison(100_000);
  comparison.leaveOut(readFileSync(`${digits}/teams/centroid-1/model.py`, "utf8"));
  const keys = DIGIT_TEAMS.map((team) => team.key);
  for (const key of keys) {
    const last = DRIP.findLast((step) => step.team === key)!.version;
    comparison.add(key, readFileSync(`${digits}/teams/${key}-${last}/model.py`, "utf8"));
  }
  const pairs = comparison.alike(100).pairs.filter((pair) => pair.similarity > 0.9);
  expect(pairs.map(({ left, right }) => [keys[left], keys[right]])).toEqual([["logistic", "echo"]]);
});

test("the campus is the same at every start, and a forecast reaches its last hour", () => {
  expect(campus()).toEqual(campus());
  const hours = campus();
  const forecast = weeklyMean(hours.slice(0, KNOWN_HOURS), hours.slice(KNOWN_HOURS));
  expect(forecast).toHaveLength(168);
  expect(forecast.every(Number.isFinite)).toBe(true);
});

test("nobody speaks and no room is used twice at once in the demo's agenda", () => {
  const { sessions } = agenda("2027-03-01");
  for (const [i, a] of sessions.entries())
    for (const b of sessions.slice(i + 1)) {
      if (a.endsAt <= b.startsAt || b.endsAt <= a.startsAt) continue;
      expect(a.room === undefined || a.room !== b.room, `${a.title.en} / ${b.title.en}`).toBe(true);
      expect(
        a.speakers.filter((s) => b.speakers.includes(s)),
        `${a.title.en} / ${b.title.en}`,
      ).toEqual([]);
    }
});
