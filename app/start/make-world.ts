import { fork } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environmentFor } from "../../config.ts";
import { end } from "./keep.ts";
import { Sentence } from "./sentence.ts";

export type SignIn = { email: string; password: string; who: string };

/** What the demo's process is told, and what it answers line by line. */
export type WorldOrder = { url: string; setupCode: string; judges: boolean };
export type WorldNews = { say: string } | { signIns: SignIn[] } | { failed: string };

const doneFile = (data: string) => path.join(data, "demo.json");
const begunFile = (data: string) => path.join(data, "demo-unfinished");

/** Whether an earlier demo was cut off in the middle. */
export const worldIsUnfinished = (data: string): boolean => existsSync(begunFile(data));

type Order = {
  data: string;
  url: string;
  setupCode: string | null;
  judges: boolean;
  say: (line: string) => void;
};

/** Fills an empty Podium through its API, in a process of its own; answers who may sign in. Once only. */
export async function makeWorld({ data, say, setupCode, ...order }: Order): Promise<SignIn[]> {
  if (existsSync(doneFile(data))) return JSON.parse(readFileSync(doneFile(data), "utf8")) as SignIn[];
  if (!setupCode) {
    say("there are people here already: nothing is added");
    return [];
  }
  writeFileSync(begunFile(data), "");
  const child = fork(path.resolve("build/node/demo.js"), [], {
    detached: true,
    execArgv: ["--import", path.resolve("app/start/leash.mjs")],
    // It is a client: it reaches Podium as anybody does, and is given nothing else.
    env: environmentFor("judge") as NodeJS.ProcessEnv,
  });
  try {
    const signIns = await new Promise<SignIn[]>((resolve, reject) => {
      child.on("message", (news: WorldNews) => {
        if ("say" in news) say(news.say);
        else if ("failed" in news) reject(new Sentence(`The demo could not be made: ${news.failed}`));
        else resolve(news.signIns);
      });
      child.once("error", reject);
      child.once("exit", (code) => reject(new Sentence(`The demo's process ended with ${code}`)));
      child.send({ ...order, setupCode } satisfies WorldOrder);
    });
    writeFileSync(`${doneFile(data)}.new`, JSON.stringify(signIns), { mode: 0o600 });
    renameSync(`${doneFile(data)}.new`, doneFile(data));
    rmSync(begunFile(data));
    return signIns;
  } finally {
    await end(child);
  }
}
