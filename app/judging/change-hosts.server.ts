import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { attempts, judgeDevices, judgeHosts, judgeQueues } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayOperate } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { managedBy } from "../queues/seen-queues.server.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { HostForm } from "./host-form.ts";
import { hashOf, newToken } from "./hosts.server.ts";

type Command = { viewer: SignedInViewer; now: Date };
type Made = { id: string; token: string };

/** A condition on `judge_hosts`: those that the viewer runs; operators all, others those of their own queues. */
export const runsHost = (viewer: Viewer): SQL =>
  and(
    ne(judgeHosts.state, "disabled"),
    mayOperate(viewer)
      ? undefined
      : inArray(
          judgeHosts.queueId,
          db.select({ id: judgeQueues.id }).from(judgeQueues).where(managedBy(viewer)),
        ),
  )!;

/** The queues that the viewer may put hosts in, by name. */
export const queuesToFill = (viewer: Viewer) =>
  db
    .select({ id: judgeQueues.id, name: judgeQueues.name })
    .from(judgeQueues)
    .where(managedBy(viewer))
    .orderBy(judgeQueues.name);

/**
 * Makes a host for one of the viewer's queues, or, for operators, for the runs of no queue. The token is in the
 * answer and nowhere else: only its hash is kept.
 */
export const addHost = ({ viewer, host, now }: Command & { host: HostForm }): Promise<Outcome<Made>> =>
  db.transaction(async (tx) => {
    // Hosts are added one after another, so that names stay single and counts right.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('judge hosts', 0))`);
    const { name, queueId } = host;
    if (queueId === null && !mayOperate(viewer))
      return refused("forbidden", "judging.refusals.ownQueueNeeded", { field: "queueId" });
    const [queue] =
      queueId !== null && isUuid(queueId)
        ? await tx
            .select({ id: judgeQueues.id })
            .from(judgeQueues)
            .where(and(eq(judgeQueues.id, queueId), managedBy(viewer)))
            .for("key share")
        : [];
    if (queueId !== null && !queue)
      return refused("not_found", "judging.refusals.noQueue", { field: "queueId" });
    const beside = and(
      queueId === null ? isNull(judgeHosts.queueId) : eq(judgeHosts.queueId, queueId),
      ne(judgeHosts.state, "disabled"),
    );
    if ((await tx.$count(judgeHosts, and(beside, eq(judgeHosts.name, name)))) > 0)
      return refused("conflict", "judging.refusals.hostNameTaken", { field: "name" });
    const max = webConfig().HOSTS_PER_QUEUE;
    if ((await tx.$count(judgeHosts, beside)) >= max)
      return refused("conflict", "judging.refusals.tooManyHosts", { values: { max } });
    const token = newToken();
    const [made] = await tx
      .insert(judgeHosts)
      .values({ ...host, tokenHash: hashOf(token), createdBy: viewer.person.id, createdAt: now })
      .returning({ id: judgeHosts.id });
    if (!made) throw new Error("the judge host was not written");
    await recordAct(tx, { viewer, act: "host.added", subjectId: made.id, details: { name, queueId }, now });
    return done({ id: made.id, token });
  });

/** Does something with a host that the viewer runs, and notes it; what they do not run does not exist. */
const withHost = <T>(
  { viewer, id, now, act }: Command & { id: string; act: string },
  work: (tx: Transaction, host: typeof judgeHosts.$inferSelect) => Promise<T>,
): Promise<Outcome<T>> =>
  db.transaction(async (tx) => {
    const [host] = isUuid(id)
      ? await tx
          .select()
          .from(judgeHosts)
          .where(and(eq(judgeHosts.id, id), runsHost(viewer)))
          .for("update")
      : [];
    if (!host) return refused("not_found", "judging.refusals.noHost");
    const result = await work(tx, host);
    await recordAct(tx, { viewer, act, subjectId: host.id, details: { name: host.name }, now });
    return done(result);
  });

/** Gives a host a new token; the one it had stops working at once. */
export const rotateToken = (given: Command & { id: string }): Promise<Outcome<Made>> =>
  withHost({ ...given, act: "host.token_rotated" }, async (tx, { id }) => {
    const token = newToken();
    await tx
      .update(judgeHosts)
      .set({ tokenHash: hashOf(token), instance: null, problem: null, problemAt: null })
      .where(eq(judgeHosts.id, id));
    return { id, token };
  });

/** Lets a host finish what it is at and take no more, or has it take work again. */
export const drainHost = (given: Command & { id: string }): Promise<Outcome<null>> =>
  withHost({ ...given, act: "host.drained" }, async (tx, { id }) => {
    await tx.update(judgeHosts).set({ state: "draining" }).where(eq(judgeHosts.id, id));
    return null;
  });

export const resumeHost = (given: Command & { id: string }): Promise<Outcome<null>> =>
  withHost({ ...given, act: "host.resumed" }, async (tx, { id }) => {
    await tx.update(judgeHosts).set({ state: "active" }).where(eq(judgeHosts.id, id));
    // Whoever hands out work looks again.
    await notify(tx, "run_queued", { runId: id });
    return null;
  });

/** Asks for a self-test, which the host does before it takes more work. */
export const wantSelfTest = (given: Command & { id: string }): Promise<Outcome<null>> =>
  withHost({ ...given, act: "host.self_test_wanted" }, async (tx, { id }) => {
    await tx.update(judgeHosts).set({ selfTestWanted: true }).where(eq(judgeHosts.id, id));
    return null;
  });

/**
 * Takes a host away: its token is nobody's, and what it is at goes to another one when its lease ends. What it
 * judged keeps saying where.
 */
export const removeHost = (given: Command & { id: string }): Promise<Outcome<null>> =>
  withHost({ ...given, act: "host.removed" }, async (tx, { id }) => {
    if ((await tx.$count(attempts, eq(attempts.hostId, id))) === 0)
      await tx.delete(judgeHosts).where(eq(judgeHosts.id, id));
    else {
      await tx
        .update(judgeDevices)
        .set({ state: "gone", stateAt: given.now })
        .where(eq(judgeDevices.hostId, id));
      await tx
        .update(judgeHosts)
        .set({ state: "disabled", queueId: null, tokenHash: `removed-${randomUUID()}` })
        .where(eq(judgeHosts.id, id));
    }
    return null;
  });
