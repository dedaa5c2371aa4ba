import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { tasks, taskVersions } from "../../db/schema/index.ts";
import type { CompetitionDetail } from "./queries.server.ts";
import { PHASE_FILES, TASK_FILES, type TaskFile } from "./task-files.ts";

export type KnownFile = {
  hash: string;
  what: TaskFile | (typeof PHASE_FILES)[number];
  /** The number of its task or phase, from 1, and the task's version. */
  n: number;
  version: number | null;
};

/** Every program and data file that a competition has or had, each content once: what its organisers may choose again. */
export async function knownFiles(competition: CompetitionDetail): Promise<KnownFile[]> {
  const old = await db
    .select({
      taskId: taskVersions.taskId,
      version: taskVersions.version,
      scoringProgram: taskVersions.scoringProgram,
      ingestionProgram: taskVersions.ingestionProgram,
      referenceData: taskVersions.referenceData,
      inputData: taskVersions.inputData,
    })
    .from(taskVersions)
    .innerJoin(tasks, eq(tasks.id, taskVersions.taskId))
    .where(eq(tasks.competitionId, competition.id))
    .orderBy(tasks.position, taskVersions.version);
  const found: KnownFile[] = [];
  const add = (file: Omit<KnownFile, "hash"> & { hash: string | null | undefined }) => {
    const { hash } = file;
    if (hash && !found.some((known) => known.hash === hash && known.what === file.what))
      found.push({ ...file, hash });
  };
  for (const task of competition.tasks) {
    for (const version of old.filter((v) => v.taskId === task.id))
      for (const what of TASK_FILES)
        add({ hash: version[what], what, n: task.position + 1, version: version.version });
    for (const what of TASK_FILES)
      add({ hash: task[what], what, n: task.position + 1, version: task.version });
  }
  for (const phase of competition.phases)
    for (const what of PHASE_FILES) add({ hash: phase[what], what, n: phase.position + 1, version: null });
  return found;
}
