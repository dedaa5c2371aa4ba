import { setTimeout as pause } from "node:timers/promises";
import Docker from "dockerode";
import type { Chance } from "./chance.ts";
import type { LineState } from "./web-line.ts";
import type { Judge, World } from "./world.ts";

const docker = new Docker();

/** One fault, from its beginning until its cause is gone. Resolves with what happened, or null when there was nothing to hit. */
type Fault = { about: string; happen(world: World): Promise<string | null> };
type Plan = (chance: Chance) => Fault;

const judgeOf = (world: World, letter: string): Judge => world.judges.find((one) => one.letter === letter)!;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Containers of this world's judges. */
export async function containersOf(world: World): Promise<Docker.ContainerInfo[]> {
  const all = await docker.listContainers({ all: true, filters: { label: ["podium.attempt"] } });
  return all.filter((one) => one.Mounts.some((mount) => mount.Source.startsWith(`${world.folder}/`)));
}

const onLine =
  (state: LineState): Plan =>
  (chance) => {
    const letter = chance.pick(["a", "b"]);
    const ms = chance.between(500, 9_000);
    return {
      about: `line-${letter}`,
      async happen(world) {
        const { line } = judgeOf(world, letter);
        line.become(state);
        await pause(ms);
        line.become("well");
        return `${letter}, ${seconds(ms)}`;
      },
    };
  };

const frozen =
  (which: "web" | "judge"): Plan =>
  (chance) => {
    const letter = chance.pick(["a", "b"]);
    const ms = chance.between(500, 9_000);
    return {
      about: which === "web" ? "web" : `judge-${letter}`,
      async happen(world) {
        const { process } = which === "web" ? { process: world.web } : judgeOf(world, letter);
        process.signal("SIGSTOP");
        await pause(ms);
        process.signal("SIGCONT");
        return `${process.name}, ${seconds(ms)}`;
      },
    };
  };

const signalled =
  (signal: "SIGKILL" | "SIGTERM"): Plan =>
  (chance) => {
    const letter = chance.pick(["a", "b"]);
    return {
      about: `judge-${letter}`,
      async happen(world) {
        judgeOf(world, letter).process.signal(signal);
        return letter;
      },
    };
  };

const postgresEnds =
  (signal: "SIGKILL" | "SIGQUIT"): Plan =>
  () => ({
    about: "postgres",
    async happen(world) {
      await world.endPostgres(signal);
      return "";
    },
  });

/** Every kind of fault by its name. */
export const FAULTS: Record<string, Plan> = {
  "judge killed": signalled("SIGKILL"),
  "judge told to stop": signalled("SIGTERM"),
  "judge frozen": frozen("judge"),
  "web killed": () => ({
    about: "web",
    async happen(world) {
      world.web.signal("SIGKILL");
      return "";
    },
  }),
  "web frozen": frozen("web"),
  "postgres killed": postgresEnds("SIGKILL"),
  "postgres stopped at once": postgresEnds("SIGQUIT"),
  "postgres slow": (chance) => {
    const [ms, delayMs] = [chance.between(1_000, 6_000), chance.whole(20, 250)];
    return {
      about: "postgres",
      async happen(world) {
        world.database.slow(delayMs);
        await pause(ms);
        world.database.slow(0);
        return `${delayMs} ms, ${seconds(ms)}`;
      },
    };
  },
  "postgres connections cut": () => ({
    about: "postgres",
    async happen(world) {
      world.database.cut();
      return "";
    },
  }),
  "network cut": onLine("cut"),
  "network silent": onLine("silent"),
  "answers lost": onLine("deaf"),
  "ends delivered twice": onLine("twice"),
  "container killed": (chance) => {
    const at = chance.number();
    return {
      about: "container",
      async happen(world) {
        const running = (await containersOf(world)).filter((one) => one.State === "running");
        const one = running[Math.floor(at * running.length)];
        if (!one) return null;
        const killed = await docker
          .getContainer(one.Id)
          .kill()
          .then(
            () => true,
            () => false,
          );
        return killed ? (one.Labels["podium.attempt"] ?? "") : null;
      },
    };
  },
  "disk full": (chance) => {
    const letter = chance.pick(["a", "b"]);
    const ms = chance.between(1_000, 6_000);
    return {
      about: `disk-${letter}`,
      async happen(world) {
        const { disk } = judgeOf(world, letter);
        const full = await disk.fill();
        await pause(ms);
        await disk.empty();
        return full ? `${letter}, ${seconds(ms)}` : null;
      },
    };
  },
  "image missing": (chance) => {
    const ms = chance.between(300, 1_500);
    return {
      about: "image",
      async happen(world) {
        const { repo, tag } = world.image;
        const image = docker.getImage(`${repo}:${tag}`);
        const { Id } = await image.inspect();
        await image.remove({ noprune: true });
        await pause(ms);
        await docker.getImage(Id).tag({ repo, tag });
        return seconds(ms);
      },
    };
  },
  "clock jumps": (chance) => {
    const letter = chance.pick(["a", "b"]);
    const aheadMs = chance.whole(-86_400_000, 86_400_000);
    return {
      about: `judge-${letter}`,
      async happen(world) {
        const { process } = judgeOf(world, letter);
        process.startWith(["--import", new URL(`odd-clock.mjs?ahead=${aheadMs}`, import.meta.url).href]);
        process.signal("SIGKILL");
        return `${letter}, by ${(aheadMs / 3_600_000).toFixed(1)} h`;
      },
    };
  },
  "two of one name": (chance) => {
    const letter = chance.pick(["a", "b"]);
    const [ms, killed] = [chance.between(1_000, 6_000), chance.number() < 0.5];
    return {
      about: `twin-${letter}`,
      async happen(world) {
        const twin = judgeOf(world, letter).twin();
        await pause(ms);
        // One that was killed is started again: whoever starts it sweeps what it left.
        if (killed) {
          twin.signal("SIGKILL");
          await pause(1_000);
          await twin.ready();
        }
        await twin.stop();
        return `${letter}, ${seconds(ms)}${killed ? ", killed" : ""}`;
      },
    };
  },
};
