import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any number that no other program would lock: one migrator at a time, whoever starts first. */
const MIGRATION_LOCK = 7_246_001;

/** Brings the database at `url` to the newest schema. Safe to call from several processes at once. */
export async function migrateDatabase(url: string, folder = "db/migrations"): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
