import { commandConfig } from "../../config.ts";
import { languageOf } from "./saved.ts";

/** The terminal's language. */
export const languageHere = (): string => languageOf(commandConfig().LANG);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The first line of stdin: an argument would be seen by every process of the machine. */
export async function secretLine(asked: string): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`${asked}: `);
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}
