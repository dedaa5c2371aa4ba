// One throw-away cluster for the whole run, and in it one migrated database which test files copy.
import { rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureDatabase, openCluster } from "../../db/cluster.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { bundlePrograms } from "./programs.ts";

export const TEMPLATE = "template_podium";

export default async function setUp(project: TestProject) {
  const dir = path.join(os.tmpdir(), `podium-test-${process.pid}`, "postgres");
  const [cluster] = await Promise.all([openCluster({ dir, fast: true }), bundlePrograms()]);
  await migrateDatabase(await ensureDatabase(cluster, TEMPLATE));
  project.provide("postgres", cluster.url("postgres"));
  return async () => {
    await cluster.stop();
    rmSync(path.dirname(dir), { recursive: true, force: true });
  };
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: string;
  }
}
