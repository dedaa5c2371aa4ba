import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { SUBSCRIPTION_TOPICS } from "../../db/vocabulary.ts";

const Subject = z.tuple([z.uuid(), z.uuid(), z.enum(SUBSCRIPTION_TOPICS), z.uuid().nullable()]);

/** Who is told of what. */
export type Subscription = {
  personId: string;
  competitionId: string;
  topic: (typeof SUBSCRIPTION_TOPICS)[number];
  threadId: string | null;
};

const signature = (payload: string) =>
  createHmac("sha256", webConfig().PODIUM_SECRET).update(`unsubscribe\n${payload}`).digest();

/** Where a mail's reader ends mails of its kind. It works without signing in, and for nothing else. */
export function unsubscribeUrl({ personId, competitionId, topic, threadId }: Subscription): string {
  const payload = Buffer.from(JSON.stringify([personId, competitionId, topic, threadId])).toString(
    "base64url",
  );
  return `${webConfig().PUBLIC_URL}/unsubscribe/${payload}.${signature(payload).toString("base64url")}`;
}

/** What the link is about; null unless it was signed here. */
export function readUnsubscribeToken(token: string): Subscription | null {
  const [payload = "", signed = "", ...rest] = token.split(".");
  const given = Buffer.from(signed, "base64url");
  const right = signature(payload);
  if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const subject = Subject.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  if (!subject.success) return null;
  const [personId, competitionId, topic, threadId] = subject.data;
  return { personId, competitionId, topic, threadId };
}
