import { StringDecoder } from "node:string_decoder";
import Docker from "dockerode";
import type { Limits } from "../contract/limits.ts";
import { removeGroups, usageOf } from "./cgroups.ts";
import { imageSettings } from "./images.ts";
import type { Ended, Program, Sandbox, Step } from "./sandbox.ts";
import { SECCOMP_PROFILE } from "./seccomp.ts";

const CALL_MS = 30_000;
const FIRST_UID = 10_000;
const OVERFULL_EVERY_MS = 100;
/** What programs see as /etc/hosts: without a network the engine leaves it empty. */
export const HOSTS = "127.0.0.1 localhost sandbox\n::1 localhost\n";
const asRoot = () => process.getuid?.() === 0;

/** Whom the programs of a slot run as: a user of its own where the judge may choose one. */
export const uidOf = (slot: number): number => (asRoot() ? FIRST_UID + slot : (process.getuid?.() ?? 0));

/** Fails when the engine does not answer in time: a hanging runtime must not hang the slot. */
async function within<T>(what: string, ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the engine did not answer ${what} in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const statusOf = (error: unknown) => (error as { statusCode?: number }).statusCode;

function environment(limits: Limits): string[] {
  const threads = Math.max(1, Math.floor(limits.cpus));
  return [
    "PYTHONUNBUFFERED=1",
    "HOME=/tmp",
    // The user has no line in the image's passwd; Python's getpass asks the environment first.
    "USER=podium",
    "LOGNAME=podium",
    `OMP_NUM_THREADS=${threads}`,
    `OPENBLAS_NUM_THREADS=${threads}`,
    "NVIDIA_VISIBLE_DEVICES=void",
  ];
}

const imageOf = (step: Step, program: Program) => program.image ?? step.image;

/** Keeps the first `limit` bytes of a stream as valid text, and swallows the rest so that nobody blocks. */
function listener(limit: number, heard: (text: string) => void) {
  const decoder = new StringDecoder("utf8");
  let left = limit;
  const say = (text: string) => {
    if (text) heard(text.replaceAll("\0", "\uFFFD"));
  };
  return {
    write(chunk: Buffer) {
      if (left <= 0) return true;
      const kept = chunk.subarray(0, left);
      left -= kept.length;
      say(decoder.write(kept));
      if (left <= 0) say(`\n[only the first ${limit} bytes are kept]\n`);
      return true;
    },
    end() {
      say(decoder.end());
    },
  };
}

type Running = { container: Docker.Container; exit: Promise<number>; drained: Promise<void> };

export function dockerSandbox(options: { host: string; runtime: string; hostsFile: string }): Sandbox {
  const docker = new Docker();
  const prefix = `podium-${options.host.replace(/[^a-zA-Z0-9]/g, "-")}-`;
  let grouped: boolean | undefined;

  /** Parent groups need root and the cgroupfs driver; elsewhere processor time stays unmeasured. */
  async function groupsWork(): Promise<boolean> {
    grouped ??= asRoot() && (await within("info", CALL_MS, docker.info())).CgroupDriver === "cgroupfs";
    return grouped;
  }

  const volumes = new Map<string, readonly string[]>();
  /** Where an image wants volumes: the engine would make them on the host's disk, without a limit. */
  async function volumesOf(image: string): Promise<readonly string[]> {
    const known = volumes.get(image);
    if (known) return known;
    const found = (await within("inspect", CALL_MS, imageSettings(image))).volumes;
    if (volumes.size > 100) volumes.clear();
    volumes.set(image, found);
    return found;
  }

  async function settings(
    step: Step,
    program: Program,
    group: string | null,
  ): Promise<Docker.ContainerCreateOptions> {
    const { limits } = step;
    const taken = new Set(["/tmp", "/etc/hosts", ...program.mounts.map((mount) => mount.at)]);
    const wanted = (await volumesOf(imageOf(step, program))).filter((at) => !taken.has(at));
    const user = uidOf(step.slot);
    return {
      Image: imageOf(step, program),
      ...(program.command ? { Cmd: [...program.command], WorkingDir: "/app/program" } : {}),
      User: `${user}:${user}`,
      Healthcheck: { Test: ["NONE"] },
      Hostname: "sandbox",
      NetworkDisabled: true,
      Env: environment(limits),
      Labels: { "podium.attempt": step.attemptId, "podium.host": options.host },
      HostConfig: {
        NetworkMode: "none",
        Runtime: options.runtime,
        ReadonlyRootfs: true,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges", `seccomp=${SECCOMP_PROFILE}`],
        PidsLimit: limits.pids,
        Memory: limits.memoryBytes,
        MemorySwap: limits.memoryBytes,
        NanoCpus: Math.round(limits.cpus * 1e9),
        OomScoreAdj: 1000,
        Ulimits: [
          { Name: "nofile", Soft: 4096, Hard: 4096 },
          { Name: "core", Soft: 0, Hard: 0 },
          { Name: "fsize", Soft: limits.outputBytes, Hard: limits.outputBytes },
        ],
        Tmpfs: { "/tmp": `rw,exec,nosuid,nodev,size=${limits.memoryBytes},nr_inodes=64k,mode=1777` },
        ShmSize: limits.shmBytes,
        IpcMode: "private",
        LogConfig: { Type: "none", Config: {} },
        AutoRemove: false,
        ...(group ? { CgroupParent: `/${group}` } : {}),
        Mounts: [
          ...[{ folder: options.hostsFile, at: "/etc/hosts", writable: false }, ...program.mounts].map(
            (mount) => ({
              Type: "bind" as const,
              Source: mount.folder,
              Target: mount.at,
              ReadOnly: !mount.writable,
              BindOptions: { Propagation: "rprivate" as const },
            }),
          ),
          ...wanted.map((at) => ({
            Type: "tmpfs" as const,
            Source: "",
            Target: at,
            TmpfsOptions: { SizeBytes: limits.memoryBytes, Mode: 0o1777 },
          })),
        ],
      },
    };
  }

  async function start(container: Docker.Container, step: Step, program: Program): Promise<Running> {
    const stream = await within(
      "attach",
      CALL_MS,
      container.attach({ stream: true, stdout: true, stderr: true }),
    );
    const out = listener(step.limits.logBytes, (text) => program.heard("stdout", text));
    const err = listener(step.limits.logBytes, (text) => program.heard("stderr", text));
    container.modem.demuxStream(stream, out as never, err as never);
    const drained = new Promise<void>((resolve) => {
      stream.once("end", resolve);
      stream.once("close", resolve);
      stream.once("error", () => resolve());
    }).then(() => {
      out.end();
      err.end();
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
      await within("start", CALL_MS, container.start());
    } catch (error) {
      giveUp.abort();
      (stream as unknown as { destroy(): void }).destroy();
      // The engine says 400 when the program named by the command does not exist in the image. Where the
      // image is the team's own, whatever else the engine answers is the image's fault too.
      if (statusOf(error) !== 400 && !(program.image && statusOf(error))) throw error;
      const command = program.command?.join(" ") ?? "the image's own";
      program.heard("stderr", `The command could not be started: ${command}\n`);
      return { container, exit: Promise.resolve(127), drained: Promise.resolve() };
    }
    return { container, exit, drained };
  }

  async function run(step: Step): Promise<Ended> {
    const group = (await groupsWork()) ? prefix + step.attemptId : null;
    const containers: Docker.Container[] = [];
    let stopped: Ended["stopped"] = null;
    let timer: NodeJS.Timeout | undefined;
    let watch: NodeJS.Timeout | undefined;
    const stop = (why: Ended["stopped"]) => {
      stopped ??= why;
      // Never `stop`: it waits for programs that ignore the signal.
      for (const container of containers) container.kill().catch(() => {});
    };
    const cancel = () => stop("cancelled");
    try {
      const created = await Promise.allSettled(
        step.programs.map(async (program) => {
          const all = await settings(step, program, group);
          return within("create", CALL_MS, docker.createContainer(all));
        }),
      );
      for (const one of created) if (one.status === "fulfilled") containers.push(one.value);
      for (const one of created) if (one.status === "rejected") throw one.reason;
      const began = performance.now();
      const starts = Promise.all(containers.map((container, i) => start(container, step, step.programs[i]!)));
      timer = setTimeout(() => stop("time"), step.limits.wallS * 1000);
      step.signal.addEventListener("abort", cancel, { once: true });
      const running = await starts;
      if (step.signal.aborted || stopped) stop(stopped ?? "cancelled");
      watch = setInterval(async () => {
        if (await step.isOverfull().catch(() => false)) stop("output");
      }, OVERFULL_EVERY_MS);
      const deadline = step.limits.wallS * 1000 + CALL_MS;
      const wallsMs: number[] = [];
      const ends = running.map((one, i) =>
        one.exit.then((code) => {
          wallsMs[i] = performance.now() - began;
          if (code !== 0 && step.programs[i]?.decides)
            for (const container of containers) container.kill().catch(() => {});
          return code;
        }),
      );
      const exits = await within("wait", deadline, Promise.all(ends));
      const wallMs = performance.now() - began;
      clearTimeout(timer);
      await within("its log", CALL_MS, Promise.all(running.map((one) => one.drained)));
      const states = await within("inspect", CALL_MS, Promise.all(containers.map((one) => one.inspect())));
      const used = group ? await usageOf(group) : { cpuMs: null, peakMemoryBytes: null };
      if (!stopped && (await step.isOverfull())) stopped = "output";
      return {
        stopped,
        exits,
        wallsMs,
        // The engine says so too of a child that was killed while the program went on and ended well.
        outOfMemory: states.some(({ State }) => State.OOMKilled && State.ExitCode !== 0),
        usage: { wallMs, ...used },
      };
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      step.signal.removeEventListener("abort", cancel);
      await Promise.all(containers.map(remove));
      if (group) await removeGroups((name) => name === group);
    }
  }

  async function remove(container: Docker.Container): Promise<void> {
    await within("remove", CALL_MS, container.remove({ force: true, v: true })).catch((error) => {
      if (statusOf(error) !== 404) throw error;
    });
  }

  return {
    runtime: options.runtime,
    async engine() {
      return `Docker ${(await within("version", CALL_MS, docker.version())).Version}`;
    },
    run,
    async sweep() {
      const filters = { label: [`podium.host=${options.host}`] };
      const left = await within("list", CALL_MS, docker.listContainers({ all: true, filters }));
      await Promise.all(left.map((one) => remove(docker.getContainer(one.Id))));
      await removeGroups((name) => name.startsWith(prefix));
    },
  };
}
