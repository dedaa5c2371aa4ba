import { and, eq, inArray, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { judgeAlerts } from "../../db/schema/index.ts";
import { mailAlerts } from "./alert-mail.server.ts";
import { judgingFacts, limits } from "./facts.server.ts";
import { findTroubles, Trouble } from "./troubles.ts";

// Two processes that look at once would tell everybody twice.
const ONE_AT_A_TIME = 0x706f616c;

/** An alert with its trouble; null where it was written by another version. */
export type Alert = typeof judgeAlerts.$inferSelect & { trouble: Trouble };

export const withTrouble = (rows: (typeof judgeAlerts.$inferSelect)[]): Alert[] =>
  rows.flatMap((row) => {
    const trouble = Trouble.safeParse(row.facts).data;
    return trouble ? [{ ...row, trouble }] : [];
  });

/**
 * Opens an alert for each trouble, closes those that are over, and mails both: what has lasted ALERT_AFTER_MINUTES
 * once, its end once. What comes back within ALERT_REPEAT_MINUTES after it was told waits until they are over.
 * Alerts and mails are one transaction.
 */
export async function watchAlerts(now: Date): Promise<void> {
  const troubles = findTroubles(await judgingFacts(now), limits());
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`);
    await closeOver(tx, troubles, now);
    if (troubles.length > 0)
      await tx
        .insert(judgeAlerts)
        .values(troubles.map((facts) => ({ kind: facts.kind, subject: facts.subject, facts, openedAt: now })))
        .onConflictDoUpdate({
          target: [judgeAlerts.kind, judgeAlerts.subject],
          targetWhere: isNull(judgeAlerts.closedAt),
          set: { facts: sql`excluded.facts` },
        });
    const opened = await tx
      .update(judgeAlerts)
      .set({ mailedAt: now })
      .where(
        and(
          isNull(judgeAlerts.closedAt),
          isNull(judgeAlerts.mailedAt),
          lte(judgeAlerts.openedAt, minutesAgo(webConfig().ALERT_AFTER_MINUTES)),
          sql`not exists (select 1 from judge_alerts told where told.kind = ${judgeAlerts.kind}
            and told.subject = ${judgeAlerts.subject}
            and told.mailed_at > ${minutesAgo(webConfig().ALERT_REPEAT_MINUTES).toISOString()}::timestamptz)`,
        ),
      )
      .returning();
    const closed = await tx
      .update(judgeAlerts)
      .set({ closingMailedAt: now })
      .where(
        and(
          eq(judgeAlerts.closedAt, now),
          isNotNull(judgeAlerts.mailedAt),
          isNull(judgeAlerts.closingMailedAt),
        ),
      )
      .returning();
    if (webConfig().ALERT_MAIL)
      await mailAlerts(tx, { opened: withTrouble(opened), closed: withTrouble(closed), now });
    const oldest = minutesAgo(webConfig().HISTORY_DAYS * 24 * 60);
    await tx.delete(judgeAlerts).where(lt(judgeAlerts.closedAt, oldest));
  });
}

/** What is over closes; what was over before anybody was told is forgotten. */
async function closeOver(tx: Transaction, troubles: readonly Trouble[], now: Date): Promise<void> {
  const open = await tx.select().from(judgeAlerts).where(isNull(judgeAlerts.closedAt));
  const over = open.filter(
    (alert) => !troubles.some((one) => one.kind === alert.kind && one.subject === alert.subject),
  );
  if (over.length === 0) return;
  const ids = inArray(
    judgeAlerts.id,
    over.map(({ id }) => id),
  );
  await tx.delete(judgeAlerts).where(and(ids, isNull(judgeAlerts.mailedAt)));
  await tx
    .update(judgeAlerts)
    .set({ closedAt: now })
    .where(and(ids, isNotNull(judgeAlerts.mailedAt)));
}
