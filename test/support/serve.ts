// The journeys' Podium: the built app as `npm start` runs it, with a judge, a database, a data folder and
// a port of its own, so that it stands beside a demo or a development server. Stopped when they end.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export default async function serve(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "podium-journeys-"));
  const port = await freePort();
  const mode = process.env.PODIUM_TEST_MODE ?? "start";
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
      LOG_LEVEL: "warn",
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
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = await new Promise<{ url: string; setupCode: string | null } | null>((resolve) => {
    podium.once("message", (message: { ready: { url: string; setupCode: string | null } }) =>
      resolve(message.ready),
    );
    podium.once("exit", () => resolve(null));
  });
  if (!ready) {
    await stop();
    throw new Error(`Podium did not start:\n${said}`);
  }
  process.env.PODIUM_TEST_URL = `http://localhost:${port}`;
  process.env.PODIUM_TEST_SETUP_CODE = ready.setupCode ?? "";
  process.env.PODIUM_TEST_DATA = folder;
  process.env.PODIUM_TEST_PID = String(podium.pid);
  return stop;
}
