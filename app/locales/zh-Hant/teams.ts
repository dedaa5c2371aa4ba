import type { teams as english } from "../en/teams.ts";
import type { Translation } from "../reason.ts";

export const teams: Translation<typeof english> = {};
