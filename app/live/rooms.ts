import { z } from "zod";

/** A room's name carries no secret: who enters is decided at the door, by the predicate the page uses. */
export const room = {
  board: (boardId: string, audience: "public" | "staff", trackId: string | null) =>
    `leaderboard:${boardId}:${audience}:${trackId ?? "all"}`,
  submission: (submissionId: string) => `submission:${submissionId}`,
  log: (submissionId: string) => `log:${submissionId}`,
} as const;

/** What a browser asks to watch. */
export const Watch = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("board"),
    boardId: z.uuid(),
    trackId: z.uuid().nullable().default(null),
    /** An organiser may look at the board as the public sees it. */
    asPublic: z.boolean().default(false),
    seq: z.number().int().nonnegative(),
  }),
  z.object({ kind: z.literal("submission"), submissionId: z.uuid() }),
]);
export type Watch = z.infer<typeof Watch>;
