import { randomUUID } from "node:crypto";
import type { BoardShape, Column, Standing } from "../../app/leaderboards/board.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { db, type Transaction } from "../../db/connect.ts";
import {
  blobs,
  boards,
  competitions,
  entries,
  metrics,
  phases,
  phaseTasks,
  runs,
  scores,
  submissions,
  tasks,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import type { SubmissionRule } from "../../db/vocabulary.ts";

export const aColumn = (column: Partial<Column> = {}): Column => ({
  key: "accuracy",
  title: column.key ?? "accuracy",
  position: 0,
  sorting: "desc",
  precision: 2,
  hidden: false,
  computation: null,
  computedFrom: [],
  weight: "1",
  secret: false,
  ...column,
});

export const aShape = (shape: Partial<BoardShape> = {}): BoardShape => ({
  columns: [aColumn()],
  primaryPosition: 0,
  taskPositions: [0],
  ...shape,
});

let minute = 0;
/** A row handed in a minute after the one made before it. */
export const aStanding = (
  submissionId: string,
  values: Record<string, string>,
  more: Partial<Standing> = {},
): Standing => ({
  submissionId,
  entryId: `entry of ${submissionId}`,
  values,
  submittedAt: new Date(Date.UTC(2026, 10, 1) + 60_000 * minute++).toISOString(),
  ...more,
});

const HASH = "0".repeat(64);
export const START = new Date("2026-11-01T00:00:00Z");

/** A published competition with one phase, one task, a board and its columns. */
export async function aBoard(
  options: {
    columns?: Column[];
    rule?: SubmissionRule;
    freezeAt?: Date;
    hidden?: boolean;
    state?: "draft" | "published";
  } = {},
) {
  const slug = `board-${randomUUID()}`;
  await db.insert(blobs).values({ hash: HASH, size: 1 }).onConflictDoNothing();
  const [competition] = await db
    .insert(competitions)
    .values({ slug, title: { en: "Digits" }, state: options.state ?? "published" })
    .returning();
  const competitionId = competition!.id;
  const [phase] = await db
    .insert(phases)
    .values({
      competitionId,
      position: 0,
      name: { en: "Final" },
      startsAt: START,
      freezeAt: options.freezeAt ?? null,
    })
    .returning();
  const [task] = await db
    .insert(tasks)
    .values({ competitionId, position: 0, name: { en: "Task" }, scoringProgram: HASH })
    .returning();
  await db.insert(phaseTasks).values({ phaseId: phase!.id, taskId: task!.id, position: 0 });
  const columns = await db
    .insert(metrics)
    .values((options.columns ?? [aColumn()]).map((column) => ({ ...column, competitionId })))
    .returning();
  const [board] = await db
    .insert(boards)
    .values({
      competitionId,
      phaseId: phase!.id,
      title: "Results",
      submissionRule: options.rule ?? "Force_Best",
      hidden: options.hidden ?? false,
    })
    .returning();
  return { slug, competitionId, phaseId: phase!.id, taskId: task!.id, boardId: board!.id, columns };
}
type Board = Awaited<ReturnType<typeof aBoard>>;

/** An accepted entry of a team with this name. */
export async function anEntryOn(board: Board, name = "Team", personId?: string): Promise<string> {
  const [team] = await db.insert(teams).values({ name, inviteCode: randomUUID() }).returning();
  if (personId) await db.insert(teamMembers).values({ teamId: team!.id, personId, role: "captain" });
  const [entry] = await db
    .insert(entries)
    .values({
      competitionId: board.competitionId,
      teamId: team!.id,
      // So that no test has to think of names that differ.
      nameKey: team!.id,
      state: "accepted",
      rulesVersion: 1,
    })
    .returning();
  return entry!.id;
}

// Above those of any crowd.
let number = 1_000_000;
/** A scored submission, put on the board in the transaction that scores it, as the judge's finish does. */
export const score = (board: Board, entryId: string, values: Record<string, string>, now: Date) =>
  db.transaction((tx) => scoreIn(tx, board, entryId, values, now));

/** The same in a transaction that goes on. */
export async function scoreIn(
  tx: Transaction,
  board: Board,
  entryId: string,
  values: Record<string, string>,
  now: Date,
): Promise<string> {
  const [submission] = await tx
    .insert(submissions)
    .values({
      competitionId: board.competitionId,
      phaseId: board.phaseId,
      entryId,
      number: ++number,
      blobHash: HASH,
      fileName: "answers.zip",
      state: "scored",
      submittedAt: now,
      finishedAt: now,
    })
    .returning();
  const submissionId = submission!.id;
  const [run] = await tx
    .insert(runs)
    .values({
      submissionId,
      taskId: board.taskId,
      entryId,
      competitionId: board.competitionId,
      state: "scored",
      queuedAt: now,
      finishedAt: now,
    })
    .returning();
  const rows = board.columns.flatMap((column) => {
    const value = values[column.key];
    return value === undefined ? [] : [{ runId: run!.id, metricId: column.id, value }];
  });
  await tx.insert(scores).values(rows);
  await putOnBoard(tx, { submission: submission!, now });
  return submissionId;
}
