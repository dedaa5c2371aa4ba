import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { provide } from "../../config.ts";
import { type Cluster, ensureDatabase, openCluster } from "../../db/cluster.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { databaseLine } from "./database-line.ts";

const RECOVERS_WITHIN_MS = 60_000;
const MiB = 2 ** 20;
/** Short, so that a minute holds what takes many otherwise. */
export const LEASE_S = 5;

const portOf = (cluster: Cluster) => Number(new URL(cluster.url()).port);

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * What a world stands on: a Postgres of its own behind a line that can fail, and the settings of its web process,
 * which this process reads too. Comes before anything that reads them.
 */
export async function layGround(folder: string) {
  chmodSync(folder, 0o755);
  for (const name of ["logs", "data"]) mkdirSync(path.join(folder, name));
  const dir = path.join(folder, "postgres");
  let cluster = await openCluster({ dir });
  const line = await databaseLine(() => portOf(cluster));
  await migrateDatabase(await ensureDatabase(cluster, "podium"));
  const webPort = await freePort();
  const settings = {
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    DATABASE_URL: `postgres://podium@127.0.0.1:${line.port}/podium`,
    PODIUM_DATA: path.join(folder, "data"),
    PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    HOST: "127.0.0.1",
    PORT: String(webPort),
    RATE_LIMITS: "0",
    SMTP_URL: "",
    LEASE_S: String(LEASE_S),
    TEAM_CONCURRENCY: "4",
    TASK_MEMORY_BYTES: String(128 * MiB),
    TASK_OUTPUT_BYTES: String(4 * MiB),
  };
  provide(settings);
  return {
    folder,
    settings,
    webPort,
    /** Between the web and Postgres. */
    line,
    /** Ends Postgres with a signal and starts it again, as whoever supervises it does. */
    async endPostgres(signal: "SIGKILL" | "SIGQUIT"): Promise<void> {
      const [pid] = readFileSync(path.join(dir, "postmaster.pid"), "utf8").split("\n");
      process.kill(Number(pid), signal);
      line.cut();
      for (const until = performance.now() + RECOVERS_WITHIN_MS; ; ) {
        await pause(200);
        try {
          const next = await openCluster({ dir });
          if (next.started) {
            cluster = next;
            return;
          }
        } catch (error) {
          if (performance.now() > until) throw error;
        }
      }
    },
    async stop() {
      line.stop();
      await cluster.stop();
    },
  };
}
export type Ground = Awaited<ReturnType<typeof layGround>>;
