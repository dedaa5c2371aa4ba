import { rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boardFacts, heldBoard } from "../../app/leaderboards/held.server.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { type Cluster, ensureDatabase, openCluster } from "../../db/cluster.ts";
import { connection, db, disconnect } from "../../db/connect.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { runs, scores, submissions } from "../../db/schema/index.ts";
import { aCrowd } from "./support.ts";

// Measured on a database that keeps what it was told through a power cut, as an installation's does.
const dir = path.join(os.tmpdir(), `podium-bench-${process.pid}`, "postgres");
let cluster: Cluster;

beforeAll(async () => {
  cluster = await openCluster({ dir });
  process.env.DATABASE_URL = await ensureDatabase(cluster, "podium");
  await migrateDatabase(process.env.DATABASE_URL);
});
afterAll(async () => {
  await disconnect();
  await cluster.stop();
  rmSync(path.dirname(dir), { recursive: true, force: true });
});

type Crowd = Awaited<ReturnType<typeof aCrowd>>;
const now = new Date("2027-06-01T00:00:00Z");
const whole = { cut: null, trackId: null };
let number = 1_000_000;

/** Submissions of random entries, judged but for their scores: what a measurement needs and does not measure. */
async function waiting(crowd: Crowd, many: number) {
  const its = await db.execute<{ id: string }>(
    sql`select id from entries where competition_id = ${crowd.competitionId} order by md5(id::text) limit ${many}`,
  );
  const made = await db
    .insert(submissions)
    .values(
      [...its].map(({ id: entryId }) => ({
        competitionId: crowd.competitionId,
        phaseId: crowd.phaseId,
        entryId,
        number: ++number,
        blobHash: "0".repeat(64),
        fileName: "answers.zip",
        state: "scored" as const,
        submittedAt: now,
        finishedAt: now,
      })),
    )
    .returning({ submissionId: submissions.id, entryId: submissions.entryId });
  const its2 = await db
    .insert(runs)
    .values(
      made.map((m) => ({
        ...m,
        taskId: crowd.taskId,
        competitionId: crowd.competitionId,
        state: "scored" as const,
        queuedAt: now,
        finishedAt: now,
      })),
    )
    .returning({ runId: runs.id, submissionId: runs.submissionId, entryId: runs.entryId });
  return its2;
}

/** Better than what the team has. */
const nextScore = () => (1 + Math.random()).toFixed(7);

const insertScore = (crowd: Crowd, runId: string) => {
  const value = nextScore();
  return connection().client`
    insert into scores (run_id, metric_id, value) values (${runId}, ${crowd.columns[0]!.id}, ${value})`;
};

/** One score committed with all that follows from it, and the entry's rank read off the board in memory. */
async function scoreToRank(
  crowd: Crowd,
  { runId, submissionId, entryId }: Awaited<ReturnType<typeof waiting>>[number],
) {
  const { competitionId, phaseId } = crowd;
  await db.transaction(async (tx) => {
    await tx.insert(scores).values({ runId, metricId: crowd.columns[0]!.id, value: nextScore() });
    await putOnBoard(tx, { submission: { id: submissionId, entryId, phaseId, competitionId }, now });
  });
  const committed = performance.now();
  const held = await heldBoard((await boardFacts(crowd.boardId))!, whole);
  const at = held.ranking.placeOfEntry(entryId);
  if (at?.rank == null) throw new Error("no rank");
  return performance.now() - committed;
}

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

// The baseline is one insert of one row, flushed to disk as everything here is: one round trip. A score that counts
// takes five (begin; the score; the lock and all that decides; the write; commit), writes the standing, the event and
// the board's number with their keys checked, and then two more to read the rank off memory. So the ratio to the
// baseline is mostly that of round trips, and grows where the machine is busy; that to another size must not.
test("a committed score has its rank among 100,000 entries about as soon as among 1,000", async () => {
  const crowds = {
    small: await aCrowd({ entries: 1_000, submissions: 1_000 }),
    large: await aCrowd({ entries: 100_000, submissions: 100_000 }),
  };
  const TURNS = 300;
  const its = {
    small: await waiting(crowds.small, TURNS * 2),
    large: await waiting(crowds.large, TURNS * 2),
  };
  for (const crowd of Object.values(crowds)) await heldBoard((await boardFacts(crowd.boardId))!, whole);
  await db.execute(sql`analyze`);
  const took = {
    floor: [] as number[],
    small: [] as number[],
    large: [] as number[],
    recompute: [] as number[],
  };
  const after = { small: [] as number[], large: [] as number[] };
  const timed = async (name: keyof typeof took, work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    took[name].push(performance.now() - begun);
  };
  // Turn by turn, so that whatever else the machine does falls on all alike.
  for (let turn = 0; turn < TURNS; turn++) {
    await timed("floor", () => insertScore(crowds.large, its.large.pop()!.runId));
    for (const size of ["small", "large"] as const)
      await timed(size, async () => after[size].push(await scoreToRank(crowds[size], its[size].pop()!)));
    if (turn % 100 === 0)
      await timed("recompute", () =>
        db.execute(sql`select * from (select entry_id, rank() over (order by ("values"->>'accuracy')::numeric desc, submitted_at)
          from standings where board_id = ${crowds.large.boardId}) ranked where entry_id = ${its.large[0]!.entryId}`),
      );
  }
  const ms = Object.fromEntries(Object.entries(took).map(([k, t]) => [k, median(t)])) as Record<
    keyof typeof took,
    number
  >;
  console.log(
    `score → rank: bare insert ${ms.floor.toFixed(2)} ms; ${ms.small.toFixed(2)} ms among 1,000, ${ms.large.toFixed(2)} ms among 100,000 (× ${(ms.large / ms.small).toFixed(2)}, × ${(ms.large / ms.floor).toFixed(2)} the bare insert); commit → rank ${median(after.small).toFixed(2)} and ${median(after.large).toFixed(2)} ms; ranking all again ${ms.recompute.toFixed(0)} ms`,
  );
  expect(ms.large / ms.small).toBeLessThan(1.3);
});
