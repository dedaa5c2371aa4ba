import { type ChildProcess, fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environmentFor } from "../../config.ts";
import { end } from "./keep.ts";
import { LETTERS } from "./letters.ts";
import { Sentence } from "./sentence.ts";

export type SignIn = { email: string; password: string; who: string };

/** What the demo's process is told, and what it answers. */
export type WorldOrder = { url: string; setupCode: string | null; judges: boolean; password: string };
export type WorldNews = { say: string } | { ready: SignIn[] } | { finished: true } | { failed: string };

type Order = {
  data: string;
  url: string;
  setupCode: string | null;
  judges: boolean;
  say: (line: string) => void;
};
export type World = { signIns: SignIn[]; stop(): Promise<void> };

/** One password for everybody in the demo, kept from the first moment: a demo cut off goes on with it. */
function demoPassword(data: string): string {
  const file = path.join(data, "demo-password");
  if (!existsSync(file)) {
    const four = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
    writeFileSync(file, [four(), four(), four()].join("-").toLowerCase(), { mode: 0o600 });
  }
  return readFileSync(file, "utf8").trim();
}

/**
 * Fills an empty Podium through its API, in a process of its own. Answers who may sign in as soon as the
 * world stands; its teams go on handing in for some minutes. A world that was finished is not made again.
 */
export async function makeWorld({ data, say, setupCode, judges, url }: Order): Promise<World> {
  const known = path.join(data, "demo.json");
  const finished = path.join(data, "demo-finished");
  const nothing = async () => {};
  if (existsSync(finished) && existsSync(known))
    return { signIns: JSON.parse(readFileSync(known, "utf8")) as SignIn[], stop: nothing };
  if (!setupCode && !existsSync(path.join(data, "demo-password"))) {
    say("there are people here already: nothing is added");
    return { signIns: [], stop: nothing };
  }
  const order: WorldOrder = { url, setupCode, judges, password: demoPassword(data) };
  mkdirSync(path.join(data, "logs"), { recursive: true });
  const log = createWriteStream(path.join(data, "logs", "demo.log"), { flags: "a" });
  const child = fork(path.resolve("build/node/demo.js"), [], {
    detached: true,
    execArgv: ["--import", path.resolve("app/start/leash.mjs")],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // It is a client: it reaches Podium as anybody does, and is given nothing else.
    env: environmentFor("judge") as NodeJS.ProcessEnv,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  let standing = false;
  child.on("message", (news: WorldNews) => {
    if ("ready" in news) standing = true;
    if ("say" in news) {
      log.write(`${news.say}\n`);
      if (!standing) say(news.say);
    }
    if ("failed" in news) log.write(`${news.failed}\n`);
    // Without a judge nothing was handed in; a later start with one does that.
    if ("finished" in news && judges) writeFileSync(finished, "");
  });
  try {
    const signIns = await readyOf(child, order);
    writeFileSync(known, JSON.stringify(signIns), { mode: 0o600 });
    return { signIns, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function readyOf(child: ChildProcess, order: WorldOrder): Promise<SignIn[]> {
  return new Promise((resolve, reject) => {
    child.on("message", (news: WorldNews) => {
      if ("ready" in news) resolve(news.ready);
      if ("failed" in news) reject(new Sentence(`The demo could not be made: ${news.failed}`));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Sentence(`The demo's process ended with ${code}.`)));
    child.send(order);
  });
}
