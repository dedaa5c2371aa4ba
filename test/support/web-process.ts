import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import net from "node:net";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export type WebProcess = {
  url: string;
  /** A request of this process's own address; redirects are not followed. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  text(path: string, headers?: Record<string, string>): Promise<string>;
  process: ChildProcess;
  stop(): Promise<void>;
};

/** The built web process on the database of this test file, with settings of its own. Needs a build. */
export async function startWeb(settings: Record<string, string> = {}): Promise<WebProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = fork("build/node/main.js", [], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      PUBLIC_URL: url,
      LOG_LEVEL: "error",
      ...settings,
    },
  });
  const ended = once(child, "exit");
  const [said] = await Promise.race([once(child, "message"), ended.then(() => ["ended"])]);
  if (said !== "ready") throw new Error("the web process did not start");
  // The address by number: two requests in a row go to the same place.
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: "manual" });
  return {
    url,
    get,
    text: async (path, headers) => (await get(path, headers)).text(),
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
