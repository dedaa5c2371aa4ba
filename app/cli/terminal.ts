import { commandConfig } from "../../config.ts";
import { languageOf } from "./saved.ts";

/** The terminal's language. */
export const languageHere = (): string => languageOf(commandConfig().LANG);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
