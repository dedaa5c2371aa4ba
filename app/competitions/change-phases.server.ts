import { asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { boards, phases, phaseTasks, submissions, tasks } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { moveDueDates } from "./due-in-phase.server.ts";
import type { PhaseChange } from "./forms.ts";
import { MAX_PHASES } from "./limits.ts";
import { organised } from "./organised.server.ts";
import { phaseFaults } from "./phase-faults.ts";
import { reorder } from "./reorder.server.ts";
import { replanWaiting } from "./replan-waiting.server.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };
const noSuch = refused("not_found", "editor.refusals.noSuchPhase");

const phasesOf = (tx: Transaction, competitionId: string) =>
  tx.select().from(phases).where(eq(phases.competitionId, competitionId)).orderBy(asc(phases.position));

const byTime = (a: { startsAt: Date }, b: { startsAt: Date }) => a.startsAt.getTime() - b.startsAt.getTime();

/**
 * Writes a phase, a new one or an old one anew; phases stand in order of time. A new one gets a board like
 * that of the others. Files that are not given stay.
 */
export const savePhase = (
  command: Command & {
    id: string | null;
    phase: PhaseChange;
    files?: { startingKit?: string | null; publicData?: string | null };
    /** Whether deliverables that are due in the phase move along with its dates. */
    moveDueDates?: boolean;
    /** Whose words a refusal names another phase in. */
    locale?: Locale;
  },
): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { id } = command;
    const { taskIds, ...values } = { ...command.phase, ...command.files };
    const all = await phasesOf(tx, competition.id);
    const before = id === null ? null : all.find((phase) => phase.id === id);
    if (before === undefined) return noSuch;
    if (!before && all.length >= MAX_PHASES)
      return refused("conflict", "editor.refusals.tooMany", { values: { max: MAX_PHASES } });
    const [fault] = phaseFaults({ id, ...values }, all, command.locale);
    if (fault) return { ok: false, refusal: fault };
    const known = taskIds.length
      ? await tx
          .select({ id: tasks.id, position: tasks.position })
          .from(tasks)
          .where(eq(tasks.competitionId, competition.id))
          .orderBy(asc(tasks.position))
      : [];
    const chosen = known.filter((task) => taskIds.includes(task.id));
    if (chosen.length !== new Set(taskIds).size)
      return refused("invalid", "editor.refusals.noSuchTask", { field: "taskIds" });

    let phaseId = id;
    if (before) await tx.update(phases).set(values).where(eq(phases.id, before.id));
    else {
      const [made] = await tx
        .insert(phases)
        .values({ ...values, competitionId: competition.id, position: all.length })
        .returning({ id: phases.id });
      phaseId = made!.id;
      const [like] = all.length
        ? await tx
            .select()
            .from(boards)
            .where(eq(boards.phaseId, all.at(-1)!.id))
        : [];
      await tx.insert(boards).values({
        title: like?.title ?? "Leaderboard",
        submissionRule: like?.submissionRule ?? "Force_Best",
        primaryPosition: like?.primaryPosition ?? 0,
        finalPosition: like?.finalPosition ?? null,
        medals: like?.medals ?? null,
        hidden: like?.hidden ?? false,
        competitionId: competition.id,
        phaseId,
      });
    }
    const moved = before && command.moveDueDates ? await moveDueDates(tx, competition.id, before, values) : 0;
    await tx.delete(phaseTasks).where(eq(phaseTasks.phaseId, phaseId!));
    if (chosen.length)
      await tx
        .insert(phaseTasks)
        .values(chosen.map((task, position) => ({ phaseId: phaseId!, taskId: task.id, position })));
    const now = [...all.filter((phase) => phase !== before), { id: phaseId!, startsAt: values.startsAt }];
    await reorder(
      tx,
      phases,
      competition.id,
      now.sort(byTime).map((phase) => phase.id),
    );
    if (before) await replanWaiting(tx, competition.id);
    await record(before ? "phase.changed" : "phase.created", {
      subjectId: phaseId!,
      details: { ...(before && { before }), after: command.phase, ...(moved && { movedDueDates: moved }) },
    });
    return done({ id: phaseId! });
  });

/** Takes a phase away, unless something was handed in for it. */
export const removePhase = (command: Command & { id: string }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const all = await phasesOf(tx, competition.id);
    const gone = all.find((phase) => phase.id === command.id);
    if (!gone) return noSuch;
    const n = await tx.$count(submissions, inArray(submissions.phaseId, [gone.id]));
    if (n > 0) return refused("conflict", "editor.refusals.phaseHasSubmissions", { values: { n } });
    await tx.delete(phases).where(eq(phases.id, gone.id));
    await reorder(
      tx,
      phases,
      competition.id,
      all.filter((phase) => phase !== gone).map((phase) => phase.id),
    );
    await record("phase.removed", { subjectId: gone.id, details: { before: gone } });
    return done(null);
  });
