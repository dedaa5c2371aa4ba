import { eq, sql } from "drizzle-orm";
import nodemailer from "nodemailer";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";

const Payload = z.object({ noticeId: z.string() });

let transport: ReturnType<typeof nodemailer.createTransport> | undefined;
const mailServer = () => {
  transport ??= nodemailer.createTransport({
    url: webConfig().SMTP_URL,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    // A notice is text: no file and no address is ever read to make a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return transport;
};

/**
 * Hands one notice to the mail server, once: a notice already taken is left alone. Throws when the server
 * refuses, so that the job is tried again later; the refusal is kept for the operator to read.
 */
export async function deliverNotice(payload: unknown): Promise<void> {
  const { noticeId } = Payload.parse(payload);
  const refusal = await db.transaction(async (tx) => {
    const [notice] = await tx.select().from(notices).where(eq(notices.id, noticeId)).for("update");
    if (!notice || notice.sentAt) return null;
    const attempts = sql`${notices.attempts} + 1`;
    try {
      await mailServer().sendMail({
        from: webConfig().MAIL_FROM,
        // As an object, so that a comma in it cannot become a second recipient.
        to: { name: "", address: notice.to },
        subject: notice.subject,
        text: notice.text,
        // The same at every try: a mailbox that got it twice can tell.
        messageId: `<${notice.id}@${new URL(webConfig().PUBLIC_URL).hostname}>`,
        headers: {
          "Auto-Submitted": "auto-generated",
          "Content-Language": notice.locale,
          ...(notice.unsubscribeUrl && {
            "List-Unsubscribe": `<${notice.unsubscribeUrl}>`,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }),
        },
      });
    } catch (error) {
      const lastError = error instanceof Error ? error.message : String(error);
      await tx.update(notices).set({ attempts, lastError }).where(eq(notices.id, noticeId));
      return error;
    }
    await tx
      .update(notices)
      .set({ attempts, lastError: null, sentAt: sql`now()` })
      .where(eq(notices.id, noticeId));
    return null;
  });
  if (refusal) throw refusal;
}
