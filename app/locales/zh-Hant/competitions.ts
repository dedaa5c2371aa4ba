import type { competitions as english } from "../en/competitions.ts";
import type { Translation } from "../reason.ts";

export const competitions: Translation<typeof english> = {};
