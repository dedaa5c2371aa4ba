import { and, eq, ne, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayOperate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { QueueForm } from "./queue-form.ts";
import { managedBy, mayMakeQueues, ofThese } from "./seen-queues.server.ts";

type Command = { viewer: SignedInViewer; now: Date };
const noSuch = refused("not_found", "queues.refusals.noSuchQueue");

/** Changes of the queues follow one another, so that their owner's names stay single and counts right. */
const inTurn = <T>(work: (tx: Transaction) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('judge queues', 0))`);
    return work(tx);
  });

async function managed(tx: Transaction, viewer: SignedInViewer, id: string) {
  const [queue] = await tx
    .select()
    .from(judgeQueues)
    .where(ofThese(id, managedBy(viewer)))
    .for("update");
  return queue;
}

/**
 * Makes a queue, or names an existing one anew and opens or closes it. What an operator makes belongs to the
 * installation. Competitions that chose a queue while it was open keep it.
 */
export const saveQueue = ({
  viewer,
  id,
  queue,
  now,
}: Command & { id: string | null; queue: QueueForm }): Promise<Outcome<{ id: string }>> =>
  inTurn(async (tx) => {
    if (id === null && !mayMakeQueues(viewer)) return refused("forbidden", "queues.refusals.mayNotMake");
    const before = id === null ? null : await managed(tx, viewer, id);
    if (before === undefined) return noSuch;
    const ownerId = before ? before.ownerId : mayOperate(viewer) ? null : viewer.person.id;
    // Another's closed queue is none of theirs to know: only the owner's own and open ones take a name.
    const [other] = await tx
      .select({ id: judgeQueues.id })
      .from(judgeQueues)
      .where(
        and(
          eq(sql`lower(${judgeQueues.name})`, queue.name.toLowerCase()),
          or(sql`${judgeQueues.ownerId} is not distinct from ${ownerId}::uuid`, eq(judgeQueues.open, true)),
          before ? ne(judgeQueues.id, before.id) : undefined,
        ),
      );
    if (other) return refused("conflict", "queues.refusals.nameTaken", { field: "name" });
    if (before) {
      await tx.update(judgeQueues).set(queue).where(eq(judgeQueues.id, before.id));
      const { name, note, open } = before;
      const details = { before: { name, note, open }, after: queue };
      await recordAct(tx, { viewer, act: "queue.changed", subjectId: before.id, details, now });
      return done({ id: before.id });
    }
    const max = webConfig().QUEUES_PER_ORGANISER;
    if (ownerId && (await tx.$count(judgeQueues, eq(judgeQueues.ownerId, ownerId))) >= max)
      return refused("conflict", "queues.refusals.tooMany", { values: { max } });
    const [made] = await tx
      .insert(judgeQueues)
      .values({ ...queue, ownerId, createdAt: now })
      .returning({ id: judgeQueues.id });
    await recordAct(tx, { viewer, act: "queue.created", subjectId: made!.id, details: queue, now });
    return done({ id: made!.id });
  });

/** Takes a queue away that no host serves, no competition uses and no run waits in; runs that ended forget it. */
export const removeQueue = ({ viewer, id, now }: Command & { id: string }): Promise<Outcome<null>> =>
  inTurn(async (tx) => {
    const queue = await managed(tx, viewer, id);
    if (!queue) return noSuch;
    const hosts = await tx.$count(judgeHosts, eq(judgeHosts.queueId, queue.id));
    if (hosts > 0) return refused("conflict", "queues.refusals.hasHosts", { values: { n: hosts } });
    const used = await tx.$count(competitions, eq(competitions.queueId, queue.id));
    if (used > 0) return refused("conflict", "queues.refusals.hasCompetitions", { values: { n: used } });
    const waiting = await tx.$count(
      runs,
      and(eq(runs.queueId, queue.id), sql`${runs.state} in ('held', 'queued', 'running')`),
    );
    if (waiting > 0) return refused("conflict", "queues.refusals.hasRuns", { values: { n: waiting } });
    await tx.update(runs).set({ queueId: null }).where(eq(runs.queueId, queue.id));
    await tx.delete(judgeQueues).where(eq(judgeQueues.id, queue.id));
    await recordAct(tx, {
      viewer,
      act: "queue.removed",
      subjectId: queue.id,
      details: { name: queue.name },
      now,
    });
    return done(null);
  });
