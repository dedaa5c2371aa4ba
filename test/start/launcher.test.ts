import { expect, test } from "vitest";
import {
  dockerMissing,
  dockerSockets,
  nodeIsNew,
  packagesAreIn,
  portBusy,
  verdictLine,
} from "../../app/start/find.mjs";
import { createProgress, duration } from "../../app/start/progress.mjs";
import { restartDelayMs } from "../../app/start/restart.ts";
import { judgeSlots } from "../../app/start/slots.ts";

test("Node is new enough from 20.19 on", () => {
  expect(["18.20.0", "20.18.9", "20.19.0", "22.0.0", "24.1.0"].filter(nodeIsNew)).toEqual([
    "20.19.0",
    "22.0.0",
    "24.1.0",
  ]);
});

test("the engine that DOCKER_HOST names is asked before the usual ones", () => {
  const sockets = dockerSockets({ environment: { DOCKER_HOST: "unix:///run/mine.sock" }, home: "/home/a" });

  expect(sockets[0]).toBe("/run/mine.sock");
  expect(sockets).toContain("/home/a/.colima/default/docker.sock");
});

test("packages are in when each has the version of the lock", () => {
  const lock = { packages: { "": {}, "node_modules/a": { version: "1.0.0" } } };

  expect(packagesAreIn(lock, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  expect(packagesAreIn(lock, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
  expect(packagesAreIn(lock, { packages: {} })).toBe(false);
});

test("a package for another kind of machine may be absent", () => {
  const lock = { packages: { "node_modules/for-mac": { version: "1.0.0", optional: true } } };

  expect(packagesAreIn(lock, { packages: {} })).toBe(true);
});

test("a busy port is said with a way out", () => {
  expect(portBusy("3000", "npm start")).toBe(
    "Port 3000 is in use. Stop what uses it, or choose another: PORT=3001 npm start",
  );
});

test("who may not use Docker is told how to get the right", () => {
  const sentence = dockerMissing({ platform: "linux", forbidden: false, refused: true, user: "ada" });

  expect(sentence).toContain("sudo usermod -aG docker ada");
});

test("who has no Docker is told what to install, and that installing was forbidden", () => {
  const sentence = dockerMissing({ platform: "linux", forbidden: true, refused: false, user: "ada" });

  expect(sentence).toContain("apt-get install docker.io");
  expect(sentence).toContain("PODIUM_INSTALL=0");
});

test("times read as people say them", () => {
  expect([400, 9_940, 9_960, 12_400, 59_600, 125_000].map(duration)).toEqual([
    "0.4 s",
    "9.9 s",
    "10 s",
    "12 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
});

test("each step is one numbered line where nobody watches", async () => {
  const lines: string[] = [];
  const progress = createProgress({ total: 9, done: 2, out: { write: (text) => lines.push(text) } });

  const answer = await progress.step("Building", (say) => {
    say("remix");
    return 7;
  });

  expect(answer).toBe(7);
  expect(lines).toEqual(["      remix\n", expect.stringMatching(/^\[3\/9\] Building ·+ 0\.\d s\n$/)]);
});

test("a step that fails says so and fails", async () => {
  const lines: string[] = [];
  const progress = createProgress({ total: 1, out: { write: (text) => lines.push(text) } });

  await expect(progress.step("Database", () => Promise.reject(new Error("no disk")))).rejects.toThrow(
    "no disk",
  );

  expect(lines.join("")).toMatch(/Database ·+ failed/);
});

test("a child that keeps ending is started less and less often, at least twice a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(restartDelayMs)).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
  ]);
});

test("a machine judges with all cores but one, and never more than its memory bears", () => {
  const GiB = 1024 ** 3;

  expect(judgeSlots(1, 64 * GiB)).toBe(1);
  expect(judgeSlots(16, 128 * GiB)).toBe(15);
  expect(judgeSlots(16, 8 * GiB)).toBe(2);
});

test("the last line counts what passed and what failed", () => {
  expect(verdictLine({ passed: 12, failed: 1 })).toBe("12 passed, 1 failed");
});
