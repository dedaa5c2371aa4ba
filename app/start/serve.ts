import { readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { environmentFor, provide, startConfig } from "../../config.ts";
import { type Cluster, ensureDatabase, openCluster } from "../../db/cluster.ts";
import { connection, disconnect } from "../../db/connect.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { ensureImage } from "../../judge/images/build.ts";
import { ensureHost } from "../judging/hosts.server.ts";
import { setUpCode, takeDataFolder } from "./data-folder.ts";
import { type Kept, keep } from "./keep.ts";
import { makeWorld, type World } from "./make-world.ts";
import type { Progress } from "./progress.mjs";
import { Sentence } from "./sentence.ts";
import { judgeSlots } from "./slots.ts";
import { untilTold } from "./until-told.ts";

const READY_WITHIN_MS = 60_000;

type Options = { mode: "demo" | "start" | "dev"; progress: Progress; noDocker: string | null };

/** `npm start`, `npm run demo`, `npm run dev`: Postgres, the web process and a judge, until told to stop. */
export async function serve({ mode, progress, noDocker }: Options): Promise<void> {
  const config = readSettings();
  const data = path.resolve(config.PODIUM_DATA);
  const release = takeDataFolder(data);
  const url = (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/$/, "");
  const local = `http://${config.HOST === "0.0.0.0" || config.HOST === "::" ? "127.0.0.1" : config.HOST}:${config.PORT}`;

  // What runs, in the order it was started; it is stopped the other way round.
  let opening: Promise<Cluster> | undefined;
  let web: Kept | undefined;
  let judge: Kept | undefined;
  let world: World | undefined;
  const stop = async () => {
    await world?.stop();
    await judge?.stop();
    await web?.stop();
    await disconnect();
    await (await opening?.catch(() => undefined))?.stop();
    release();
  };
  let told = false;
  untilTold(async () => {
    told = true;
    progress.say("\nStopping …");
    await stop();
    progress.say("Stopped.");
  });

  // Whoever is told to stop in the middle of a step begins no other.
  const step: Progress["step"] = async (title, work) => {
    const value = await progress.step(title, work);
    return told ? new Promise(() => {}) : value;
  };

  try {
    const databaseUrl = await step("Database", async () => {
      if (config.DATABASE_URL) return config.DATABASE_URL;
      opening = openCluster({ dir: path.join(data, "postgres") });
      const cluster = await opening;
      return ensureDatabase(cluster, "podium");
    });
    provide({ DATABASE_URL: databaseUrl, PODIUM_DATA: data });
    await step("Tables", () => migrateDatabase(databaseUrl));
    const empty = await nobodyIsHere();
    const code = empty ? setUpCode(data) : null;
    if (!empty) rmSync(path.join(data, "setup-code"), { force: true });

    if (!noDocker) await step("Sandbox image", (say) => ensureImage(imageKind(), say));

    const logs = path.join(data, "logs");
    const heard = mode !== "demo";
    const production = mode !== "dev";
    web = keep({
      name: "web",
      ...(production
        ? { script: path.resolve("build/node/main.js") }
        : tsx("watch", "--clear-screen=false", "--ignore", "build", "app/main.ts")),
      environment: environmentFor("web", {
        DATABASE_URL: databaseUrl,
        PODIUM_DATA: data,
        PUBLIC_URL: url,
        NODE_ENV: production ? "production" : "development",
      }),
      logs,
      heard,
      say: progress.say,
    });
    const started = web;
    await step("Web", () => ready(`${local}/readyz`, started));

    if (!noDocker) {
      const name = os.hostname().slice(0, 64) || "local";
      const { token } = await ensureHost(name);
      judge = await step("Judge", () =>
        keep({
          name: "judge",
          ...(production ? { script: path.resolve("build/node/judge.js") } : tsx("judge/main.ts")),
          environment: environmentFor("judge", {
            PODIUM_JUDGE_SLOTS: String(judgeSlots(os.availableParallelism(), os.totalmem())),
            ...environmentFor("judge"),
            PODIUM_URL: local,
            PODIUM_JUDGE_TOKEN: token,
            PODIUM_JUDGE_NAME: name,
            PODIUM_JUDGE_DATA: path.join(data, "judge"),
          }),
          logs,
          heard,
          say: progress.say,
          // The web goes too: what runs is given back while it still answers.
          ending: { signal: "SIGINT" },
        }),
      );
    }
    await disconnect();

    if (mode === "demo")
      world = await step("Demo world", (say) =>
        makeWorld({ data, url: local, setupCode: code, judges: !noDocker, say }),
      );

    progress.say(`\nPodium is at ${url}`);
    if (code && mode !== "demo") progress.say(`Its first owner signs up at ${url}/setup?code=${code}`);
    for (const { email, password, who } of world?.signIns ?? [])
      progress.say(`  ${email.padEnd(30)} ${password.padEnd(24)} ${who}`);
    if (noDocker) progress.say(`\nNothing is judged yet. ${noDocker}`);
    const near = path.relative(".", logs);
    progress.say(`Ctrl-C stops it. It logs to ${near.startsWith("..") ? logs : near}.`);
    process.send?.({ ready: { url: local, setupCode: code } });
  } catch (error) {
    if (told) return;
    await stop();
    throw error;
  }
}

function readSettings() {
  try {
    return startConfig();
  } catch (error) {
    throw new Sentence((error as Error).message);
  }
}

const imageKind = () => (environmentFor("judge").PODIUM_IMAGE === "small" ? "small" : "full");

/** How a TypeScript file is run as it is, in development. */
const tsx = (...args: string[]) => ({
  script: path.resolve("node_modules/tsx/dist/cli.mjs"),
  arguments: args,
});

async function nobodyIsHere(): Promise<boolean> {
  const [row] = await connection().client`select 1 from people limit 1`;
  return row === undefined;
}

/** Answers when the web process says it is ready. Throws when it ends first, or takes a minute. */
async function ready(address: string, web: Kept): Promise<void> {
  const first = web.child;
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    const gone = first.exitCode !== null || first.signalCode !== null;
    if (gone || performance.now() > deadline) {
      const last = readFileSync(web.logFile, "utf8").trim().split("\n").slice(-20).join("\n");
      throw new Sentence(`The web process ${gone ? "ended" : "did not get ready"}. Its last words:\n${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
