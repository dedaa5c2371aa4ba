import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import Docker from "dockerode";
import { Limits } from "../contract/limits.ts";
import { DEVICE_WAYS, type DeviceWay, type Usage } from "../contract/protocol.ts";
import { listen } from "./attached-log.ts";
import { removeGroups } from "./cgroups.ts";
import { type Around, containerSettings, imageOf, isGvisor } from "./container-settings.ts";
import { isAboutDevices } from "./device-requests.ts";
import { endedByOthers } from "./ended-by-others.ts";
import { CALL_MS, call, statusOf } from "./engine-call.ts";
import { imageSettings } from "./images.ts";
import { endedForTheMachine, oomKills, readKernelLog } from "./machine-memory.ts";
import { meter } from "./meter.ts";
import { gvisorVersion } from "./runtimes.ts";
import type { Ended, Program, Sandbox, Step } from "./sandbox.ts";

const FIRST_UID = 10_000;
/** The exit code of a program that was ended by SIGKILL. */
const KILLED = 137;
/** A group that was killed for its memory has peaked a few pages below its limit. */
const NEARLY_ALL = 0.99;
/** How often a running step is looked at: what it wrote, what processor time it took. */
const LOOK_EVERY_MS = 100;
/** A kill that the engine lost is said again. */
const KILL_AGAIN_MS = 1_000;
/** What programs see as /etc/hosts: without a network the engine leaves it empty. */
export const HOSTS = "127.0.0.1 localhost sandbox\n::1 localhost\n";
/** The least that the engine starts: what a device is tried with. */
const PROBE: Omit<Step, "image" | "devices"> = {
  attemptId: "device-probe",
  slot: 0,
  seed: 0,
  programs: [],
  limits: Limits.parse({ memoryBytes: 64 * 1024 * 1024 }),
  isOverfull: async () => false,
  signal: new AbortController().signal,
};
const asRoot = () => process.getuid?.() === 0;

/** Whom the programs of a slot run as: a user of its own where the judge may choose one. */
const uidOf = (slot: number): number => (asRoot() ? FIRST_UID + slot : (process.getuid?.() ?? 0));

type Running = { exit: Promise<number>; log: ReturnType<typeof listen> | null };
type Engine = {
  /** Parent groups need root and the cgroupfs driver: systemd takes its own away too early. */
  grouped: boolean;
  processors: number;
  /** What the engine adds to user ids where it has user namespaces. */
  firstUser: number;
  cgroup: number | null;
};

/** What a runtime says of a program that no kernel starts. */
const NO_PROGRAM = /creating process: failed to load|exec format error|argument list too long/i;

/**
 * Whether it is the program's own fault that it did not start. The engine says 400 when the one named by the
 * command does not exist in the image; where the image is the team's own, whatever it answers is the image's.
 */
const isPrograms = (error: unknown, program: Program, onDevices: boolean): boolean =>
  !(onDevices && isAboutDevices(error)) &&
  (statusOf(error) === 400 ||
    (statusOf(error) !== undefined && (Boolean(program.image) || NO_PROGRAM.test((error as Error).message))));

/** How long a container ran, by the engine's clock; null when it never did. */
function wallOf({ StartedAt, FinishedAt }: { StartedAt: string; FinishedAt: string }): number | null {
  const ms = Date.parse(FinishedAt) - Date.parse(StartedAt);
  return Date.parse(StartedAt) > 0 && ms >= 0 ? ms : null;
}

