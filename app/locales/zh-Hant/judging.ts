import type { judging as english } from "../en/judging.ts";
import type { Translation } from "../reason.ts";

export const judging: Translation<typeof english> = {};
