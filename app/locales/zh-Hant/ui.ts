import type { ui as english } from "../en/ui.ts";
import type { Translation } from "../reason.ts";

export const ui: Translation<typeof english> = {};
