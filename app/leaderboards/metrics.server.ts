import { and, asc, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { boards, competitions, metrics, scores } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, type Refusal, refused } from "../web/outcome.ts";
import { readMetric } from "./board-form.ts";
import { tellBoard } from "./organised-board.server.ts";
import { settleWholeBoard } from "./put-on-board.server.ts";

type Command = { viewer: SignedInViewer; competitionId: string; now: Date };

/** A competition's columns and boards under its lock: one change of them at a time. */
async function locked(tx: Transaction, { viewer, competitionId }: Command) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  await tx
    .select({ id: competitions.id })
    .from(competitions)
    .where(eq(competitions.id, competitionId))
    .for("no key update");
  const [columns, all] = [
    await tx
      .select()
      .from(metrics)
      .where(eq(metrics.competitionId, competitionId))
      .orderBy(asc(metrics.position)),
    await tx.select().from(boards).where(eq(boards.competitionId, competitionId)).orderBy(asc(boards.id)),
  ];
  return { columns, boards: all };
}

/** Every board of the competition follows a change of its columns. */
async function follow(tx: Transaction, all: { id: string }[], now: Date): Promise<void> {
  for (const { id } of all) {
    await settleWholeBoard(tx, id, now);
    await tellBoard(tx, id);
  }
}

/** Makes a column from an organiser's form, or changes the one of this id. */
export function saveMetric(
  command: Command & { metricId: string | null; form: FormData },
): Promise<{ ok: true; value: { id: string } } | { ok: false; refusals: Refusal[] }> {
  const { viewer, competitionId, metricId, form, now } = command;
  const no = (refusal: Refusal) => ({ ok: false as const, refusals: [refusal] });
  return db.transaction(async (tx) => {
    const found = await locked(tx, command);
    const own = found?.columns.find((m) => m.id === metricId);
    if (!found || (metricId && !own))
      return no({ code: "not_found", reason: "leaderboards.refusals.noMetric" });
    const read = readMetric(form, {
      metrics: found.columns,
      id: metricId,
      primaries: found.boards.filter((b) => !b.revealedAt).map((b) => b.primaryPosition),
    });
    if (!read.ok) return read;
    const position = own?.position ?? (found.columns.at(-1)?.position ?? -1) + 1;
    const [row] = own
      ? await tx.update(metrics).set(read.value).where(eq(metrics.id, own.id)).returning({ id: metrics.id })
      : await tx
          .insert(metrics)
          .values({ ...read.value, competitionId, position })
          .returning({ id: metrics.id });
    if (!row) throw new Error("a metric was not written");
    await follow(tx, found.boards, now);
    await recordAct(tx, {
      viewer,
      act: "metric.saved",
      competitionId,
      subjectId: row.id,
      details: { ...read.value },
      now,
    });
    return { ok: true as const, value: { id: row.id } };
  });
}

/** Lets a column change places with its neighbour: ties are decided in the order of the columns. */
export function moveMetric(command: Command & { metricId: string; by: -1 | 1 }): Promise<Outcome<null>> {
  const { viewer, competitionId, metricId, by, now } = command;
  return db.transaction(async (tx) => {
    const found = await locked(tx, command);
    const at = found?.columns.findIndex((m) => m.id === metricId) ?? -1;
    const own = found?.columns[at];
    if (!found || !own) return refused("not_found", "leaderboards.refusals.noMetric");
    const other = found.columns[at + by];
    if (!other) return done(null);
    const swapped = (position: number) =>
      position === own.position ? other.position : position === other.position ? own.position : position;
    const put = (id: string, position: number) =>
      tx.update(metrics).set({ position }).where(eq(metrics.id, id));
    await put(own.id, -1);
    await put(other.id, own.position);
    await put(own.id, other.position);
    for (const column of found.columns.filter((c) => c.computedFrom.length > 0))
      await tx
        .update(metrics)
        .set({ computedFrom: column.computedFrom.map(swapped) })
        .where(eq(metrics.id, column.id));
    for (const board of found.boards)
      await tx
        .update(boards)
        .set({
          primaryPosition: swapped(board.primaryPosition),
          finalPosition: board.finalPosition === null ? null : swapped(board.finalPosition),
        })
        .where(eq(boards.id, board.id));
    await follow(tx, found.boards, now);
    await recordAct(tx, {
      viewer,
      act: "metric.moved",
      competitionId,
      subjectId: own.id,
      details: { from: own.position, to: other.position },
      now,
    });
    return done(null);
  });
}

/** Deletes a column that nothing hangs on: no score, no board's order, no computed column. */
export function deleteMetric(command: Command & { metricId: string }): Promise<Outcome<null>> {
  const { viewer, competitionId, metricId, now } = command;
  return db.transaction(async (tx) => {
    const found = await locked(tx, command);
    const own = found?.columns.find((m) => m.id === metricId);
    if (!found || !own) return refused("not_found", "leaderboards.refusals.noMetric");
    if (found.boards.some((b) => b.primaryPosition === own.position || b.finalPosition === own.position))
      return refused("conflict", "leaderboards.refusals.metricRanks", { values: { title: own.title } });
    const user = found.columns.find((c) => c.computedFrom.includes(own.position));
    if (user)
      return refused("conflict", "leaderboards.refusals.metricUsed", {
        values: { title: own.title, other: user.title },
      });
    const [score] = await tx.select({ one: sql`1` }).from(scores).where(eq(scores.metricId, own.id)).limit(1);
    if (score)
      return refused("conflict", "leaderboards.refusals.metricScored", { values: { title: own.title } });
    await tx.delete(metrics).where(and(eq(metrics.id, own.id), eq(metrics.competitionId, competitionId)));
    await follow(tx, found.boards, now);
    await recordAct(tx, {
      viewer,
      act: "metric.deleted",
      competitionId,
      subjectId: own.id,
      details: { key: own.key },
      now,
    });
    return done(null);
  });
}
