import { readFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { readBundle } from "../../app/competitions/bundle/read.ts";
import type { Bundle } from "../../app/competitions/bundle/shape.ts";
import { db } from "../../db/connect.ts";
import { competitions, metrics, phases } from "../../db/schema/index.ts";
import { importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { type Random, randomBundle, randomOf } from "../support/random-bundle.ts";
import { again, everything, exported, unpacked } from "../support/whole-competition.ts";

const now = new Date("2026-11-23T09:00:00Z");
const organiser = await aViewer({ role: "organiser" });
const SEEDS = Array.from({ length: 20 }, (_, i) => 7_001 + i);

/** Changes what only Podium has, at random. */
async function settle(id: string, { below, one, flag }: Random): Promise<void> {
  const most = 1 + below(9);
  await db
    .update(competitions)
    .set({
      timeZone: one(["UTC", "Asia/Shanghai", "America/St_Johns"]),
      minTeamSize: 1 + below(most),
      maxTeamSize: most,
      maxTeamsPerPerson: below(4),
      sameSchool: flag(),
      verifiedMembersOnly: flag(),
      allowedEmails: flag() ? ["uni.example", "mei@lab.example"] : [],
      blockedEmails: flag() ? ["spam.example"] : [],
      entriesUntil: flag() ? new Date("2027-03-04T05:06:07Z") : null,
    })
    .where(eq(competitions.id, id));
  await db
    .update(phases)
    .set({
      dayTurnsAtMin: below(1440),
      maxWaiting: below(5),
      maxFinal: below(3),
      name: { en: "Phase", "zh-Hans": "阶段" },
    })
    .where(eq(phases.competitionId, id));
  await db
    .update(metrics)
    .set({ weight: one(["0.5", "1", "12.25"]), split: one(["public", "private"]) })
    .where(eq(metrics.competitionId, id));
}

/** What of a bundle's words Codabench's format has, without the places of its files. */
function inTheFormat({ podium: _, image: __, terms: ___, pages, tasks, solutions, ...bundle }: Bundle) {
  return {
    ...bundle,
    pages: pages.map(({ title }) => title),
    tasks: tasks.map(({ files, ...task }) => ({ ...task, files: Object.keys(files) })),
    solutions: solutions.map(({ name, tasks }) => ({ name, tasks })),
    phases: bundle.phases.map(({ startText: _, endText: __, startingKit, publicData, ...phase }) => ({
      ...phase,
      kits: [startingKit !== undefined, publicData !== undefined],
    })),
  };
}
const read = (yaml: string): Bundle => {
  const all = readBundle(yaml);
  if (!all.ok) throw new Error(JSON.stringify(all.problems));
  return all.bundle;
};

test.each(SEEDS)("a competition at random (%i) comes back from its export, field by field", async (seed) => {
  const random = randomOf(seed);
  const files = randomBundle(random);
  const first = await importing(organiser, files, now);
  if (!first.ok) throw new Error(JSON.stringify(first.refusal));
  await settle(first.value.id, random);
  const second = await again(organiser, await exported(organiser, first.value.slug, now), now);
  expect(await everything(second.id)).toEqual(await everything(first.value.id));
});

test.each(SEEDS)(
  "what Codabench has words for (%i) it would read out of an export as it was",
  async (seed) => {
    const files = randomBundle(randomOf(seed));
    const first = await importing(organiser, files, now);
    if (!first.ok) throw new Error(JSON.stringify(first.refusal));
    const { folder } = await unpacked(await exported(organiser, first.value.slug, now));
    const written = parse(await readFile(path.join(folder, "competition.yaml"), "utf8"), { version: "1.1" });
    delete written["x-podium"];
    const there = read(stringify(written, { version: "1.1" }));
    expect(inTheFormat(there)).toEqual(inTheFormat(read(String(files["competition.yaml"]))));
  },
);
