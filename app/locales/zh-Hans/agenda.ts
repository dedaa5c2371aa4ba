import type { agenda as english } from "../en/agenda.ts";
import type { Translation } from "../reason.ts";

export const agenda: Translation<typeof english> = {};
