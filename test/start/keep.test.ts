import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setUpCode, takeDataFolder } from "../../app/start/data-folder.ts";
import { keep } from "../../app/start/keep.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "podium-start-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(source: string) {
  const script = path.join(folder, "program.mjs");
  writeFileSync(script, source);
  const said: string[] = [];
  const kept = keep({
    name: "program",
    script,
    environment: { PATH: process.env.PATH },
    logs: folder,
    heard: false,
    say: (line) => said.push(line),
  });
  return { kept, said };
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

test("a program that ends by itself is started again and said so", async () => {
  const { kept, said } = program('console.log("here"); setInterval(() => {}, 1000);');
  const first = kept.child.pid;
  await expect.poll(() => readFileSync(kept.logFile, "utf8")).toContain("here");

  kept.child.kill("SIGKILL");

  await expect.poll(() => kept.child.pid, { timeout: 5000 }).not.toBe(first);
  expect(said).toEqual([
    expect.stringContaining("The program process ended (SIGKILL) and starts again in 1 s"),
  ]);
  await kept.stop();
});

test("a program that is stopped stays stopped", async () => {
  const { kept, said } = program("setInterval(() => {}, 1000);");

  await kept.stop();

  expect(kept.child.signalCode).toBe("SIGTERM");
  expect(said).toEqual([]);
});

test("a kept program ends when its supervisor is killed", async () => {
  const supervisor = path.join(folder, "supervisor.mjs");
  const script = path.join(folder, "child.mjs");
  writeFileSync(script, "setInterval(() => {}, 1000);");
  writeFileSync(
    supervisor,
    `import { fork } from "node:child_process";
     const child = fork(${JSON.stringify(script)}, [], {
       detached: true, execArgv: ["--import", ${JSON.stringify(path.resolve("app/start/leash.mjs"))}],
     });
     console.log(child.pid);
     setInterval(() => {}, 1000);`,
  );
  const parent = spawn(process.execPath, [supervisor], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (d) => resolve(Number(d))));

  parent.kill("SIGKILL");

  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
});

test("a data folder has one Podium at a time, and a dead one's claim does not count", () => {
  writeFileSync(path.join(folder, "running.pid"), String(process.ppid));
  expect(() => takeDataFolder(folder)).toThrow(`already runs on ${folder}`);

  writeFileSync(path.join(folder, "running.pid"), "999999999");
  const release = takeDataFolder(folder);
  expect(readFileSync(path.join(folder, "running.pid"), "utf8")).toBe(String(process.pid));

  release();
  expect(existsSync(path.join(folder, "running.pid"))).toBe(false);
});

test("the set-up code stays the same, and only its owner may read it", () => {
  const code = setUpCode(folder);

  expect(code).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  expect(setUpCode(folder)).toBe(code);
  expect(statSync(path.join(folder, "setup-code")).mode & 0o777).toBe(0o600);
});
