import type { registrations as english } from "../en/registrations.ts";
import type { Translation } from "../reason.ts";

export const registrations: Translation<typeof english> = {};
