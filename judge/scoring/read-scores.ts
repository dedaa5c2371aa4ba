import { type DocumentOptions, type ParseOptions, parse, type SchemaOptions, type ToJSOptions } from "yaml";

export type Scores =
  | { ok: true; scores: Record<string, string> }
  | { ok: false; cause: "no_scores" | "bad_scores"; detail: string };

const bad = (detail: string): Scores => ({ ok: false, cause: "bad_scores", detail });
const DIGITS = 10;
/** As long as Codabench takes them: no number needs more, and long ones cost time. */
const LONGEST_NUMBER = 1000;
const LARGEST = 10n ** 10n;

/**
 * A decimal text rounded to ten digits after the point, halves away from zero as Postgres rounds `numeric`
 * (Codabench's DECIMAL(20,10)); null when it is no number that fits.
 */
export function toDecimal(text: string): string | null {
  if (text.length > LONGEST_NUMBER) return null;
  const parts = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
  if (!parts) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + DIGITS;
  const scaled = shift >= 0 ? (digits === 0n ? 0n : digits * 10n ** BigInt(shift)) : halfAway(digits, -shift);
  if (scaled >= LARGEST * LARGEST) return null;
  const padded = scaled.toString().padStart(DIGITS + 1, "0");
  const point = padded.length - DIGITS;
  const minus = sign === "-" && scaled !== 0n ? "-" : "";
  return `${minus}${padded.slice(0, point)}.${padded.slice(point)}`;
}

function halfAway(digits: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  return (digits + unit / 2n) / unit;
}

function asScore(value: unknown): string | null {
  if (typeof value === "boolean") return toDecimal(value ? "1" : "0");
  // A float counts as the number it is, to the 20 digits that Django takes of it, not as its short text.
  if (typeof value === "number") return Number.isFinite(value) ? toDecimal(value.toPrecision(20)) : null;
  return typeof value === "string" ? toDecimal(value) : null;
}

function choose(found: unknown, keys: readonly string[], file: string): Scores {
  if (typeof found !== "object" || found === null || Array.isArray(found))
    return bad(`${file} is not a map of names to numbers`);
  const scores: Record<string, string> = {};
  for (const key of keys) {
    if (!Object.hasOwn(found, key)) continue;
    const score = asScore(Reflect.get(found, key));
    if (score === null) return bad(`${file}: the value of ${key} is not a finite number`);
    scores[key] = score;
  }
  if (Object.keys(scores).length > 0) return { ok: true, scores };
  return { ok: false, cause: "no_scores", detail: `${file} has none of the keys ${keys.join(", ")}` };
}

const PYTHON_NUMBERS = ["NaN", "Infinity", "-Infinity"];

/**
 * Python's json writes NaN and Infinity, which JSON does not know: as texts they are refused by name. By hand,
 * because a pattern for texts goes back over millions of open quotes again and again.
 */
function withoutPythonNumbers(text: string): string {
  let mended = "";
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if (c === "N" || c === "I" || c === "-") {
      const number = PYTHON_NUMBERS.find((one) => text.startsWith(one, at));
      if (!number) continue;
      mended += `${text.slice(copied, at)}"${number}"`;
      at += number.length - 1;
      copied = at + 1;
    }
  }
  return mended + text.slice(copied);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(withoutPythonNumbers(text));
  }
}

const BOOLEAN = "tag:yaml.org,2002:bool";
/** YAML 1.1 as Python reads it: `y` and `n` stay letters, which columns are called by. */
const PYTHON_YAML = {
  version: "1.1",
  maxAliasCount: 10,
  merge: false,
  uniqueKeys: false,
  logLevel: "error",
  customTags: (tags) =>
    tags.map((tag) =>
      typeof tag === "object" && tag.tag === BOOLEAN && "test" in tag && tag.test
        ? { ...tag, test: new RegExp(`^(?!.$)(?:${tag.test.source})`, tag.test.flags) }
        : tag,
    ),
} as const satisfies DocumentOptions & ParseOptions & SchemaOptions & ToJSOptions;

function readText(text: string): unknown {
  let value: unknown;
  let problem: unknown;
  try {
    value = parse(text, PYTHON_YAML);
  } catch (error) {
    problem = error;
  }
  if (typeof value === "object" && value !== null) return value;
  // The oldest scoring programs write `key:value` without a space, which YAML takes for a text or refuses.
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(line));
  if (pairs.length > 0 && !pairs.includes(null))
    return Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!]));
  if (problem) throw problem;
  return value;
}

/**
 * The scores a scoring program left, by metric key: scores.json, else scores.txt. Other keys are ignored and
 * may hold anything. Values have ten digits after the point, as the format's DECIMAL(20,10).
 */
export function readScores(
  files: { json: string | null; text: string | null },
  keys: readonly string[],
): Scores {
  const file = files.json !== null ? "scores.json" : "scores.txt";
  try {
    if (files.json !== null) {
      const text = files.json.replace(/^\uFEFF/, "");
      return choose(parseJson(text), keys, file);
    }
    // A return alone ends a line for Python.
    const text = files.text?.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
    if (text !== undefined) return choose(readText(text), keys, file);
  } catch (error) {
    return bad(`${file} cannot be read: ${(error as Error).message.slice(0, 300)}`);
  }
  return { ok: false, cause: "no_scores", detail: "the scoring program left no scores.json or scores.txt" };
}
