import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { environmentFor } from "../../config.ts";
import { ensureImage } from "../../judge/images/build.ts";
import { verdictLine } from "./find.mjs";
import type { Progress } from "./progress.mjs";

type Count = { passed: number; failed: number };

/** Settings of somebody's Podium that no test may see. */
const NOT_FOR_TESTS = [
  "DATABASE_URL",
  "PODIUM_DATA",
  "PODIUM_SECRET",
  "PODIUM_URL",
  "PODIUM_JUDGE_TOKEN",
  "PORT",
  "HOST",
  "PUBLIC_URL",
  "SMTP_URL",
  "NODE_ENV",
];

const VITEST = "node_modules/vitest/vitest.mjs";
const TSX = "node_modules/tsx/dist/cli.mjs";
const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";

const forTests = () =>
  environmentFor("web", Object.fromEntries(NOT_FOR_TESTS.map((name) => [name, undefined])));

/** `npm run bench`: the measurements, test/**\/*.bench.ts. */
export async function runBench(): Promise<void> {
  process.on("SIGINT", () => {});
  process.exitCode = await run(forTests(), VITEST, ["run", "--project", "bench", "--passWithNoTests"]);
}

/** `npm run screenshots`: pictures of the demo, made by test/journeys/*.shots.ts. */
export async function takeScreenshots(): Promise<void> {
  process.on("SIGINT", () => {});
  const environment = { ...forTests(), PODIUM_TEST_MODE: "demo" };
  process.exitCode = await run(environment, PLAYWRIGHT, ["test", "--reporter=list"]);
}

/** `npm run faults -- --seed 7 --faults 200`: test/faults on the built app. */
export async function runFaults(given: string[]): Promise<void> {
  process.on("SIGINT", () => {});
  process.exitCode = await run(forTests(), TSX, ["test/faults/main.ts", ...given]);
}

/** `npm test`: all tests beside anything that runs, with a last line that counts them and an honest exit code. */
export async function runTests(progress: Progress): Promise<void> {
  // Ctrl-C reaches the test runners too; they tidy up, then we end.
  process.on("SIGINT", () => {});
  const folder = mkdtempSync(path.join(os.tmpdir(), "podium-reports-"));
  const environment = forTests();
  try {
    const vitest = (project: string) => ({
      report: path.join(folder, `${project}.json`),
      args: ["run", `--project=${project}`, "--reporter=default", "--reporter=json"],
    });
    const runVitest = ({ report, args }: ReturnType<typeof vitest>) =>
      run(environment, VITEST, [...args, `--outputFile.json=${report}`]);
    const [pure, real] = [vitest("pure"), vitest("real")];
    // The rules need no image: they are tried while it is built.
    const [, ruled] = await Promise.all([
      progress.step("Sandbox image", (say) => ensureImage("small", say)),
      runVitest(pure),
    ]);
    const first = await runVitest(real);
    const journeys = path.join(folder, "playwright.json");
    const second = await run({ ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: journeys }, PLAYWRIGHT, [
      "test",
      "--project=kills", // after all the others, on which it depends
      "--reporter=list,json",
    ]);
    const counts = [vitestCount(pure.report), vitestCount(real.report), playwrightCount(journeys)];
    const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
    // A runner that broke before or beside its tests has failed too, though no test says so.
    const broken = [ruled, first, second].filter((code, i) => code !== 0 && counts[i]?.failed === 0).length;
    const total = { passed: sum.passed, failed: sum.failed + broken };
    progress.say(`\n${verdictLine(total)}`);
    process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(env: Record<string, string | undefined>, script: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [script, ...args], { stdio: "inherit", env: env as NodeJS.ProcessEnv })
      .once("error", reject)
      .once("close", (code) => resolve(code ?? 1));
  });
}

function report(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // the runner broke before it wrote one; its exit code counts
  }
}

function vitestCount(file: string): Count {
  const told = report(file) as { numPassedTests: number; numFailedTests: number } | null;
  return { passed: told?.numPassedTests ?? 0, failed: told?.numFailedTests ?? 0 };
}

function playwrightCount(file: string): Count {
  const told = report(file) as { stats: { expected: number; unexpected: number; flaky: number } } | null;
  // A journey that passes at the second attempt only is not a journey that passes.
  return {
    passed: told?.stats.expected ?? 0,
    failed: (told?.stats.unexpected ?? 0) + (told?.stats.flaky ?? 0),
  };
}
