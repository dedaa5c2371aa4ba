// The journeys' Podium: the built app as `npm start` runs it, with a judge, a database, a data folder and
// a port of its own, so that it stands beside a demo or a development server. Stopped when they end.
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { startMail } from "./mail.ts";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What the journeys' Podium lets its figures be read with. */
export const METRICS_TOKEN = "figures-of-the-journeys";

type Served = { podium: ChildProcess; url: string; setupCode: string | null; stop(): Promise<void> };

/** Starts a Podium on a data folder. Answers once it is ready; throws what it said when it does not start. */
export async function startPodium(folder: string, mode = "start", smtp?: string): Promise<Served> {
  const port = await freePort();
  const podium = fork("app/start/launch.mjs", [mode], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: "",
      HOST: "127.0.0.1",
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      PODIUM_DATA: folder,
      PODIUM_IMAGE: mode === "start" ? "small" : "full",
      RATE_LIMITS: "0",
      METRICS_TOKEN,
      LOG_LEVEL: "warn",
      ...(smtp && { SMTP_URL: smtp }),
    },
  });
  let said = "";
  for (const stream of [podium.stdout, podium.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
    });
  const ended = new Promise<void>((resolve) => {
    podium.once("exit", () => resolve());
  });
  const stop = async () => {
    podium.kill("SIGTERM");
    await ended;
  };
  const ready = await new Promise<{ setupCode: string | null } | null>((resolve) => {
    podium.once("message", (message: { ready: { setupCode: string | null } }) => resolve(message.ready));
    podium.once("exit", () => resolve(null));
  });
  if (!ready) throw new Error(`Podium did not start:\n${said}`);
  return { podium, url: `http://localhost:${port}`, setupCode: ready.setupCode, stop };
}

export const dataFolder = () => mkdtempSync(path.join(os.tmpdir(), "podium-journeys-"));
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

export default async function serve(): Promise<() => Promise<void>> {
  const folder = dataFolder();
  const mail = await startMail(folder);
  try {
    const { podium, url, setupCode, stop } = await startPodium(
      folder,
      process.env.PODIUM_TEST_MODE,
      mail.url,
    );
    process.env.PODIUM_TEST_URL = url;
    process.env.PODIUM_TEST_SETUP_CODE = setupCode ?? "";
    process.env.PODIUM_TEST_DATA = folder;
    process.env.PODIUM_TEST_PID = String(podium.pid);
    return async () => {
      await stop();
      await mail.stop();
      removeFolder(folder);
    };
  } catch (error) {
    await mail.stop();
    removeFolder(folder);
    throw error;
  }
}
