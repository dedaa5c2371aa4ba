import { defineConfig } from "vitest/config";

// The suffix is the layer: *.test.ts computes, *.db.test.ts has a real Postgres, *.docker.test.ts containers too.
// *.bench.ts measures, and runs with `npm run bench` only.
const NEEDS_DATABASE = ["test/**/*.db.test.ts", "test/**/*.docker.test.ts"];

const REAL = {
  globalSetup: ["test/support/postgres.ts"],
  setupFiles: ["test/support/database.ts"],
  pool: "forks" as const,
  hookTimeout: 60_000,
  testTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: "pure", include: ["test/**/*.test.ts"], exclude: NEEDS_DATABASE } },
      { test: { name: "real", include: NEEDS_DATABASE, ...REAL } },
      { test: { name: "bench", include: ["test/**/*.bench.ts"], ...REAL, testTimeout: 600_000 } },
    ],
  },
});
