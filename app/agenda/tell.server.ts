import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { agendaReleases, editions, favourites, forums, people, speakers } from "../../db/schema/index.ts";
import { LOCALES, type Locale, type Localized } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { localized } from "../web/format.ts";
import { addJob } from "../web/jobs.server.ts";
import { changeWords } from "./change-words.ts";
import { Change, type What } from "./changes.ts";

/** The job that tells people of a release, a batch at a time. */
export const TELL_OF_RELEASE = "tell_of_release";
const BATCH = 200;
/** A mail names no more sessions than that, and counts the rest. */
const TOLD = 40;

const Payload = z.object({ releaseId: z.string(), after: z.string().nullable().default(null) });

/** Whoever marked a session plans their day by these; whoever speaks in it hears of everything. */
const PLANS: readonly What[] = ["cancelled", "restored", "time", "room"];

/**
 * Mails the next batch of those whose favourite moved, is called off or takes place after all, or who speak or spoke
 * in a session that changed: one notice each for a release, whatever it changed. A job that is tried again tells
 * nobody twice.
 */
export async function tellOfRelease(payload: unknown): Promise<void> {
  const { releaseId, after } = Payload.parse(payload);
  const [release] = await db
    .select({
      version: agendaReleases.version,
      changes: agendaReleases.changes,
      editionId: editions.id,
      name: editions.name,
      slug: editions.slug,
      timeZone: editions.timeZone,
      state: editions.state,
      forumSlug: forums.slug,
    })
    .from(agendaReleases)
    .innerJoin(editions, eq(editions.id, agendaReleases.editionId))
    .innerJoin(forums, eq(forums.id, editions.forumId))
    .where(eq(agendaReleases.id, releaseId));
  if (!release || release.state === "draft") return;
  const changes = z.array(Change).parse(release.changes);
  const changed = new Map(changes.map((change) => [change.uid, change]));
  await db.transaction(async (tx) => {
    const batch = await concerned(tx, release.editionId, changes, after);
    for (const person of batch) {
      const locale = readersLocale(person.locale, release.name);
      const own = person.uids.flatMap((uid) => changed.get(uid) ?? []);
      await sendNotice(tx, {
        kind: "agenda_changed",
        to: person.email,
        locale,
        ...mail(
          locale,
          release,
          own.sort((a, b) => +a.after.startsAt - +b.after.startsAt),
        ),
        once: `release ${releaseId} ${person.id}`,
      });
    }
    const last = batch.at(-1);
    if (last && batch.length === BATCH) await addJob(tx, TELL_OF_RELEASE, { releaseId, after: last.id });
  });
}

function mail(
  locale: Locale,
  release: { name: Localized; version: number; timeZone: string; forumSlug: string; slug: string },
  changes: Change[],
) {
  const { version, timeZone } = release;
  const edition = localized(release.name, locale);
  const lines = changes
    .slice(0, TOLD)
    .flatMap((change) => changeWords(change, { locale, timeZone }))
    .map(({ reason, values }) => `- ${wording(locale, reason, values)}`);
  if (changes.length > TOLD)
    lines.push(wording(locale, "agenda.mail.more", { count: changes.length - TOLD }));
  return {
    subject: wording(locale, "agenda.mail.subject", { edition }),
    text: wording(locale, "agenda.mail.text", {
      edition,
      version,
      timeZone,
      changes: lines.join("\n"),
      link: `${webConfig().PUBLIC_URL}/forums/${release.forumSlug}/${release.slug}/agenda`,
    }),
  };
}

/** People in the order of their ids, each with the sessions that concern them. */
async function concerned(tx: Executor, editionId: string, changes: Change[], after: string | null) {
  const plans = changes.filter((c) => c.what.some((what) => PLANS.includes(what))).map((c) => c.uid);
  const speaking = changes.flatMap((c) =>
    [...new Set([...c.after.speakerUids, ...(c.before?.speakerUids ?? [])])].map((speaker) => ({
      speaker,
      session: c.uid,
    })),
  );
  const rows = await tx.execute<{ id: string; email: string; locale: string | null; uids: string[] }>(sql`
    with concerned as (
      select ${favourites.personId} as person_id, ${favourites.sessionUid} as uid from ${favourites}
      where ${favourites.editionId} = ${editionId}
        and ${favourites.sessionUid} in (select jsonb_array_elements_text(${JSON.stringify(plans)}::jsonb))
      union
      select ${speakers.personId}, s.session from ${speakers}
      join jsonb_to_recordset(${JSON.stringify(speaking)}::jsonb) as s (speaker text, session text)
        on s.speaker = ${speakers.uid}
      where ${speakers.editionId} = ${editionId} and ${speakers.personId} is not null
    )
    select ${people.id}, ${people.email}, ${people.locale}, array_agg(concerned.uid) as uids
    from concerned join ${people} on ${people.id} = concerned.person_id
    where ${people.emailVerified} and ${after === null ? sql`true` : sql`${people.id} > ${after}`}
    group by ${people.id} order by ${people.id} limit ${BATCH}`);
  return rows.map((row) => ({ ...row, locale: LOCALES.find((locale) => locale === row.locale) ?? null }));
}
