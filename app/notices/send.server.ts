import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import type { Executor } from "../../db/connect.ts";
import { notices, people } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { addJob } from "../web/jobs.server.ts";

/** The job that hands one notice to the mail server. */
export const DELIVER_NOTICE = "deliver_notice";

/** One line without control characters: nothing a person typed can become a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();

/** A notice's id made of what it is about: the same mail to the same person has the same one. */
function idOf(once: string): string {
  const hex = createHash("sha256").update(once).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Writes a mail where `executor` writes, so that it is sent if and only if that transaction commits. It stays
 * readable in the outbox; where SMTP_URL is set a job delivers it and tries again until the server takes it.
 * Whoever has shown that the address is theirs reads it on their page too, whatever becomes of the mail.
 * With `once`, a second notice of that name is not written: a job that is tried again tells nobody twice.
 * Throws when `to` is not one address.
 */
export async function sendNotice(
  executor: Executor,
  notice: {
    kind: string;
    to: string;
    locale: Locale;
    subject: string;
    text: string;
    unsubscribeUrl?: string;
    once?: string;
    /** It proves that whoever opens its link reads that mailbox: nobody reads it anywhere else. */
    mailOnly?: boolean;
  },
): Promise<{ id: string }> {
  const { once, mailOnly, ...mail } = notice;
  const to = z.email().parse(notice.to);
  const reader = sql`(select ${people.id} from ${people} where ${people.email} = ${to} and ${people.emailVerified})`;
  const id = once === undefined ? {} : { id: idOf(once) };
  const [row] = await executor
    .insert(notices)
    .values({
      ...mail,
      ...id,
      to,
      subject: oneLine(notice.subject),
      personId: mailOnly ? null : reader,
    })
    .onConflictDoNothing()
    .returning({ id: notices.id });
  if (!row && once !== undefined) return { id: idOf(once) };
  if (!row) throw new Error("A notice was not stored");
  if (webConfig().SMTP_URL) await addJob(executor, DELIVER_NOTICE, { noticeId: row.id });
  return row;
}
