import { z } from "zod";

/**
 * Why a host gets no work, or what somebody should look at: it speaks another version of the protocol, its disk
 * is nearly full, or a second process took its token.
 */
export const HostProblem = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("protocol"), theirs: z.number(), ours: z.number() }),
  z.object({ kind: z.literal("replaced") }),
]);
export type HostProblem = z.infer<typeof HostProblem>;

/** How far a host's clock is ahead of ours, in milliseconds, as the database keeps it (32 bits). */
export const skewOf = (theirs: number, ours: Date): number =>
  Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(theirs - ours.getTime())));
