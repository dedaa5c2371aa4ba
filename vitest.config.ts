import { defineConfig } from "vitest/config";

// The suffix is the layer: *.test.ts computes, *.db.test.ts has a real Postgres, *.docker.test.ts containers too.
const NEEDS_DATABASE = ["test/**/*.db.test.ts", "test/**/*.docker.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "pure", include: ["test/**/*.test.ts"], exclude: NEEDS_DATABASE } },
      {
        test: {
          name: "real",
          include: NEEDS_DATABASE,
          globalSetup: ["test/support/postgres.ts"],
          setupFiles: ["test/support/database.ts"],
          pool: "forks",
          hookTimeout: 60_000,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
