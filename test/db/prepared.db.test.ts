import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect } from "../../db/connect.ts";
import { MOST_PARAMETERS, MOST_VARIANTS } from "../../db/prepared.ts";

/** What one connection has prepared of the statements that say this word. */
async function preparedOf(db: ReturnType<typeof connect>["db"], word: string) {
  const [row] = await db.execute<{ n: string }>(
    sql.raw(`select count(*) as n from pg_prepared_statements where position('${word}' in statement) = 1`),
  );
  return Number(row!.n);
}

test("a statement is prepared once, in transactions and savepoints too; one of many parameters is not", async () => {
  const { db, close } = connect(process.env.DATABASE_URL!, 1);
  const answers: unknown[] = [];
  for (const n of [1, 2]) answers.push(await db.execute(sql`select /* one */ ${n}::int as n`));
  await db.transaction(async (tx) => {
    answers.push(await tx.execute(sql`select /* one */ ${3}::int as n`));
    await tx.transaction(async (inner) =>
      answers.push(await inner.execute(sql`select /* one */ ${4}::int as n`)),
    );
  });
  expect(answers.map((rows) => [...(rows as Iterable<unknown>)])).toEqual([1, 2, 3, 4].map((n) => [{ n }]));
  expect(await preparedOf(db, "select /* one */")).toBe(1);

  const list = (length: number) =>
    sql.join(
      Array.from({ length }, (_, i) => sql`${i}::int`),
      sql`, `,
    );
  await db.execute(sql`select /* list */ ${list(MOST_PARAMETERS)}`);
  await db.execute(sql`select /* list */ ${list(MOST_PARAMETERS + 1)}`);
  expect(await preparedOf(db, "select /* list */")).toBe(1);
  await close();
});

test("a statement whose list has another length each time takes few places, and each answers its own list", async () => {
  const { db, close } = connect(process.env.DATABASE_URL!, 1);
  for (let length = 1; length <= 20; length += 1) {
    const list = sql.join(
      Array.from({ length }, (_, i) => sql`${i}`),
      sql`, `,
    );
    const found = await db.execute(
      sql`select /* lengths */ n from generate_series(0, 30) n where n in (${list})`,
    );
    expect(found).toHaveLength(length);
  }
  // A list of one is no list.
  expect(await preparedOf(db, "select /* lengths */")).toBe(MOST_VARIANTS + 1);
  await close();
});

test("what is sent together is answered in its order, and one refusal undoes the transaction", async () => {
  const { db, close } = connect(process.env.DATABASE_URL!, 1);
  await db.execute(sql`create temporary table heard (n int primary key)`);
  const say = (tx: Pick<typeof db, "execute">, n: number) =>
    tx.execute(sql`insert into heard values (${n}::int)`);
  await db.transaction((tx) => Promise.all([1, 2, 3].map((n) => say(tx, n))));
  await expect(db.transaction((tx) => Promise.all([4, 1, 5].map((n) => say(tx, n))))).rejects.toThrow();
  expect([...(await db.execute(sql`select n from heard order by ctid`))]).toEqual([
    { n: 1 },
    { n: 2 },
    { n: 3 },
  ]);
  await close();
});
