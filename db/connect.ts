import { type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { webConfig } from "../config.ts";
import { type Channel, channels, type Payload } from "./channels.ts";
import { prepared } from "./prepared.ts";
import * as schema from "./schema/index.ts";

export function connect(url: string, max = 10) {
  const client = postgres(url, { max, onnotice: () => {} });
  return { client, db: drizzle(prepared(client), { schema }), close: () => client.end({ timeout: 5 }) };
}

type Connection = ReturnType<typeof connect>;
export type Database = Connection["db"];
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Where a statement may run: the pool, or the transaction somebody else opened. */
export type Executor = Database | Transaction;

// One pool a process, also when the development server loads this module again.
const kept = globalThis as { podiumConnection?: Connection };

export function connection(): Connection {
  kept.podiumConnection ??= connect(webConfig().DATABASE_URL, webConfig().DATABASE_CONNECTIONS);
  return kept.podiumConnection;
}

/** The process's database. */
export const db: Database = new Proxy({} as Database, {
  get: (_target, property) => {
    const { db } = connection();
    const value = Reflect.get(db, property, db);
    return typeof value === "function" ? value.bind(db) : value;
  },
});

export async function disconnect(): Promise<void> {
  await kept.podiumConnection?.close();
  kept.podiumConnection = undefined;
}

/** An announcement as part of a statement that does more. */
export const notification = <C extends Channel>(channel: C, payload: Payload<C>): SQL =>
  sql`pg_notify(${channel}, ${JSON.stringify(payload)})`;

/** Announces a fact in the transaction that writes it: heard after commit, or never. */
export async function notify<C extends Channel>(
  tx: Executor,
  channel: C,
  payload: Payload<C>,
): Promise<void> {
  await tx.execute(sql`select ${notification(channel, payload)}`);
}

/**
 * Hears a channel on the process's one listening connection. `onReady` runs after each (re)connection:
 * whatever happened meanwhile was not heard, so look again.
 */
export async function listen<C extends Channel>(
  channel: C,
  hear: (payload: Payload<C>) => void,
  onReady?: () => void,
): Promise<() => Promise<void>> {
  const { unlisten } = await connection().client.listen(
    channel,
    (text) => hear(channels[channel].parse(JSON.parse(text)) as Payload<C>),
    onReady,
  );
  return unlisten;
}
