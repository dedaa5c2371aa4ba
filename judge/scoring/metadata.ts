import { parse } from "yaml";

/** Who a program is: the participant's own, the organiser's ingestion, or the organiser's scoring. */
export type Who = "submission" | "ingestion" | "scoring";

/** Whether there is a metadata file at all decides if a submission is code or results. */
export type Metadata = { command: string | null };

/** Reads a program's metadata file. What is no map or has no command has none: real bundles rely on it. */
export function readMetadata(text: string): Metadata {
  try {
    // As Python's reader does, the last of two equal keys counts, and a return alone ends a line.
    const value: unknown = parse(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), {
      maxAliasCount: 10,
      uniqueKeys: false,
      logLevel: "error",
    });
    const command = typeof value === "object" && value !== null ? Reflect.get(value, "command") : null;
    return { command: typeof command === "string" && command.trim() !== "" ? command : null };
  } catch {
    return { command: null };
  }
}

/** Replaces the variables of older bundles. The order matters: `$input` is also a part of longer names. */
export function replaceVariables(command: string, who: Who, scoringStep: boolean): string {
  const values: [string, string][] = [
    ["$input", who === "ingestion" ? "/app/input_data" : "/app/input"],
    ["$output", "/app/output"],
    ["$program", "/app/program"],
    ["$ingestion_program", "/app/program"],
    ["$hidden", "/app/input/ref"],
    ["$shared", "/app/shared"],
    ["$submission_program", "/app/ingested_program"],
    ["$tmp", "/app/output"],
    ["$predictions", scoringStep ? "/app/input/res" : "/app/output"],
  ];
  // Some write them as a shell would let them, or with a path behind as Windows has it: CodaLab took both.
  const plain = command.replace(/\$(?:(\w+)|\{(\w+)\})((?:\\[\w.-]+)*)/g, (all, bare, braced, behind) => {
    const name = `$${bare ?? braced}`;
    return values.some(([known]) => known === name) ? name + behind.replaceAll("\\", "/") : all;
  });
  return values.reduce((text, [name, value]) => text.replaceAll(name, value), plain);
}

/** Linux takes no more in one argument, and starts no program with much more in all. */
const LONGEST_COMMAND = 100_000;

/** The words that are started for a metadata's command, or null when no program can be started with them. */
export function commandOf(command: string, who: Who, scoringStep: boolean): string[] | null {
  if (command.length > LONGEST_COMMAND) return null;
  const text = replaceVariables(command, who, scoringStep);
  // A NUL ends an argument, and half a character is none.
  if (text.length > LONGEST_COMMAND || text.includes("\0") || /\p{Surrogate}/u.test(text)) return null;
  const words = splitCommand(text);
  return words && words.length > 0 && words[0] !== "" ? words : null;
}

/**
 * Splits a command as Python's shlex.split does: quotes and backslashes, but no shell.
 * Null when a quotation is not closed.
 */
export function splitCommand(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const following = text[i + 1];
    if (quote === "'") {
      if (c === "'") quote = "";
      else word += c;
    } else if (quote === '"') {
      if (c === '"') quote = "";
      else if (c === "\\" && (following === '"' || following === "\\")) word += text[++i]!;
      else word += c;
    } else if (/\s/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word ??= "";
      if (c === "'" || c === '"') quote = c;
      else if (c !== "\\") word += c;
      else if (following === undefined) return null;
      else word += text[++i]!;
    }
  }
  if (quote) return null;
  if (word !== null) words.push(word);
  return words;
}
