import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";

/** How soon a process that ended is started again: the supervisor waits a second at first. */
const AGAIN_MS = 300;
const LEASH = path.resolve("app/start/leash.mjs");

/** A built program that is started again whenever it ends, with its log in <folder>/<name>.log. */
export function keptProcess(program: {
  name: string;
  script: string;
  environment: Record<string, string | undefined>;
  folder: string;
}) {
  const log = createWriteStream(path.join(program.folder, `${program.name}.log`), { flags: "a" });
  let stopping = false;
  let waiting: NodeJS.Timeout | undefined;
  let more: string[] = [];
  let child: ChildProcess;
  let ready: Promise<void>;
  const begin = () => {
    child = fork(path.resolve(program.script), [], {
      // The harness's Ctrl-C is not theirs.
      detached: true,
      execArgv: ["--import", LEASH, ...more],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: program.environment as NodeJS.ProcessEnv,
    });
    for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
    const one = child;
    ready = new Promise((resolve) => {
      one.on("message", (said) => said === "ready" && resolve());
    });
    child.once("exit", (code, signal) => {
      log.write(`--- ${program.name} ended: ${signal ?? code}\n`);
      if (!stopping) waiting = setTimeout(begin, AGAIN_MS);
    });
  };
  begin();
  return {
    name: program.name,
    /** Once the one that runs now has said that it is ready. */
    ready: () => ready,
    signal(signal: NodeJS.Signals) {
      child.kill(signal);
    },
    /** What node is given besides from the next start on. */
    startWith(args: string[]) {
      more = args;
    },
    async stop(signal: NodeJS.Signals = "SIGTERM") {
      stopping = true;
      clearTimeout(waiting);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGCONT");
      child.kill(signal);
      const force = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await gone;
      clearTimeout(force);
    },
  };
}
export type KeptProcess = ReturnType<typeof keptProcess>;
