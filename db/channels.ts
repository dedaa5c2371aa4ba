import { z } from "zod";

/**
 * Names and payloads of the Postgres notifications: ids and versions only, since a payload may have
 * 8,000 bytes. The one file that changes if LISTEN/NOTIFY is ever replaced.
 */
export const channels = {
  /** A run waits: some web process may hand it to a judge host that is asking. */
  run_queued: z.object({ runId: z.string() }),
  /** A run or its submission changed state, step or resources. */
  submission_changed: z.object({ submissionId: z.string() }),
  /** New log chunks of an attempt. */
  log_grown: z.object({ submissionId: z.string(), attemptId: z.string(), seq: z.number() }),
  /** The board's sequence number went up to `seq`. */
  board_changed: z.object({ boardId: z.string(), seq: z.number() }),
  /** An edition's places changed. */
  places_changed: z.object({ editionId: z.string() }),
  /** Something that public pages show, e.g. `competition:ID`. Triggers of the database say so. */
  page_changed: z.object({ topic: z.string() }),
} as const;

export type Channel = keyof typeof channels;
export type Payload<C extends Channel> = z.infer<(typeof channels)[C]>;
