#!/usr/bin/env node
// What `npm run demo`, `start`, `dev`, `judge` and `test` begin with, on a bare clone too: it brings the
// packages, the build, Docker and a browser, then hands over. Uses nothing but Node itself, so it cannot
// read config.ts, and reads the environment here.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { browsers, dockerMissing, dockerSockets, nodeIsNew, packagesAreIn, portBusy } from "./find.mjs";
import { createProgress } from "./progress.mjs";

const MODES = {
  // steps: how many in all, those of the supervisor included
  demo: { steps: 9, data: ".podium-demo", port: 3000, serves: true },
  start: { steps: 8, data: ".podium", port: 3000, serves: true },
  dev: { steps: 8, data: ".podium-dev", port: 3100, serves: true },
  judge: { steps: 5 },
  test: { steps: 5, browser: true },
  bench: { steps: 3 },
  screenshots: { steps: 4, browser: true },
  faults: { steps: 3 },
};
const name = process.argv[2] ?? "start";
const mode = MODES[name];
const command = name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`;
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
process.chdir(root);

const isRoot = process.getuid?.() === 0;
const mayInstall = process.env.PODIUM_INSTALL !== "0";
const hasApt = process.platform === "linux" && existsSync("/usr/bin/apt-get");

/** A failure that is a sentence for people, not a fault of the program. */
class Sentence extends Error {}

const running = new Set();
/** While the launcher prepares, being told to stop stops what it called. */
function cutShort() {
  for (const child of running) child.kill("SIGTERM");
  process.exit(0);
}

/** Runs a program quietly; answers its exit code and what it said. */
function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    running.add(child);
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said = (said + chunk).slice(-20_000);
      });
    child.once("error", (error) => resolve({ code: 127, said: String(error) }));
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, said });
    });
  });
}

function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith(".js") ? run(process.execPath, [script, ...args]) : run("npm", args);
}

const can = async (program, ...args) => (await run(program, args)).code === 0;

/** How a command is run as root, or null where that needs a password. */
async function asRoot() {
  if (isRoot) return [];
  return (await can("sudo", "-n", "true")) ? ["sudo", "-n"] : null;
}

/** Installs Debian packages where that is possible and allowed; answers whether it did. */
async function apt(say, ...packages) {
  const prefix = hasApt && mayInstall ? await asRoot() : null;
  if (!prefix) return false;
  say(`installing ${packages.join(", ")} with apt (PODIUM_INSTALL=0 forbids it)`);
  const call = (...args) => {
    const [program, ...rest] = [...prefix, "apt-get", ...args];
    return run(program, rest, { DEBIAN_FRONTEND: "noninteractive" });
  };
  await call("update", "-qq");
  const { code, said } = await call("install", "-y", "-qq", "--no-install-recommends", ...packages);
  if (code !== 0) say(said.trim().split("\n").slice(-5).join("\n      "));
  return code === 0;
}

// ---- packages

function packagesReady() {
  const left = "node_modules/.package-lock.json";
  if (!existsSync(left)) return false;
  const read = (file) => JSON.parse(readFileSync(file, "utf8"));
  return packagesAreIn(read("package-lock.json"), read(left));
}

async function bringPackages(say) {
  if (packagesReady()) return;
  say("npm ci");
  // Development's packages too, whatever NODE_ENV says: they build the app.
  const { code, said } = await npm("ci", "--include=dev", "--no-audit", "--no-fund");
  if (code === 0) return;
  console.error(said);
  throw new Sentence(
    "The packages could not be installed, npm's answer stands above. Check the network (or npm's proxy " +
      "settings) and run the same command again.",
  );
}

// ---- the built app

const SOURCES = ["app", "db", "judge", "public"];
const SOURCE_FILES = ["config.ts", "package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"];
const BUILT = "build/.podium-built";

function newest(folder) {
  if (!existsSync(folder)) return 0;
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile())
      time = Math.max(time, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return time;
}

async function buildApp(say) {
  const changed = Math.max(...SOURCES.map(newest), ...SOURCE_FILES.map((file) => statSync(file).mtimeMs));
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs > changed) return;
  say("npm run build");
  const { code, said } = await npm("run", "build", "--silent");
  if (code !== 0) {
    // Rollup lists every file it watched; the reason stands before that.
    console.error(said.replace(/\n.*(watchFiles|\[augmented\])[\s\S]*/, ""));
    throw new Sentence("The app could not be built, the reason stands above.");
  }
  writeFileSync(BUILT, "");
}

// ---- Docker

/** "yes", "refused" (it is there, this account may not use it) or "no". */
function answers(socketPath) {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: "/_ping", timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? "yes" : "no");
    });
    request.on("error", (error) => resolve(error.code === "EACCES" ? "refused" : "no"));
    request.on("timeout", () => request.destroy());
  });
}

async function findDocker() {
  // Another machine's engine, or a pipe of Windows: the judge asks it itself.
  if (/^(tcp|https?|ssh|npipe):/.test(process.env.DOCKER_HOST ?? ""))
    return { host: process.env.DOCKER_HOST };
  let refused = false;
  for (const socket of dockerSockets({ environment: process.env, home: os.homedir() })) {
    const answer = await answers(socket);
    if (answer === "yes") return { host: `unix://${socket}` };
    refused ||= answer === "refused";
  }
  return { refused };
}

