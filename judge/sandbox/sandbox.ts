import type { Limits } from "../contract/limits.ts";
import type { DeviceWay, Sample, Usage } from "../contract/protocol.ts";

/** A folder of the host as a container sees it. */
export type Mount = { folder: string; at: string; writable: boolean };

export type Program = {
  /** Null runs the image's own command, in its own folder. */
  command: readonly string[] | null;
  /** An image a team handed in, instead of the step's: what it does wrong is its own fault. */
  image?: string;
  mounts: readonly Mount[];
  /** Hears what the program prints: valid UTF-8, at most `limits.logBytes` a stream. */
  heard(stream: "stdout" | "stderr", text: string): void;
  /** When it ends with another code than 0, nothing can come of the step: the others are ended too. */
  decides?: boolean;
};

export type Step = {
  attemptId: string;
  /** Which of the host's slots runs it; each has a user id of its own. */
  slot: number;
  image: string;
  programs: readonly Program[];
  limits: Limits;
  /** What programs find as PODIUM_SEED. */
  seed: number;
  /** Graphics cards or slices, by uuid, that all of its programs see, and nothing else does. */
  devices?: readonly string[];
  /** Whether it holds more memory of its devices than it may. Asked often. */
  isOverDevices?(): boolean;
  /** Whether the step's folders hold more than they may. Asked often. */
  isOverfull(): Promise<boolean>;
  /** Hears several times a second what the step uses. */
  sampled?(now: Pick<Sample, "cpuMs" | "memoryBytes" | "pids">): void;
  signal: AbortSignal;
};

/** Why the judge itself ended a step. */
export type Stopped = "time" | "cpu" | "output" | "device_memory" | "cancelled";

export type Ended = {
  stopped: Stopped | null;
  /** Of each program, in the order given. */
  exits: number[];
  /** How long each program ran, in the order given. */
  wallsMs: number[];
  /** Whether a program failed and something of it had been killed for its memory. */
  outOfMemory: boolean;
  /**
   * A program ended as if by SIGKILL, and neither the judge, nor its limits, nor the engine sent that: it chose this
   * exit code, or somebody on the machine killed it. One look cannot tell.
   */
  perhapsKilled: boolean;
  usage: Usage;
};

/**
 * Runs the programs of a step together and apart from everything else. When `run` answers, no process of
 * theirs is left. It throws only when the engine itself fails, somebody else ended a program through it, or the
 * kernel ended one because the machine had no memory left.
 */
export interface Sandbox {
  readonly runtime: string;
  /** What programs run on here; throws when the engine does not answer. */
  about(): Promise<{
    /** The engine and its version. */
    engine: string;
    /** Null where the engine does not tell. */
    runtimeVersion: string | null;
    kernel: string | null;
  }>;
  /** The version of the kernel's control groups, 1 or 2; null where the engine does not tell. */
  cgroup(): Promise<number | null>;
  /** Whom, in the host's numbers, the programs of a slot run as. */
  ownerOf(slot: number): Promise<number>;
  run(step: Step): Promise<Ended>;
  /** How the engine hands out this device; null where it cannot. Asked once, unless the answer was null. */
  deviceWay(image: string, uuid: string): Promise<DeviceWay | null>;
  /** Removes what a killed judge of this host left in the engine. */
  sweep(): Promise<void>;
}
