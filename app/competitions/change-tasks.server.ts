import { asc, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { db, type Transaction } from "../../db/connect.ts";
import { competitionTracks, people, phaseTasks, runs, tasks, taskVersions } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { TaskForm } from "./forms.ts";
import { installationLimits } from "./installation-limits.server.ts";
import { MAX_TASKS } from "./limits.ts";
import { organised } from "./organised.server.ts";
import { programFault } from "./program-faults.server.ts";
import { recordVersion } from "./renew-tasks.server.ts";
import { moved, reorder } from "./reorder.server.ts";
import { replanWaiting } from "./replan-waiting.server.ts";
import { TASK_FILES, type TaskFiles } from "./task-files.ts";
import { limitFaults } from "./task-limits.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };
const noSuch = refused("not_found", "editor.refusals.noSuchTask");

const tasksOf = (tx: Transaction, competitionId: string) =>
  tx.select().from(tasks).where(eq(tasks.competitionId, competitionId)).orderBy(asc(tasks.position));

/**
 * Writes a task. Another program, other data or another order of the two is a new version: earlier ones are
 * kept, runs say which one they ran on. Files that are not given stay.
 */
export async function saveTask(
  command: Command & {
    id: string | null;
    task: z.output<typeof TaskForm>;
    files: Partial<TaskFiles>;
  },
): Promise<Outcome<{ id: string; version: number; renewed: boolean }>> {
  const { id, files, now, viewer } = command;
  const [limitFault] = limitFaults(command.task.limits, installationLimits().most);
  if (limitFault) return { ok: false, refusal: limitFault };
  for (const name of TASK_FILES) {
    const hash = files[name];
    const program = name === "scoringProgram" || name === "ingestionProgram";
    const fault = hash ? await programFault(hash, name, { program }) : null;
    if (fault) return { ok: false, refusal: fault };
  }
  return organised(command, async ({ tx, competition, record }) => {
    const { note, ...values } = command.task;
    const all = await tasksOf(tx, competition.id);
    const before = id === null ? null : all.find((task) => task.id === id);
    if (before === undefined) return noSuch;
    if (values.trackId) {
      const [track] = await tx
        .select({ competitionId: competitionTracks.competitionId })
        .from(competitionTracks)
        .where(eq(competitionTracks.id, values.trackId));
      if (track?.competitionId !== competition.id)
        return refused("invalid", "editor.refusals.noSuchTrack", { field: "trackId" });
    }
    const next = {
      scoringProgram: files.scoringProgram ?? before?.scoringProgram ?? null,
      referenceData:
        files.referenceData === undefined ? (before?.referenceData ?? null) : files.referenceData,
      inputData: files.inputData === undefined ? (before?.inputData ?? null) : files.inputData,
      ingestionProgram:
        files.ingestionProgram === undefined ? (before?.ingestionProgram ?? null) : files.ingestionProgram,
    };
    const { scoringProgram } = next;
    if (!scoringProgram)
      return refused("invalid", "editor.refusals.scoringProgramNeeded", { field: "scoringProgram" });
    const content = {
      ...next,
      scoringProgram,
      ingestionOnlyDuringScoring: values.ingestionOnlyDuringScoring,
    };
    if (!before) {
      if (all.length >= MAX_TASKS)
        return refused("conflict", "editor.refusals.tooMany", { values: { max: MAX_TASKS } });
      const [made] = await tx
        .insert(tasks)
        .values({ ...values, ...content, competitionId: competition.id, position: all.length })
        .returning({ id: tasks.id });
      const by = { createdBy: viewer.person.id, createdAt: now };
      await tx.insert(taskVersions).values({ taskId: made!.id, version: 1, ...content, note, ...by });
      await record("task.created", { subjectId: made!.id });
      return done({ id: made!.id, version: 1, renewed: false });
    }
    const renewed = (Object.keys(content) as (keyof typeof content)[]).some(
      (key) => content[key] !== before[key],
    );
    const given = { task: before, content, since: competition.createdAt };
    const version = renewed
      ? await recordVersion(tx, given, { note, by: viewer.person.id, now })
      : before.version;
    await tx
      .update(tasks)
      .set({ ...values, ...content, version })
      .where(eq(tasks.id, before.id));
    await replanWaiting(tx, competition.id);
    await record(renewed ? "task.renewed" : "task.changed", {
      subjectId: before.id,
      details: { version, note, before },
    });
    return done({ id: before.id, version, renewed });
  });
}

export const moveTask = (command: Command & { id: string; by: -1 | 1 }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition }) => {
    const ids = (await tasksOf(tx, competition.id)).map((task) => task.id);
    if (!ids.includes(command.id)) return noSuch;
    await reorder(tx, tasks, competition.id, moved(ids, command.id, command.by));
    return done(null);
  });

/** Takes a task away, unless something ran on it or a phase has it. */
export const removeTask = (command: Command & { id: string }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const all = await tasksOf(tx, competition.id);
    const gone = all.find((task) => task.id === command.id);
    if (!gone) return noSuch;
    const [ran] = await tx.select({ id: runs.id }).from(runs).where(eq(runs.taskId, gone.id)).limit(1);
    if (ran) return refused("conflict", "editor.refusals.taskHasRuns");
    const [used] = await tx.select().from(phaseTasks).where(eq(phaseTasks.taskId, gone.id)).limit(1);
    if (used) return refused("conflict", "editor.refusals.taskInPhase");
    await tx.delete(tasks).where(eq(tasks.id, gone.id));
    await reorder(
      tx,
      tasks,
      competition.id,
      all.filter((task) => task !== gone).map((task) => task.id),
    );
    await record("task.removed", { subjectId: gone.id, details: { before: gone } });
    return done(null);
  });

/** The versions of a task, the newest first. */
export const versionsOf = (taskId: string) =>
  db
    .select({
      version: taskVersions.version,
      scoringProgram: taskVersions.scoringProgram,
      referenceData: taskVersions.referenceData,
      inputData: taskVersions.inputData,
      ingestionProgram: taskVersions.ingestionProgram,
      note: taskVersions.note,
      createdAt: taskVersions.createdAt,
      by: people.name,
    })
    .from(taskVersions)
    .leftJoin(people, eq(people.id, taskVersions.createdBy))
    .where(eq(taskVersions.taskId, taskId))
    .orderBy(desc(taskVersions.version))
    .limit(100);
