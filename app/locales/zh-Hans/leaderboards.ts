import type { leaderboards as english } from "../en/leaderboards.ts";
import type { Translation } from "../reason.ts";

export const leaderboards: Translation<typeof english> = {};