export function dockerSandbox(options: { host: string; runtime: string; hostsFile: string }): Sandbox {
  const docker = new Docker();
  const prefix = `podium-${options.host.replace(/[^a-zA-Z0-9]/g, "-")}-`;
  let known: Promise<Engine> | undefined;
  /** Containers that the engine would not remove; tried again before the next run. */
  const stuck = new Set<string>();

  function engineFacts(): Promise<Engine> {
    known ??= call("info", () => docker.info()).then((info) => {
      const remapped = (info.SecurityOptions as string[] | undefined)?.some((one) => /name=userns/.test(one));
      // The engine keeps the containers of remapped users in a folder called after the first of them.
      const first = /\/(\d+)\.\d+$/.exec(String(info.DockerRootDir))?.[1];
      return {
        grouped: asRoot() && info.CgroupDriver === "cgroupfs",
        processors: Number(info.NCPU) || 1,
        firstUser: remapped && first ? Number(first) : 0,
        cgroup: Number(info.CgroupVersion) || null,
      };
    });
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  const volumes = new Map<string, readonly string[]>();
  async function volumesOf(image: string): Promise<readonly string[]> {
    const found = volumes.get(image) ?? (await call("inspect", () => imageSettings(image))).volumes;
    if (volumes.size > 100) volumes.clear();
    volumes.set(image, found);
    return found;
  }

  let way: DeviceWay | null = null;
  /** Starts a container with the device in each way there is; the first that the engine takes is the one. */
  async function deviceWay(image: string, uuid: string): Promise<DeviceWay | null> {
    for (const candidate of way ? [] : DEVICE_WAYS) {
      const probe = { ...PROBE, image, devices: [uuid] };
      const program: Program = { command: ["true"], mounts: [], heard: () => {} };
      const around = await aroundOf(probe, program, null, candidate);
      let container: Docker.Container | undefined;
      try {
        container = await call("create", (more) =>
          docker.createContainer({ ...containerSettings(probe, program, around), ...more }),
        );
        const made = container;
        await call("start", (more) => made.start(more));
        way = candidate;
      } catch (error) {
        if (statusOf(error) === undefined) throw error;
        // An image without `true` is told when the devices are already there.
        if (!isAboutDevices(error) && container) way = candidate;
      } finally {
        if (container) await remove(container);
      }
      if (way) break;
    }
    return way;
  }

  async function aroundOf(
    step: Step,
    program: Program,
    group: string | null,
    by: DeviceWay | null,
  ): Promise<Around> {
    return {
      runtime: options.runtime,
      labels: { "podium.attempt": step.attemptId, "podium.host": options.host },
      hostsFile: options.hostsFile,
      user: uidOf(step.slot),
      processors: (await engineFacts()).processors,
      group: group && `/${group}`,
      volumes: await volumesOf(imageOf(step, program)),
      deviceWay: by,
    };
  }

  async function create(step: Step, program: Program, group: string | null): Promise<Docker.Container> {
    const [first] = step.devices ?? [];
    const by = first ? await deviceWay(step.image, first) : null;
    if (first && !by) throw new Error(`the engine hands out no devices, and not ${first}`);
    const around = await aroundOf(step, program, group, by);
    return call("create", (more) =>
      docker.createContainer({ ...containerSettings(step, program, around), ...more }),
    );
  }

  async function start(
    container: Docker.Container,
    step: Step,
    program: Program,
    flooded: () => void,
  ): Promise<Running> {
    const { logBytes, printedBytes } = step.limits;
    const stream = await call("attach", () => container.attach({ stream: true, stdout: true, stderr: true }));
    // The connection hijacked from HTTP, a real Node stream; dockerode declares an interface that is less.
    const log = listen(stream as unknown as Readable, {
      keep: logBytes,
      most: printedBytes,
      heard: program.heard,
      flooded,
    });
    const giveUp = new AbortController();
    // Asked before the start, or a program that ends at once is missed.
    const exit = (
      container.wait({ condition: "next-exit", abortSignal: giveUp.signal }) as Promise<{
        StatusCode: number;
      }>
    ).then((end) => end.StatusCode);
    exit.catch(() => {});
    try {
      await call("start", (more) => container.start(more));
    } catch (error) {
      giveUp.abort();
      log.close();
      if (!isPrograms(error, program, (step.devices?.length ?? 0) > 0)) throw error;
      const command = program.command?.join(" ") ?? "the image's own";
      program.heard("stderr", `The command could not be started: ${command.slice(0, 1000)}\n`);
      return { exit: Promise.resolve(127), log: null };
    }
    return { exit, log };
  }

  async function run(step: Step): Promise<Ended> {
    const { limits } = step;
    const group = (await engineFacts()).grouped ? prefix + step.attemptId : null;
    const used = meter(group);
    const oomBefore = await oomKills();
    const containers: Docker.Container[] = [];
    let stopped: Ended["stopped"] = null;
    let timer: NodeJS.Timeout | undefined;
    const over = new AbortController();
    /** How long each ran by the judge's clock, once it has ended. */
    const own: number[] = [];
    /** Those that the judge itself ended. */
    const killed = new Set<Docker.Container>();
    const kill = () => {
      for (const [i, container] of containers.entries()) {
        if (own[i] === undefined) killed.add(container);
        // Never `stop`: it waits for programs that ignore the signal.
        container.kill().catch(() => {});
      }
    };
    const stop = (why: NonNullable<Ended["stopped"]>) => {
      stopped ??= why;
      kill();
    };
    const cancel = () => stop("cancelled");

    async function look(): Promise<void> {
      let saidAt = performance.now();
      while (!over.signal.aborted) {
        await pause(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
        if (over.signal.aborted) return;
        if (stopped && performance.now() - saidAt > KILL_AGAIN_MS) {
          saidAt = performance.now();
          kill();
        }
        const [now, full] = await Promise.all([used.read(), step.isOverfull().catch(() => false)]);
        step.sampled?.(now);
        if (step.isOverDevices?.()) stop("device_memory");
        if (full) stop("output");
        if (limits.cpuS !== undefined && (now.cpuMs ?? 0) > limits.cpuS * 1000) stop("cpu");
      }
    }

    try {
      await Promise.all([...stuck].map((id) => remove(docker.getContainer(id))));
      const created = await Promise.allSettled(step.programs.map((program) => create(step, program, group)));
      for (const one of created) if (one.status === "fulfilled") containers.push(one.value);
      for (const one of created) if (one.status === "rejected") throw one.reason;
      step.signal.addEventListener("abort", cancel, { once: true });
      const running = await Promise.all(
        containers.map((container, i) => start(container, step, step.programs[i]!, () => stop("output"))),
      );
      // The clock begins when they run: what the engine takes to start them is not theirs.
      const began = performance.now();
      timer = setTimeout(() => stop("time"), limits.wallS * 1000);
      if (step.signal.aborted || stopped) stop(stopped ?? "cancelled");
      if (!group) used.watch(Promise.all(containers.map(async (one) => (await one.inspect()).State.Pid)));
      const looking = look();
      const ends = running.map((one, i) =>
        one.exit.then((code) => {
          own[i] = performance.now() - began;
          if (code !== 0 && step.programs[i]?.decides) kill();
          return code;
        }),
      );
      const exits = await call("wait", () => Promise.all(ends), limits.wallS * 1000 + CALL_MS);
      clearTimeout(timer);
      over.abort();
      await looking;
      await Promise.all(running.map((one) => one.log?.drained()));
      const states = (await call("inspect", () => Promise.all(containers.map((one) => one.inspect())))).map(
        (one) => one.State,
      );
      const others = containers.map((one, i) => ({ id: one.id, ...states[i]! }));
      if (
        await call("events", () =>
          endedByOthers(
            docker,
            others.filter((_, i) => !killed.has(containers[i]!)),
          ),
        )
      )
        throw new Error("somebody else ended the program's container");
      const ids = containers.map(({ id }) => id);
      if ((await oomKills()) !== oomBefore && endedForTheMachine(readKernelLog(), ids))
        throw new Error("the machine had no memory left, and the kernel ended the program");
      const { cpuMs, peakMemoryBytes, peakPids } = await used.read();
      if (!stopped && (await step.isOverfull())) stopped = "output";
      const wallsMs = states.map((state, i) => wallOf(state) ?? own[i] ?? 0);
      // Of gVisor's kernel the engine does not always hear that it was killed for its memory.
      const atTheLimit = !stopped && (peakMemoryBytes ?? 0) >= limits.memoryBytes * NEARLY_ALL;
      const usage: Usage = {
        wallMs: Math.max(...wallsMs),
        cpuMs,
        peakMemoryBytes,
        peakPids,
        printedBytes: running.reduce((all, one) => all + (one.log?.bytes() ?? 0), 0),
        outputBytes: null,
        outputFiles: null,
        peakDeviceBytes: null,
      };
      // The engine says so too of a child that was killed while the program went on and ended well.
      const outOfMemory = states.some(
        (state) => state.ExitCode !== 0 && (state.OOMKilled || (state.ExitCode === KILLED && atTheLimit)),
      );
      const perhapsKilled =
        !stopped &&
        !outOfMemory &&
        states.some((state, i) => state.ExitCode === KILLED && !killed.has(containers[i]!));
      return { stopped, exits, wallsMs, outOfMemory, perhapsKilled, usage };
    } finally {
      clearTimeout(timer);
      over.abort();
      step.signal.removeEventListener("abort", cancel);
      await Promise.all(containers.map(remove));
      if (group) await removeGroups((name) => name === group);
    }
  }

  async function remove(container: Docker.Container): Promise<void> {
    try {
      await call("remove", (more) => container.remove({ force: true, v: true, ...more }));
    } catch (error) {
      if (statusOf(error) !== 404) {
        stuck.add(container.id);
        throw error;
      }
    }
    stuck.delete(container.id);
  }

  let gvisor: Promise<string | null> | undefined;
  return {
    runtime: options.runtime,
    async about() {
      if (isGvisor(options.runtime)) gvisor ??= gvisorVersion(options.runtime).catch(() => null);
      const said = await call("version", () => docker.version());
      const parts = (said as { Components?: { Name: string; Version: string }[] }).Components ?? [];
      return {
        engine: `Docker ${said.Version}`,
        runtimeVersion:
          (await gvisor) ?? parts.find((part) => part.Name === options.runtime)?.Version ?? null,
        kernel: said.KernelVersion || null,
      };
    },
    cgroup: async () => (await engineFacts()).cgroup,
    ownerOf: async (slot) => (asRoot() ? (await engineFacts()).firstUser : 0) + uidOf(slot),
    run,
    deviceWay,
    async sweep() {
      const filters = { label: [`podium.host=${options.host}`] };
      const left = await call("list", () => docker.listContainers({ all: true, filters }));
      await Promise.all(left.map((one) => remove(docker.getContainer(one.Id))));
      await removeGroups((name) => name.startsWith(prefix));
    },
  };
}
