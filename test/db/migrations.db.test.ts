import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";

const tables = Object.values(schema as Record<string, unknown>).filter((v) => v instanceof PgTable);

test("the migrations from zero make every table and column of the schema", async () => {
  const rows = await db.execute<{ name: string }>(
    sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
  );
  const declared = tables.flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return columns.map((column) => `${name}.${column.name}`);
  });

  expect(rows.map((row) => row.name).sort()).toEqual(declared.sort());
});

test("the schema has nothing that waits for a migration", async () => {
  const copy = await mkdtemp(path.join(os.tmpdir(), "podium-migrations-"));
  try {
    await cp("db/migrations", copy, { recursive: true });
    const before = await readdir(copy);
    await promisify(execFile)(
      process.execPath,
      [
        "node_modules/drizzle-kit/bin.cjs",
        "generate",
        "--dialect=postgresql",
        "--schema=./db/schema/index.ts",
        `--out=${path.relative(".", copy)}`,
      ],
      { timeout: 50_000 },
    );

    expect(await readdir(copy)).toEqual(before);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});
