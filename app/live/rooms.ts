import { z } from "zod";

/** A room's name carries no secret: who enters is decided at the door, by the predicate the page uses. */
export const room = {
  board: (boardId: string, audience: "public" | "staff", trackId: string | null) =>
    `leaderboard:${boardId}:${audience}:${trackId ?? "all"}`,
  page: (board: string, offset: number) => `${board}@${offset}`,
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
    /** The first place of the page that is looked at, counted from 0, and the mark of what stands above it. */
    offset: z.number().int().min(0).max(10_000_000).default(0),
    mark: z.string().max(20).optional(),
    /** The browser lost its thread and wants the page as it is. */
    whole: z.boolean().default(false),
  }),
  z.object({ kind: z.literal("submission"), submissionId: z.uuid() }),
]);
export type Watch = z.infer<typeof Watch>;

/** What a team asks about its own entries while it looks at another page of the board. */
export const WherePlaced = z.object({
  boardId: z.uuid(),
  trackId: z.uuid().nullable().default(null),
  asPublic: z.boolean().default(false),
  entryIds: z.array(z.uuid()).max(10),
});
export type WherePlaced = z.infer<typeof WherePlaced>;
