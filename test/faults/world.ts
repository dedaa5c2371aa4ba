import path from "node:path";
import { Token } from "../../app/api/shapes.ts";
import { Client } from "../../app/cli/client.ts";
import { ensureHost } from "../../app/judging/hosts.server.ts";
import { setUpCode } from "../../app/start/data-folder.ts";
import { environmentFor } from "../../config.ts";
import { disconnect } from "../../db/connect.ts";
import { type Ground, LEASE_S } from "./ground.ts";
import { type KeptProcess, keptProcess } from "./kept-process.ts";
import { smallDisk } from "./small-disk.ts";
import { webLine } from "./web-line.ts";

const IMAGE = "127.0.0.1:9/podium-faults";

export type World = Awaited<ReturnType<typeof startWorld>>;
export type Judge = World["judges"][number];

/** A Podium on its ground: a web process and two judges, each behind a line that can fail. */
export async function startWorld(ground: Ground) {
  const { folder, settings, webPort } = ground;
  const logs = path.join(folder, "logs");
  const data = settings.PODIUM_DATA;
  const url = settings.PUBLIC_URL;
  const code = setUpCode(data);
  const web = keptProcess({
    name: "web",
    script: "build/node/main.js",
    environment: environmentFor("web", settings),
    folder: logs,
  });
  await web.ready();

  const mark = path.basename(folder).toLowerCase();
  const judgeProcess = (name: string, log: string, home: string, token: string, line: string): KeptProcess =>
    keptProcess({
      name: log,
      script: "build/node/judge.js",
      environment: environmentFor("judge", {
        PODIUM_URL: line,
        PODIUM_JUDGE_TOKEN: token,
        PODIUM_JUDGE_NAME: name,
        LOG_LEVEL: "info",
        // Its disk is a small one.
        PODIUM_JUDGE_MIN_FREE_BYTES: "1000000",
        PODIUM_JUDGE_SLOTS: "2",
        PODIUM_JUDGE_DATA: home,
        PODIUM_IMAGE: "small",
        PODIUM_IMAGE_MAP: `faults/*=${IMAGE}:${mark}`,
      }),
      folder: logs,
    });
  const judges = await Promise.all(
    ["a", "b"].map(async (letter) => {
      const name = `${mark}-${letter}`;
      const home = path.join(folder, `judge-${letter}`);
      const disk = await smallDisk(home);
      const { token } = await ensureHost(name);
      const line = await webLine(webPort);
      return {
        letter,
        home,
        disk,
        line,
        process: judgeProcess(name, `judge-${letter}`, home, token, line.url),
        /** Another process with the same name and token, on a folder of its own. */
        twin: () => judgeProcess(name, `twin-${letter}`, `${home}-twin`, token, line.url),
      };
    }),
  );

  return {
    folder,
    logs,
    data,
    mark,
    image: { repo: IMAGE, tag: mark },
    url,
    web,
    judges,
    database: ground.line,
    endPostgres: ground.endPostgres,
    leaseMs: LEASE_S * 1000,
    /** The owner, by token, from the first visit on. */
    async owner(): Promise<Client> {
      const body = { name: "Owner", email: "owner@faults.example", password: "a long enough password", code };
      const { token } = await new Client(url).post("/setup", Token, { body });
      return new Client(url, token);
    },
    async stop(): Promise<void> {
      await Promise.all(judges.map((one) => one.process.stop()));
      await web.stop();
      await disconnect();
      for (const { line, disk } of judges) {
        line.stop();
        await disk.close();
      }
    },
  };
}
