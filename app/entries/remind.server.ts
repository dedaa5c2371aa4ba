import { and, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import {
  competitions,
  deliverableReminders,
  deliverableSlots,
  deliverables,
  entries,
} from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatDateTime, localized } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { membersToTell } from "./deliverable-queries.server.ts";
import { reminderDue } from "./reminder-due.ts";

/** The job that reminds teams, by the clock. */
export const REMIND_OF_DELIVERABLES = "remind_of_deliverables";

/** What the organiser's own reminder is noted as: not so many hours before, but in this hour. */
const BY_HAND = -1;

type Slot = { id: string; title: Localized; dueAt: Date | null; trackId: string | null; purpose: string };
type Competition = { id: string; slug: string; title: Localized; timeZone: string };

const toIn = (slot: Slot, executor: Executor, createdUntil: Date | null) =>
  executor
    .select({ id: entries.id })
    .from(entries)
    .where(
      and(
        eq(entries.competitionId, sql`(select competition_id from deliverable_slots where id = ${slot.id})`),
        eq(entries.kind, "team"),
        slot.purpose === "eligibility"
          ? inArray(entries.state, ["accepted", "pending"])
          : eq(entries.state, "accepted"),
        slot.trackId ? eq(entries.trackId, slot.trackId) : undefined,
        createdUntil ? lte(entries.createdAt, createdUntil) : undefined,
        sql`not exists (${executor
          .select({ one: sql`1` })
          .from(deliverables)
          .where(and(eq(deliverables.slotId, slot.id), sql`${deliverables.entryId} = ${entries.id}`))})`,
      ),
    );

/** Notes the reminder of each slot for an entry and mails its members what is new in it, in one transaction. */
async function remindEntry(
  competition: Competition,
  entryId: string,
  asked: { slot: Slot; hours: number; stamp: Date }[],
  now: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const noted = await tx
      .insert(deliverableReminders)
      .values(
        asked.map(({ slot, hours, stamp }) => ({
          slotId: slot.id,
          entryId,
          hoursBefore: hours,
          dueAt: stamp,
          sentAt: now,
        })),
      )
      .onConflictDoNothing()
      .returning({ slotId: deliverableReminders.slotId });
    // Handed in since it was looked up: then nothing is said of it.
    const there = await tx
      .select({ slotId: deliverables.slotId })
      .from(deliverables)
      .where(eq(deliverables.entryId, entryId));
    const slots = asked
      .map((a) => a.slot)
      .filter((slot) => noted.some((n) => n.slotId === slot.id) && !there.some((d) => d.slotId === slot.id));
    if (slots.length === 0) return false;
    for (const person of await membersToTell([entryId], tx)) {
      const locale = readersLocale(person.locale, competition.title);
      const title = localized(competition.title, locale);
      const list = slots.map((slot) => {
        const due = slot.dueAt
          ? formatDateTime(slot.dueAt, { locale, timeZone: competition.timeZone })
          : wording(locale, "deliverables.mail.noDeadline");
        return `- ${localized(slot.title, locale)} (${due})`;
      });
      const link = `${webConfig().PUBLIC_URL}/competitions/${competition.slug}/deliverables`;
      await sendNotice(tx, {
        kind: "deliverable_reminder",
        to: person.email,
        locale,
        subject: wording(locale, "deliverables.mail.subject", { title }),
        text: wording(locale, "deliverables.mail.text", { title, list: list.join("\n"), link }),
      });
    }
    return true;
  });
}

/** Reminds every team of required slots it still lacks: each reminder once, nothing after it was handed in. */
export async function remindOfDeliverables(now: Date): Promise<number> {
  const furthest = new Date(now.getTime() + 61 * 24 * 3_600_000);
  const due = await db
    .select({ slot: deliverableSlots, competition: competitions })
    .from(deliverableSlots)
    .innerJoin(competitions, eq(competitions.id, deliverableSlots.competitionId))
    .where(
      and(
        eq(competitions.state, "published"),
        eq(deliverableSlots.required, true),
        isNotNull(deliverableSlots.dueAt),
        gt(deliverableSlots.dueAt, now),
        lte(deliverableSlots.dueAt, furthest),
      ),
    );
  const byEntry = new Map<
    string,
    { competition: Competition; asked: { slot: Slot; hours: number; stamp: Date }[] }
  >();
  for (const { slot, competition } of due) {
    const hours = reminderDue(slot, now);
    if (hours === null || !slot.dueAt) continue;
    const stamp = slot.dueAt;
    // Whoever entered after the moment of this reminder has read of the deadline just now.
    const moment = new Date(stamp.getTime() - hours * 3_600_000);
    const lacking = await toIn(slot, db, moment);
    const reminded = await db
      .select({ entryId: deliverableReminders.entryId })
      .from(deliverableReminders)
      .where(
        and(
          eq(deliverableReminders.slotId, slot.id),
          eq(deliverableReminders.hoursBefore, hours),
          eq(deliverableReminders.dueAt, stamp),
        ),
      );
    const had = new Set(reminded.map((r) => r.entryId));
    for (const { id } of lacking.filter((e) => !had.has(e.id))) {
      const kept = byEntry.get(id) ?? { competition, asked: [] };
      kept.asked.push({ slot, hours, stamp });
      byEntry.set(id, kept);
    }
  }
  let sent = 0;
  for (const [entryId, { competition, asked }] of byEntry)
    if (await remindEntry(competition, entryId, asked, now)) sent += 1;
  return sent;
}

/** Reminds the teams that lack a slot now, at an organiser's word: each team at most once an hour. */
export async function nudge(command: {
  viewer: SignedInViewer;
  competition: Competition;
  slotId: string;
  now: Date;
}): Promise<Outcome<{ teams: number }>> {
  const { viewer, competition, slotId, now } = command;
  if (!organisesCompetition(viewer, competition.id))
    return refused("not_found", "deliverables.refusals.notFound");
  const [slot] = await db
    .select()
    .from(deliverableSlots)
    .where(
      and(
        eq(sql`${deliverableSlots.id}::text`, slotId),
        eq(deliverableSlots.competitionId, competition.id),
        or(isNull(deliverableSlots.dueAt), gt(deliverableSlots.dueAt, now)),
      ),
    );
  if (!slot) return refused("closed", "deliverables.refusals.nothingToNudge");
  const stamp = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  let teams = 0;
  for (const { id } of await toIn(slot, db, null))
    if (await remindEntry(competition, id, [{ slot, hours: BY_HAND, stamp }], now)) teams += 1;
  await recordAct(db, {
    viewer,
    act: "slot.nudged",
    competitionId: competition.id,
    subjectId: slot.id,
    details: { teams },
    now,
  });
  return done({ teams });
}
