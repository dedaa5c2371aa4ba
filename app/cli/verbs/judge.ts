import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { environmentFor } from "../../../config.ts";
import { HostToken, JudgeHost, JudgeHosts } from "../../api/host-shapes.ts";
import type { Client } from "../client.ts";
import { minute, print, table } from "../output.ts";
import { rootFolder } from "../root-folder.ts";
import { client, signInOf } from "../saved.ts";
import { secretLine } from "../terminal.ts";

type Json = { json?: boolean };
type Start = { tokenFile: string; url?: string; name?: string; slots?: string; label?: string[] };

export function judgeVerbs(program: Command): void {
  const judge = program.command("judge").description("judge hosts");
  judge
    .command("start")
    .description(
      "run submissions on this machine until told to stop: Ctrl-C finishes what runs, a second one gives it back",
    )
    .requiredOption("--token-file <file>", "a file with the host's token, or - to be asked for it")
    .option("--url <url>", "where Podium is, else where you are signed in")
    .option("--name <name>", "the host's name")
    .option("--slots <slots>", "how many runs at once")
    .option("--label <label...>", "what this host offers")
    .action(start);

  judge
    .command("add <name>")
    .description("add a host; the token is told this once")
    .option("--queue <id>", "the queue it serves, else the runs of no queue")
    .option("--note <text>")
    .option("--json", "answer as JSON")
    .action(async (name: string, { queue, note, json }: Json & { queue?: string; note?: string }) => {
      const made = await client().post("/hosts", HostToken, { body: { name, queueId: queue, note } });
      print(json, made, () => made.token);
    });

  judge
    .command("list")
    .description("the hosts you run")
    .option("--json", "answer as JSON")
    .action(async ({ json }: Json) => {
      const { hosts } = await client().get("/hosts", JudgeHosts);
      print(json, { hosts }, () =>
        table(
          [
            { title: "Host" },
            { title: "State" },
            { title: "Queue" },
            { title: "Busy", numeric: true },
            { title: "Labels" },
            { title: "Last seen" },
            { title: "Look at" },
          ],
          hosts.map((host) => [
            host.name,
            host.state === "active" && !host.online ? "silent" : host.state,
            host.queue ?? "-",
            `${host.working}/${host.slots}`,
            host.labels.join(", "),
            minute(host.lastSeenAt),
            toLookAt(host).join(", "),
          ]),
        ),
      );
    });

  for (const [verb, description] of [
    ["drain", "let a host finish what it is at and take no more"],
    ["resume", "have a host take work again"],
    ["self-test", "ask a host for a self-test"],
  ] as const)
    judge
      .command(`${verb} <host>`)
      .description(`${description}; by its name or id`)
      .option("--json", "answer as JSON")
      .action(async (host: string, { json }: Json) => {
        const c = client();
        const now = await c.post(`/hosts/${await idOf(c, host)}/${verb}`, JudgeHost);
        print(json, now, () =>
          verb === "self-test" ? `${now.name} tests itself.` : `${now.name} is ${now.state}.`,
        );
      });

  judge
    .command("rotate <host>")
    .description("give a host a new token, which is told this once; the old one stops working at once")
    .option("--json", "answer as JSON")
    .action(async (host: string, { json }: Json) => {
      const c = client();
      const made = await c.post(`/hosts/${await idOf(c, host)}/token`, HostToken);
      print(json, made, () => made.token);
    });

  judge
    .command("remove <host>")
    .description("take a host away: its token stops working")
    .option("--json", "answer as JSON")
    .action(async (host: string, { json }: Json) => {
      const c = client();
      await c.any("DELETE", `/hosts/${await idOf(c, host)}`);
      print(json, {}, () => `${host} is removed.`);
    });
}

/** The id of the host that is called so; what is an id already stays as it is. */
async function idOf(c: Client, host: string): Promise<string> {
  if (z.uuid().safeParse(host).success) return host;
  const { hosts } = await c.get("/hosts", JudgeHosts);
  const called = hosts.filter(({ name }) => name === host);
  if (called.length === 1) return called[0]!.id;
  throw new Error(
    called.length === 0
      ? `You run no host called ${host}.`
      : `Several of your hosts are called ${host}: say which by its id, from \`podium judge list --json\`.`,
  );
}

const toLookAt = (host: z.infer<typeof JudgeHost>): string[] => [
  ...(host.problem ? [host.problem.kind] : []),
  ...(host.clockWrong ? ["clock"] : []),
  ...(host.facts?.diskFull ? ["disk"] : []),
];

async function start(given: Start): Promise<void> {
  const more = {
    PODIUM_URL: given.url ?? signInOf().url,
    PODIUM_JUDGE_TOKEN: await tokenIn(given.tokenFile),
    PODIUM_JUDGE_NAME: given.name,
    PODIUM_JUDGE_SLOTS: given.slots,
    PODIUM_JUDGE_LABELS: given.label?.join(","),
  };
  const set = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  const child = spawn(process.execPath, [path.join(rootFolder(), "app/start/launch.mjs"), "judge"], {
    cwd: rootFolder(),
    env: environmentFor("judge", set) as NodeJS.ProcessEnv,
    stdio: ["ignore", "inherit", "inherit"],
  });
  // Ctrl-C reaches the child too: a terminal tells its whole group.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGTERM"));
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = code ?? 1;
}

async function tokenIn(file: string): Promise<string> {
  const said = file === "-" ? await secretLine("Token") : readFileSync(path.resolve(file), "utf8");
  const token = said.trim();
  if (!/^\S{20,}$/.test(token))
    throw new Error(`${file === "-" ? "This" : file} holds no judge host's token.`);
  return token;
}
