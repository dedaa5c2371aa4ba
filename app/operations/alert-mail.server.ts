import { and, asc, eq, inArray, or } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import type { Transaction } from "../../db/connect.ts";
import { grants, people } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { formatDuration } from "../web/format.ts";
import type { Alert } from "./alerts.server.ts";
import { type Say, troublePath, troubleSentence, troubleTitle } from "./trouble-words.ts";

/** More of either are counted, not told one by one. */
const TOLD_EACH = 15;
/** More operators are not mailed. */
const MOST_READERS = 200;

type Reader = { id: string; email: string; locale: string | null; operates: boolean };

/**
 * Writes one mail to each reader about all that opened and closed: to operators about everything, to a queue's
 * owner about that queue and its hosts.
 */
export async function mailAlerts(
  tx: Transaction,
  { opened, closed, now }: { opened: Alert[]; closed: Alert[]; now: Date },
): Promise<void> {
  if (opened.length + closed.length === 0) return;
  for (const reader of await readersOf(tx, [...opened, ...closed])) {
    const theirs = (alert: Alert) => reader.operates || alert.trouble.ownerId === reader.id;
    const mine = { opened: opened.filter(theirs), closed: closed.filter(theirs) };
    const locale = readersLocale(reader.locale, {});
    await sendNotice(tx, {
      kind: "judge_alert",
      to: reader.email,
      locale,
      ...mailOf(mine, { locale, operates: reader.operates, now }),
    });
  }
}

async function readersOf(tx: Transaction, alerts: Alert[]): Promise<Reader[]> {
  const owners = alerts.flatMap(({ trouble }) => trouble.ownerId ?? []);
  const rows = await tx
    .selectDistinct({ id: people.id, email: people.email, locale: people.locale, role: grants.role })
    .from(people)
    .leftJoin(
      grants,
      and(eq(grants.personId, people.id), eq(grants.scope, "installation"), eq(grants.role, "owner")),
    )
    .where(
      and(
        eq(people.emailVerified, true),
        or(eq(grants.role, "owner"), owners.length > 0 ? inArray(people.id, owners) : undefined),
      ),
    )
    .orderBy(asc(people.id))
    .limit(MOST_READERS);
  return rows.map(({ role, ...person }) => ({ ...person, operates: role === "owner" }));
}

function mailOf(
  { opened, closed }: { opened: Alert[]; closed: Alert[] },
  { locale, operates, now }: { locale: Locale; operates: boolean; now: Date },
): { subject: string; text: string } {
  const say: Say = (key, values) => wording(locale, key, values);
  const url = (path: string) => `${webConfig().PUBLIC_URL}${path}`;
  const told = (alerts: Alert[], heading: Reason, line: (alert: Alert) => string) => {
    if (alerts.length === 0) return [];
    const more = alerts.length - TOLD_EACH;
    const lines = alerts.slice(0, TOLD_EACH).map(line);
    if (more > 0) lines.push(say("operations.mail.more", { count: more }));
    return [[say(heading), ...lines].join("\n\n")];
  };
  const sentence = (alert: Alert, at: Date) => troubleSentence(alert.trouble, { say, locale, now: at });
  return {
    subject: subjectOf(opened, closed, say),
    text: [
      ...told(
        opened,
        "operations.mail.opened",
        (alert) => `- ${sentence(alert, now)}\n  ${url(troublePath(alert.trouble, operates))}`,
      ),
      ...told(closed, "operations.mail.closed", (alert) => {
        const time = formatDuration(now.getTime() - alert.openedAt.getTime(), locale);
        return `- ${say("operations.mail.lasted", { what: troubleTitle(alert.trouble, say), time })}`;
      }),
      say(operates ? "operations.mail.overview" : "operations.mail.hosts", {
        link: url(operates ? "/operate" : "/operate/hosts"),
      }),
    ].join("\n\n"),
  };
}

function subjectOf(opened: Alert[], closed: Alert[], say: Say): string {
  const [first] = opened.length > 0 ? opened : closed;
  if (!first) return "";
  if (opened.length > 1) return say("operations.mail.subjectMany", { count: opened.length });
  const title = troubleTitle(first.trouble, say);
  if (opened.length === 1) return say("operations.mail.subject", { title });
  return closed.length > 1
    ? say("operations.mail.subjectOverMany", { count: closed.length })
    : say("operations.mail.subjectOver", { title });
}
