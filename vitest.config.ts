import { availableParallelism } from "node:os";
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
    // Vitest would leave one processor to itself; on two of them that is half.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          name: "pure",
          include: ["test/**/*.test.ts"],
          exclude: NEEDS_DATABASE,
          // Rules keep nothing between files, so that files can share what they import.
          pool: "threads",
          isolate: false,
          testTimeout: 30_000,
        },
      },
      { test: { name: "real", include: NEEDS_DATABASE, ...REAL } },
      { test: { name: "bench", include: ["test/**/*.bench.ts"], ...REAL, testTimeout: 600_000 } },
    ],
  },
});
