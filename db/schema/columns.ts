import { sql } from "drizzle-orm";
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** A moment; every one is kept with its zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** The key of a table's rows: random, so that it tells nothing and cannot be guessed. */
export const id = () => uuid("id").default(sql`gen_random_uuid()`).primaryKey();
