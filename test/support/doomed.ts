import { type ChildProcess, fork } from "node:child_process";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "../../db/connect.ts";
import { program } from "./programs.ts";

/** How the doomed process is known to the database. */
const NAME = "doomed";

/** Starts the API in a process of its own on this test's database and files. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(program("api"), {
    env: { ...process.env, PGAPPNAME: NAME },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (said) => resolve(String(said)));
    child.once("exit", (code) => reject(new Error(`the process ended with ${code}`)));
  });
  return { child, url };
}

const sessionsThat = async (what: "wait" | "are there") => {
  const [row] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = ${NAME}
    ${what === "wait" ? sql`and wait_event_type = 'Lock'` : sql``}`);
  return row!.n;
};

/**
 * Lets a web process of its own do some work and kills it (SIGKILL) where that is about to write to a table:
 * everything before has happened, the commit has not. Ends when the database has forgotten the process too.
 */
export async function killedBefore(
  table: string,
  work: (url: string) => Promise<{ status: number }>,
): Promise<void> {
  const { child, url } = await start();
  try {
    await db.transaction(async (tx) => {
      await tx.execute(sql`lock table ${sql.identifier(table)} in share row exclusive mode`);
      let answered: number | null = null;
      const working = work(url).then(
        ({ status }) => {
          answered = status;
        },
        () => {},
      );
      await expect
        .poll(async () => answered ?? (await sessionsThat("wait")) > 0, { timeout: 30_000 })
        .toBe(true);
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await Promise.all([gone, working]);
    });
    await expect.poll(() => sessionsThat("are there"), { timeout: 30_000 }).toBe(0);
  } finally {
    child.kill("SIGKILL");
  }
}
