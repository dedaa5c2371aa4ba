import type { forums as english } from "../en/forums.ts";
import type { Translation } from "../reason.ts";

export const forums: Translation<typeof english> = {};
