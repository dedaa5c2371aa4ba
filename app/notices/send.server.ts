import { z } from "zod";
import { webConfig } from "../../config.ts";
import type { Executor } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { addJob } from "../web/jobs.server.ts";

/** The job that hands one notice to the mail server. */
export const DELIVER_NOTICE = "deliver_notice";

/** One line without control characters: nothing a person typed can become a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();

/**
 * Writes a mail where `executor` writes, so that it is sent if and only if that transaction commits. It stays
 * readable in the outbox; where SMTP_URL is set a job delivers it and tries again until the server takes it.
 * Throws when `to` is not one address.
 */
export async function sendNotice(
  executor: Executor,
  notice: { kind: string; to: string; locale: Locale; subject: string; text: string },
): Promise<{ id: string }> {
  const [row] = await executor
    .insert(notices)
    .values({ ...notice, to: z.email().parse(notice.to), subject: oneLine(notice.subject) })
    .returning({ id: notices.id });
  if (!row) throw new Error("A notice was not stored");
  if (webConfig().SMTP_URL) await addJob(executor, DELIVER_NOTICE, { noticeId: row.id });
  return row;
}
