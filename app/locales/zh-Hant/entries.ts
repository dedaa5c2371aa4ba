import type { entries as english } from "../en/entries.ts";
import type { Translation } from "../reason.ts";

export const entries: Translation<typeof english> = {};
