import { z } from "zod";
import type { Reason } from "../locales/reason.ts";

export const QUEUE_NAME_CHARS = 60;
export const QUEUE_NOTE_CHARS = 500;

const says = (reason: Reason): Reason => reason;
const NAME = `${says("queues.refusals.nameWrong")}?max=${QUEUE_NAME_CHARS}`;

/** What one says of a queue. Names are one word to a command line and in a bundle, so that hosts can be given them. */
export const QueueForm = z.object({
  name: z
    .string(NAME)
    .trim()
    .max(QUEUE_NAME_CHARS, NAME)
    .regex(/^[\p{L}\p{N}]+([._ -][\p{L}\p{N}]+)*$/u, NAME),
  note: z
    .string()
    .trim()
    .max(QUEUE_NOTE_CHARS, `${says("queues.refusals.noteLong")}?max=${QUEUE_NOTE_CHARS}`)
    .nullish()
    .transform((note) => note || null),
  /** Every organiser may choose it. */
  open: z.boolean().default(false),
});
export type QueueForm = z.output<typeof QueueForm>;
