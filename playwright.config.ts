import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// A browser that is already here, else the one Playwright downloads.
const chromium = [process.env.PODIUM_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (file) => file && existsSync(file),
);

const SCREENSHOTS = { name: "screenshots", testMatch: "**/*.shots.ts" };
const JOURNEYS = [
  // Makes the owner that the others start from: test/support/owner.ts.
  { name: "first person", testMatch: "**/first-person.e2e.ts" },
  {
    name: "journeys",
    testMatch: "**/*.e2e.ts",
    testIgnore: ["**/first-person.e2e.ts", "**/kills.e2e.ts"],
    dependencies: ["first person"],
  },
  // Kills the served Podium's processes: alone, after all the others, one test at a time.
  { name: "kills", testMatch: "**/kills.e2e.ts", fullyParallel: false, dependencies: ["journeys"] },
];

export default defineConfig({
  testDir: "test/journeys",
  outputDir: "node_modules/.cache/playwright",
  globalSetup: "./test/support/serve.ts",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: process.env.PODIUM_TEST_MODE === "demo" ? [SCREENSHOTS] : JOURNEYS,
  use: {
    // Set by the global set-up before the workers read this file.
    baseURL: process.env.PODIUM_TEST_URL,
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