async function startDocker(say) {
  const prefix = await asRoot();
  if (!prefix || process.platform !== "linux") return {};
  if (existsSync("/run/systemd/system")) {
    say("starting Docker: systemctl start docker");
    const [program, ...rest] = [...prefix, "systemctl", "start", "docker"];
    await run(program, rest);
  } else {
    say("starting dockerd; it stays when Podium ends");
    const log = path.join(os.tmpdir(), `podium-dockerd-${process.pid}.log`);
    const out = openSync(log, "a");
    const [program, ...rest] = [...prefix, "dockerd"];
    spawn(program, rest, { detached: true, stdio: ["ignore", out, out] })
      .on("error", () => {})
      .unref();
  }
  for (let tries = 0; tries < 60; tries++) {
    const found = await findDocker();
    if (found.host) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {};
}

const hasDockerd = () =>
  ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"].some((f) => existsSync(f));

/** Whether the engine has an image of ours; else the tool that makes one may be needed. */
function hasImage(host) {
  if (!host.startsWith("unix://")) return Promise.resolve(true);
  return new Promise((resolve) => {
    const filters = encodeURIComponent(JSON.stringify({ reference: ["podium/python"] }));
    http
      .get({ socketPath: host.slice(7), path: `/images/json?filters=${filters}` }, async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve(text.trim() !== "[]");
      })
      .on("error", () => resolve(true));
  });
}

/** The sentence that says why nothing can be judged, or null when a Docker engine answers. */
async function bringDocker(say) {
  let found = await findDocker();
  const mayStart = mayInstall && process.platform === "linux" && !found.refused;
  if (!found.host && mayStart && (hasDockerd() || (await apt(say, "docker.io", "iptables", "mmdebstrap"))))
    found = await startDocker(say);
  if (!found.host)
    return dockerMissing({
      platform: process.platform,
      forbidden: !mayInstall,
      refused: found.refused,
      user: os.userInfo().username,
    });
  process.env.DOCKER_HOST = found.host;
  if (!(await hasImage(found.host)) && !(await can("mmdebstrap", "--version"))) await apt(say, "mmdebstrap");
  return null;
}

// ---- a browser, which only tests and screenshots need

async function bringBrowser(say) {
  const find = () => browsers({ environment: process.env }).find((file) => existsSync(file));
  if (!find()) await apt(say, "chromium");
  const found = find();
  if (found) {
    process.env.PODIUM_CHROMIUM = found;
    return;
  }
  say("playwright install chromium");
  const { code, said } = await run(process.execPath, [
    "node_modules/playwright/cli.js",
    "install",
    "chromium",
  ]);
  if (code !== 0) {
    console.error(said);
    throw new Sentence(
      "The browser tests need Chromium: install it (Debian: `sudo apt-get install chromium`), or name one " +
        "with PODIUM_CHROMIUM.",
    );
  }
}

// ---- all of it, in order

function portIsFree(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}

async function main() {
  if (!mode) throw new Sentence(`There is no mode ${name}; there are ${Object.keys(MODES).join(", ")}.`);
  if (!nodeIsNew(process.versions.node))
    throw new Sentence(
      `Podium needs Node 20.19 or newer; this is ${process.versions.node}. Node 24 is a good choice.`,
    );
  if (mode.serves) {
    process.env.PODIUM_DATA ||= mode.data;
    process.env.PORT ||= String(mode.port);
    const port = Number(process.env.PORT);
    if (port !== 0 && !(await portIsFree(port, process.env.HOST || "127.0.0.1")))
      throw new Sentence(portBusy(port, command));
  }
  process.env.NODE_ENV = name === "dev" ? "development" : "production";

  process.on("SIGINT", cutShort).on("SIGTERM", cutShort);
  const progress = createProgress({ total: mode.steps });
  await progress.step("Packages", bringPackages);
  const noDocker = await progress.step("Docker", bringDocker);
  if (noDocker && !mode.serves) throw new Sentence(noDocker);
  if (mode.browser) await progress.step("Browser", bringBrowser);
  mkdirSync("build", { recursive: true });
  if (name === "dev")
    await progress.step("Supervisor", () => run(process.execPath, ["app/start/bundle.mjs", "start"]));
  else await progress.step("Build", buildApp);

  // The rest is TypeScript with packages. It runs in this process: one less to stop.
  const bundle = path.join(root, name === "dev" ? "build/start/start.js" : "build/node/start.js");
  const { start } = await import(pathToFileURL(bundle).href);
  process.off("SIGINT", cutShort).off("SIGTERM", cutShort);
  await start({ mode: name, progress, noDocker });
}

main().catch((error) => {
  console.error(error instanceof Sentence || error.forPeople ? `\npodium: ${error.message}` : error);
  process.exit(1);
});
