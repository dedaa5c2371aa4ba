import type Docker from "dockerode";
import type { DeviceWay } from "../contract/protocol.ts";
import { deviceEnvironment, deviceRequests } from "./device-requests.ts";
import type { Program, Step } from "./sandbox.ts";
import { SECCOMP_PROFILE } from "./seccomp.ts";

/** gVisor keeps its own threads and a helper for each of the program's inside the limit on processes. */
const GVISOR_THREADS = 256;
/** Programs that open more files at once are seldom well. */
const OPEN_FILES = 4096;
const TMP_INODES = "64k";

/** What the settings of a container depend on beside its step. */
export type Around = {
  runtime: string;
  /** Labels by which a killed judge's containers are found again. */
  labels: Record<string, string>;
  hostsFile: string;
  user: number;
  /** Processors of the machine: the engine refuses to promise more. */
  processors: number;
  /** The parent control group, in the engine's words; null for the engine's own. */
  group: string | null;
  /** Where the image wants volumes: the engine would make them on the host's disk, without a limit. */
  volumes: readonly string[];
  /** How the engine hands out devices; null where the step has none. */
  deviceWay: DeviceWay | null;
};

export const isGvisor = (runtime: string): boolean => runtime.startsWith("runsc");

function environment({ limits, seed, devices = [] }: Step, way: DeviceWay | null): string[] {
  const threads = Math.max(1, Math.floor(limits.cpus));
  return [
    "PYTHONUNBUFFERED=1",
    "HOME=/tmp",
    // The user has no line in the image's passwd; Python's getpass asks the environment first.
    "USER=podium",
    "LOGNAME=podium",
    `PODIUM_SEED=${seed}`,
    // Else Python walks its sets in another order in each run.
    `PYTHONHASHSEED=${seed}`,
    `OMP_NUM_THREADS=${threads}`,
    `OPENBLAS_NUM_THREADS=${threads}`,
    ...deviceEnvironment(way, devices),
  ];
}

/** The image a program runs in. */
export const imageOf = (step: Step, program: Program) => program.image ?? step.image;

/** A program's container: no network, no capability, nothing of the host's, and an end to all it may take. */
export function containerSettings(
  step: Step,
  program: Program,
  around: Around,
): Docker.ContainerCreateOptions {
  const { limits, devices = [] } = step;
  const gvisor = isGvisor(around.runtime);
  const hosts = { folder: around.hostsFile, at: "/etc/hosts", writable: false };
  const taken = new Set(["/tmp", "/etc/hosts", ...program.mounts.map((mount) => mount.at)]);
  return {
    Image: imageOf(step, program),
    ...(program.command ? { Cmd: [...program.command], WorkingDir: "/app/program" } : {}),
    User: `${around.user}:${around.user}`,
    Healthcheck: { Test: ["NONE"] },
    Hostname: "sandbox",
    NetworkDisabled: true,
    Env: environment(step, around.deviceWay),
    Labels: around.labels,
    HostConfig: {
      NetworkMode: "none",
      Runtime: around.runtime,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", `seccomp=${SECCOMP_PROFILE}`],
      PidsLimit: gvisor ? limits.pids + GVISOR_THREADS : limits.pids,
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(Math.min(limits.cpus, around.processors) * 1e9),
      OomScoreAdj: 1000,
      Ulimits: [
        { Name: "nofile", Soft: OPEN_FILES, Hard: OPEN_FILES },
        // 1 and not 0: a core that goes to a program of the host is written in spite of 0.
        { Name: "core", Soft: 1, Hard: 1 },
        { Name: "fsize", Soft: limits.outputBytes, Hard: limits.outputBytes },
      ],
      // Pages of memory disks count as memory of whoever writes them.
      Tmpfs: {
        "/tmp": `rw,exec,nosuid,nodev,size=${limits.memoryBytes},nr_inodes=${TMP_INODES},mode=1777`,
      },
      ShmSize: limits.shmBytes,
      IpcMode: "private",
      // Where it is the host's, a program reads the name of its group there. The client's types lack it.
      ...({ CgroupnsMode: "private" } as object),
      LogConfig: { Type: "none", Config: {} },
      AutoRemove: false,
      ...(around.deviceWay ? { DeviceRequests: deviceRequests(around.deviceWay, devices) } : {}),
      ...(around.group ? { CgroupParent: around.group } : {}),
      Mounts: [
        ...[hosts, ...program.mounts].map((mount) => ({
          Type: "bind" as const,
          Source: mount.folder,
          Target: mount.at,
          ReadOnly: !mount.writable,
          BindOptions: { Propagation: "rprivate" as const },
        })),
        ...around.volumes
          .filter((at) => !taken.has(at))
          .map((at) => ({
            Type: "tmpfs" as const,
            Source: "",
            Target: at,
            TmpfsOptions: { SizeBytes: limits.memoryBytes, Mode: 0o1777 },
          })),
      ],
    },
  };
}
