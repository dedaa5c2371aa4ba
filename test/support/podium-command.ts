import { type ChildProcess, spawn } from "node:child_process";
import { program } from "./programs.ts";

/** Runs the `podium` command in this environment; answers how it ended and what it wrote. `began` may kill it. */
export const podiumIn =
  (environment: Record<string, string>) =>
  async (
    words: string[],
    input = "",
    more: Record<string, string> = {},
    began?: (child: ChildProcess) => void,
  ) => {
    const child = spawn(process.execPath, [program("cli"), ...words], {
      env: { NODE_ENV: "test", PATH: process.env.PATH, LANG: "en_GB.UTF-8", ...environment, ...more },
    });
    began?.(child);
    child.stdin.end(input);
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const code = await new Promise<number | null>((ended) => child.once("close", ended));
    return { code, out, err };
  };
