import { eq } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { type competitions, tasks, taskVersions } from "../../db/schema/index.ts";

type Task = typeof tasks.$inferSelect;
export type TaskContent = Pick<
  Task,
  "scoringProgram" | "referenceData" | "inputData" | "ingestionProgram" | "ingestionOnlyDuringScoring"
>;

const contentOf = (task: Task): TaskContent => ({
  scoringProgram: task.scoringProgram,
  referenceData: task.referenceData,
  inputData: task.inputData,
  ingestionProgram: task.ingestionProgram,
  ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
});

/** What is noted of a new version of a task. */
export type Renewal = { note: string | null; by: string | null; now: Date };

/** Puts a new version of a task on record and answers its number. The task's own row is the caller's to write. */
export async function recordVersion(
  tx: Transaction,
  { task, content, since }: { task: Task; content: TaskContent; since: Date },
  { note, by, now }: Renewal,
): Promise<number> {
  const version = task.version + 1;
  // Tasks that came before versions were kept: what they are now is on record first.
  await tx
    .insert(taskVersions)
    .values({ taskId: task.id, version: task.version, ...contentOf(task), createdAt: since })
    .onConflictDoNothing();
  await tx
    .insert(taskVersions)
    .values({ taskId: task.id, version, ...content, note, createdBy: by, createdAt: now });
  return version;
}

/** Makes a new version of every task of a competition: what their programs run in is another image now. */
export async function renewTasks(
  tx: Transaction,
  competition: Pick<typeof competitions.$inferSelect, "id" | "createdAt">,
  renewal: Renewal,
): Promise<void> {
  for (const task of await tx.select().from(tasks).where(eq(tasks.competitionId, competition.id))) {
    const given = { task, content: contentOf(task), since: competition.createdAt };
    const version = await recordVersion(tx, given, renewal);
    await tx.update(tasks).set({ version }).where(eq(tasks.id, task.id));
  }
}
