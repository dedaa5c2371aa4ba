import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "../../db/connect.ts";
import { chance } from "../faults/chance.ts";
import { databaseLine } from "../faults/database-line.ts";

// What our patch of the driver mends (patches/, docs/decisions/0021): without it these tests crash or hang.
const url = () => process.env.DATABASE_URL!;
const killer = connect(url(), 1);
const opened: ReturnType<typeof connect>[] = [];
const open = (max: number, at = url()) => {
  const one = connect(at, max);
  opened.push(one);
  return one;
};

beforeAll(async () => {
  await killer.db.execute(sql`create table written (what text)`);
  return async () => void (await killer.close());
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

type Asks = Pick<ReturnType<typeof connect>["db"], "execute">;
async function pidOf(tx: Asks): Promise<number> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return row!.pid;
}
const end = (pid: number) => killer.db.execute(sql`select pg_terminate_backend(${pid}::int, 5000)`);
const written = async () =>
  (await killer.db.execute<{ what: string }>(sql`select what from written`)).map(({ what }) => what);

/** A promise and what resolves it. */
function signal<T = void>() {
  let send: (value: T) => void = () => {};
  const sent = new Promise<T>((resolve) => {
    send = resolve;
  });
  return { send, sent };
}

test("a transaction whose backend ends under a statement fails, and its connection serves the next one", async () => {
  const { db } = open(1);
  for (let turn = 0; turn < 3; turn++) {
    const pid = signal<number>();
    const lost = db.transaction(async (tx) => {
      pid.send(await pidOf(tx));
      await tx.execute(sql`select pg_sleep(60)`);
    });
    const failed = expect(lost).rejects.toThrow();
    await end(await pid.sent);
    await failed;
    const [row] = await db.execute<{ n: number }>(sql`select ${turn}::int as n`);
    expect(row).toEqual({ n: turn });
  }
}, 15_000);

test("what a transaction says after its connection is gone is refused, and never becomes part of another one", async () => {
  const { db } = open(1);
  const [pid, goOn, over] = [signal<number>(), signal(), signal<unknown>()];
  const lost = db.transaction(async (tx) => {
    pid.send(await pidOf(tx));
    await goOn.sent;
    over.send(await tx.execute(sql`insert into written values ('of the dead')`).catch((error) => error));
  });
  const failed = expect(lost).rejects.toThrow();
  await end(await pid.sent);
  await failed;
  await db.transaction(async (tx) => {
    await tx.execute(sql`insert into written values ('of the living')`);
    goOn.send();
    expect(await over.sent).toBeInstanceOf(Error);
    expect(await pidOf(tx)).not.toBe(await pid.sent);
  });
  expect(await written()).toEqual(["of the living"]);
}, 15_000);

test("a pool whose connections are cut at random goes on answering from each of them", async () => {
  const line = await databaseLine(() => Number(new URL(url()).port));
  const [near, dice] = [new URL(url()), chance(11)];
  near.hostname = "127.0.0.1";
  near.port = String(line.port);
  const { db } = open(4, near.href);
  const work = async (n: number) => {
    const long = "x".repeat(n % 3 === 0 ? 2000 : 1);
    if (n % 2) return void (await db.execute(sql`select ${long}`));
    await db.transaction(async (tx) => {
      await tx.execute(sql`select ${long}`);
      await tx.execute(sql`select pg_sleep(${dice.between(0, 0.004)}::float)`);
    });
  };
  for (let turn = 0; turn < 12; turn++) {
    const asked = Array.from({ length: 12 }, (_, n) =>
      work(n)
        .catch(() => work(n))
        .catch(() => {}),
    );
    await new Promise((later) => setTimeout(later, dice.between(0, 6)));
    line.cut();
    await Promise.all(asked);
  }
  await Promise.all(Array.from({ length: 12 }, (_, n) => work(n)));
  line.stop();
}, 20_000);
