import { setTimeout as pause } from "node:timers/promises";
import Docker from "dockerode";
import { connection } from "../../db/connect.ts";
import { ensureImage } from "../../judge/images/build.ts";
import { type Chance, chance } from "./chance.ts";
import { check } from "./check.ts";
import type { Ground } from "./ground.ts";
import { FAULTS } from "./inflict.ts";
import { type Handed, openCompetition, startWork } from "./work.ts";
import { startWorld, type World } from "./world.ts";

const TEAMS = 5;
const MEETS_WITHIN_MS = 15_000;
const LOOK_MS = 100;
const docker = new Docker();

export type Plan = {
  seed: number;
  faults: number;
  /** How many faults come before everything must recover. */
  round: number;
  /** Kinds of faults; all when empty. */
  only: readonly string[];
};

type Told = { counts: Map<string, number>; say: (line: string) => void };

/** A fault that meets nothing tells nothing: waits until a judge is at work, or long enough. */
async function untilAtWork(): Promise<void> {
  for (const until = performance.now() + MEETS_WITHIN_MS; performance.now() < until; ) {
    const [row] = await connection().client`select 1 from attempts where ended_at is null limit 1`.catch(
      () => [],
    );
    if (row) return;
    await pause(LOOK_MS);
  }
}

/** Inflicts faults one after another, some while another still lasts. */
async function round(
  world: World,
  names: readonly string[],
  much: number,
  dice: Chance,
  told: Told,
): Promise<void> {
  const { counts, say } = told;
  const busy = new Set<string>();
  const lasting = new Set<Promise<void>>();
  for (let n = 0; n < much; n++) {
    const name = dice.pick(names);
    const fault = FAULTS[name]!(dice);
    const [waitMs, alone] = [dice.between(100, 1_500), dice.number() < 0.6];
    await pause(waitMs);
    await untilAtWork();
    // Two at once on the same thing would end one another.
    if (busy.has(fault.about)) await Promise.all(lasting);
    busy.add(fault.about);
    const happening = fault.happen(world).then((about) => {
      busy.delete(fault.about);
      say(`  ${name}${about ? ` (${about})` : about === null ? ": nothing to hit" : ""}`);
      if (about === null) return;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    });
    lasting.add(happening);
    happening.then(
      () => lasting.delete(happening),
      () => {},
    );
    if (alone) await happening;
  }
  await Promise.all(lasting);
}

/** Rounds of faults, each with a check after it. Answers what is wrong after the first that went wrong, in words. */
export async function storm(
  ground: Ground,
  plan: Plan,
  say: (line: string) => void,
  stopping: AbortSignal,
): Promise<string[]> {
  const { seed, faults } = plan;
  const names = plan.only.length > 0 ? plan.only : Object.keys(FAULTS);
  const unknown = names.filter((name) => !FAULTS[name]);
  if (unknown.length > 0)
    return [`there is no fault called ${unknown}; there are ${Object.keys(FAULTS).join(", ")}`];
  const dice = chance(seed);
  const builtIn = await ensureImage("small", say);
  const world = await startWorld(ground);
  const { repo, tag } = world.image;
  await docker.getImage(builtIn).tag({ repo, tag });
  const told: Told = { counts: new Map(), say };
  try {
    const handed: Handed = { expected: new Map(), taken: new Set() };
    const { slug, teams } = await openCompetition(await world.owner(), TEAMS);
    for (let done = 0; done < faults && !stopping.aborted; ) {
      const much = Math.min(plan.round, faults - done);
      const work = startWork(handed, slug, teams, chance(seed + done + 1));
      await round(world, names, much, dice, told);
      await work.stop();
      done += much;
      const began = performance.now();
      const found = await check(world, handed);
      const took = ((performance.now() - began) / 1000).toFixed(1);
      say(
        `${done} faults: ${found.judged} submissions (${handed.taken.size} acknowledged), ` +
          `${found.givenUp} given up without cost, recovered and checked in ${took} s`,
      );
      if (found.problems.length > 0) return found.problems;
    }
    return [];
  } finally {
    await world.stop();
    await docker.getImage(`${repo}:${tag}`).remove({ noprune: true });
    for (const [name, times] of [...told.counts].sort()) say(`${String(times).padStart(5)}  ${name}`);
  }
}
