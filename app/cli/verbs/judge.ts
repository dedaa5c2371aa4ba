import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Command } from "commander";
import { environmentFor } from "../../../config.ts";
import { rootFolder } from "../root-folder.ts";
import { signInOf } from "../saved.ts";

export function judgeVerbs(program: Command): void {
  program
    .command("judge")
    .description("judge hosts")
    .command("start")
    .description("run submissions on this machine until told to stop")
    .requiredOption("--token <token>", "the judge host's token, from the operator's page")
    .option("--url <url>", "where Podium is, else where you are signed in")
    .option("--name <name>", "the host's name")
    .option("--slots <slots>", "how many runs at once")
    .option("--label <label...>", "what this host offers")
    .action(
      async (given: { token: string; url?: string; name?: string; slots?: string; label?: string[] }) => {
        const more = {
          PODIUM_URL: given.url ?? signInOf().url,
          PODIUM_JUDGE_TOKEN: given.token,
          PODIUM_JUDGE_NAME: given.name,
          PODIUM_JUDGE_SLOTS: given.slots,
          PODIUM_JUDGE_LABELS: given.label?.join(","),
        };
        const set = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
        const child = spawn(process.execPath, [path.join(rootFolder(), "app/start/launch.mjs"), "judge"], {
          cwd: rootFolder(),
          env: environmentFor("judge", set) as NodeJS.ProcessEnv,
          stdio: "inherit",
        });
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
        const [code] = (await once(child, "exit")) as [number | null];
        process.exitCode = code ?? 1;
      },
    );
}
