import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { restartDelayMs, WELL_AFTER_MS } from "./restart.ts";

const LOG_MAX_BYTES = 10 * 1024 * 1024;
/** A child that does not end when asked is ended after this. */
const PATIENCE_MS = 10_000;
/** Ends a child when this process is gone, whatever took it. */
const LEASH = ["--import", path.resolve("app/start/leash.mjs")];

type Program = {
  name: string;
  script: string;
  arguments?: string[];
  environment: Record<string, string | undefined>;
  /** The folder of <name>.log, which holds what the program says. */
  logs: string;
  /** Also writes what the program says to this terminal. */
  heard: boolean;
  say: (line: string) => void;
  /** How it is asked to end, TERM where nothing else is said, and after what patience it is made to. */
  ending?: Ending;
};
type Ending = { signal?: "SIGTERM" | "SIGINT"; patienceMs?: number };

export type Kept = {
  /** The process that runs now; another one after a restart. */
  readonly child: ChildProcess;
  readonly logFile: string;
  stop(): Promise<void>;
  /** Asks once more, while it ends. */
  hurry(): void;
};

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
  });
}

/** Asks a child to end, and makes it after its patience. Answers once it is gone. */
export async function end(
  child: ChildProcess,
  { signal = "SIGTERM", patienceMs = PATIENCE_MS }: Ending = {},
): Promise<void> {
  const gone = ended(child);
  child.kill(signal);
  const force = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await gone;
  clearTimeout(force);
}

/** Starts a program and starts it again whenever it ends by itself, later and later. */
export function keep(program: Program): Kept {
  mkdirSync(program.logs, { recursive: true });
  const logFile = path.join(program.logs, `${program.name}.log`);
  if (existsSync(logFile) && statSync(logFile).size > LOG_MAX_BYTES) {
    rmSync(`${logFile}.old`, { force: true });
    renameSync(logFile, `${logFile}.old`);
  }
  const log = createWriteStream(logFile, { flags: "a" });
  let stopping = false;
  let failures = 0;
  let waiting: NodeJS.Timeout | undefined;
  let child = begin();

  function begin(): ChildProcess {
    const started = performance.now();
    const next = fork(program.script, program.arguments ?? [], {
      // Ctrl-C reaches a terminal's whole group; the order of stopping is ours.
      detached: true,
      execArgv: LEASH,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: program.environment as NodeJS.ProcessEnv,
    });
    for (const stream of [next.stdout, next.stderr])
      stream?.on("data", (chunk: Buffer) => {
        log.write(chunk);
        if (program.heard) process.stdout.write(chunk);
      });
    next.once("exit", (code, signal) => {
      if (stopping) return;
      failures = performance.now() - started > WELL_AFTER_MS ? 1 : failures + 1;
      const delay = restartDelayMs(failures);
      program.say(
        `The ${program.name} process ended (${signal ?? `exit code ${code}`}) and starts again in ` +
          `${delay / 1000} s; ${logFile} says why.`,
      );
      waiting = setTimeout(() => {
        child = begin();
      }, delay);
    });
    return next;
  }

  return {
    get child() {
      return child;
    },
    logFile,
    async stop() {
      stopping = true;
      clearTimeout(waiting);
      await end(child, program.ending);
      await new Promise<void>((closed) => log.end(() => closed()));
    },
    hurry: () => void child.kill(program.ending?.signal ?? "SIGTERM"),
  };
}
