import type { api as english } from "../en/api.ts";
import type { Translation } from "../reason.ts";

export const api: Translation<typeof english> = {};
