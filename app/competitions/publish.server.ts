import { and, eq, lte } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { auditEvents, competitions } from "../../db/schema/index.ts";
import type { CompetitionState } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { organisersOf } from "../people/organisers.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatDateTime, localized } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organised } from "./organised.server.ts";
import { type Finding, readiness } from "./readiness.ts";
import { readinessFacts } from "./readiness-facts.server.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };

/** Shows a draft to everybody, unless something in it cannot work. */
export const publish = (command: Command): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    if (competition.state !== "draft") return refused("conflict", "competitions.refusals.wrongState");
    const stop = readiness(await readinessFacts(tx, competition, command.now), command.now).find(
      (f) => f.kind === "stops",
    );
    if (stop) return refused("invalid", stop.reason, { values: stop.values });
    await tx
      .update(competitions)
      .set({ state: "published", publishedAt: command.now, publishAt: null })
      .where(eq(competitions.id, competition.id));
    await record("competition.published");
    return done({ id: competition.id });
  });

/** Says when a draft is published by itself; null takes that back. */
export const schedule = (command: Command & { publishAt: Date | null }): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { publishAt, now } = command;
    if (competition.state !== "draft") return refused("conflict", "competitions.refusals.wrongState");
    if (publishAt && publishAt <= now)
      return refused("invalid", "editor.refusals.publishAtPast", { field: "publishAt" });
    await tx.update(competitions).set({ publishAt }).where(eq(competitions.id, competition.id));
    await record(publishAt ? "competition.scheduled" : "competition.unscheduled", {
      details: publishAt ? { publishAt: publishAt.toISOString() } : {},
    });
    return done({ id: competition.id });
  });

const move = (command: Command, from: CompetitionState, to: CompetitionState, act: string) =>
  organised(
    command,
    async ({ tx, competition, record }) => {
      if (competition.state !== from) return refused("conflict", "competitions.refusals.wrongState");
      await tx.update(competitions).set({ state: to }).where(eq(competitions.id, competition.id));
      await record(act);
      return done({ id: competition.id });
    },
    { evenArchived: true },
  );

/** Ends a competition: it stays to be read, and takes no more entries or submissions. */
export const close = (command: Command) => move(command, "published", "closed", "competition.closed");

/** Opens a closed competition again; its phases say what may be handed in. */
export const reopen = (command: Command) => move(command, "closed", "published", "competition.reopened");

/** Puts a closed competition away: whoever knows its address reads it, no list names it, nobody changes it. */
export const archive = (command: Command) => move(command, "closed", "archived", "competition.archived");

/** Takes a competition out of the archive again. */
export const unarchive = (command: Command) => move(command, "archived", "closed", "competition.unarchived");

/** Mails the organisers that a draft was not published when it should have been, and everything that stopped it. */
async function tellNotPublished(
  tx: Transaction,
  { id, slug, title, publishAt, timeZone }: typeof competitions.$inferSelect,
  stops: Finding[],
): Promise<void> {
  for (const { email: to, locale: chosen } of await organisersOf(tx, id)) {
    const locale = readersLocale(chosen, title);
    const values = {
      title: localized(title, locale),
      at: publishAt ? formatDateTime(publishAt, { locale, timeZone }) : "",
      reasons: stops.map((stop) => `- ${wording(locale, stop.reason, stop.values)}`).join("\n"),
      link: `${webConfig().PUBLIC_URL}/competitions/${slug}/manage`,
    };
    await sendNotice(tx, {
      kind: "not_published",
      to,
      locale,
      subject: wording(locale, "discussions.mail.notPublishedSubject", values),
      text: wording(locale, "discussions.mail.notPublished", values),
    });
  }
}

/**
 * Publishes the drafts whose time has come. One that cannot work stays a draft; the record says why, and so does a
 * mail to its organisers.
 */
export async function publishDue(now: Date): Promise<number> {
  const due = await db
    .select({ id: competitions.id })
    .from(competitions)
    .where(and(eq(competitions.state, "draft"), lte(competitions.publishAt, now)));
  let published = 0;
  for (const { id } of due)
    await db.transaction(async (tx) => {
      const [competition] = await tx
        .select()
        .from(competitions)
        .where(
          and(eq(competitions.id, id), eq(competitions.state, "draft"), lte(competitions.publishAt, now)),
        )
        .for("update", { skipLocked: true });
      if (!competition) return;
      const stops = readiness(await readinessFacts(tx, competition, now), now).filter(
        (f) => f.kind === "stops",
      );
      await tx
        .update(competitions)
        .set({
          publishAt: null,
          ...(stops.length === 0 && { state: "published" as const, publishedAt: now }),
        })
        .where(eq(competitions.id, id));
      await tx.insert(auditEvents).values({
        at: now,
        act: stops.length ? "competition.notPublished" : "competition.published",
        competitionId: id,
        subjectId: id,
        details: {
          publishAt: competition.publishAt?.toISOString(),
          stops: stops.map(({ reason, values }) => ({ reason, values })),
        },
      });
      if (stops.length === 0) published++;
      else await tellNotPublished(tx, competition, stops);
    });
  return published;
}
