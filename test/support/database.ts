// Runs before each *.db.test.ts and *.docker.test.ts: gives the file a database and a data folder of its
// own and names them in the environment, so that the file imports `db` and commands as the app does.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { disconnect } from "../../db/connect.ts";
import { TEMPLATE } from "./postgres.ts";
import { PROGRAMS } from "./programs.ts";

const url = new URL(inject("postgres"));
const admin = postgres(url.href, { max: 1, onnotice: () => {} });
const name = `t_${randomUUID().replaceAll("-", "")}`;
await admin.unsafe(`create database ${name} template ${TEMPLATE}`);
url.pathname = `/${name}`;
const folder = mkdtempSync(path.join(os.tmpdir(), "podium-test-data-"));

Object.assign(process.env, {
  NODE_ENV: "test",
  DATABASE_URL: url.href,
  PODIUM_DATA: folder,
  PODIUM_PROGRAMS: PROGRAMS,
  PODIUM_SECRET: "a-secret-that-only-tests-know-0123456789",
  PUBLIC_URL: "http://podium.test",
  LOG_LEVEL: "error",
  RATE_LIMITS: "0",
});

afterAll(async () => {
  await disconnect();
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});
