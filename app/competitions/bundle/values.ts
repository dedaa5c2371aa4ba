import { z } from "zod";
import { readDate } from "./dates.ts";
import type { Problem, Remark } from "./shape.ts";

/** What the values of a bundle may look like: strangers write numbers as texts, and texts as numbers. */

const words = z.union([z.string(), z.number(), z.boolean()]).transform((v) => String(v).trim());
const blank = (v: unknown) => v === undefined || v === null || v === "";

export const text = z.preprocess((v) => v ?? "", words);
export const title = (max: number) => words.pipe(z.string().min(1).max(max));
export const optional = z.preprocess((v) => (blank(v) ? undefined : v), words.optional());
export const flag = (standard: boolean) =>
  z.preprocess((v) => {
    if (blank(v)) return standard;
    if (typeof v === "string") return /^(true|yes|on|1)$/i.test(v) || (!/^(false|no|off|0)$/i.test(v) && v);
    return typeof v === "number" ? v !== 0 : v;
  }, z.boolean());
export const whole = (standard: number, min = 0, max = 2_000_000_000) =>
  z.preprocess((v) => (blank(v) ? standard : Number(v)), z.int().min(min).max(max));
/** Seconds; 0 is no limit that anything could keep, and stands for the usual one. */
export const seconds = (standard: number) =>
  z.preprocess((v) => (blank(v) || Number(v) === 0 ? standard : Math.ceil(Number(v))), z.int().min(1));
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, standard: T[number]) =>
  z.preprocess((v) => {
    if (blank(v)) return standard;
    return values.find((known) => known.toLowerCase() === String(v).trim().toLowerCase()) ?? v;
  }, z.enum(values));
/** A list; one thing alone is a list of one, and numbers may come as "0, 1". */
export const list = <T extends z.ZodType>(of: T) =>
  z.preprocess((v) => {
    if (blank(v)) return [];
    if (Array.isArray(v)) return v;
    return typeof v === "string" || typeof v === "number" ? String(v).split(/[\s,]+/) : v;
  }, z.array(of));

/** A moment, with the words it was written in. */
const moment = z.unknown().transform((v, ctx) => {
  const at = readDate(v);
  if (at) return { at, text: String(v) };
  ctx.addIssue({ code: "custom", message: "date", params: { text: String(v ?? "") } });
  return z.NEVER;
});
export const date = moment;
export const optionalDate = z.preprocess(
  (v) => (blank(v) || /^(null|none|false|0)$/i.test(String(v)) ? undefined : v),
  moment.optional(),
);

export const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

export type Raw = Record<string, unknown>;
/** The line of a path in competition.yaml, or of the nearest thing around it. */
export type Lines = (path: readonly PropertyKey[]) => number;

export const isMap = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const spoken = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (said, p) => (typeof p === "number" ? `${said}[${p}]` : said ? `${said}.${String(p)}` : String(p)),
    "",
  );

function given(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], raw);
}

/** What the shapes say of a bundle, as sentences with its own keys and lines. */
export function problemsOf(error: z.ZodError, raw: Raw, lineOf: Lines): [Problem, ...Problem[]] {
  const [first, ...rest] = error.issues.map((issue): Problem => {
    const values = { key: spoken(issue.path), line: lineOf(issue.path) };
    const value = given(raw, issue.path);
    if (value === undefined || value === null) return { reason: "competitions.bundle.missingKey", values };
    if (issue.code === "custom" && issue.message === "date")
      return {
        reason: "competitions.bundle.badDate",
        values: { ...values, text: String(value).slice(0, 80) },
      };
    return { reason: "competitions.bundle.badValue", values };
  });
  return [first ?? { reason: "competitions.bundle.notAMap" }, ...rest];
}

/** A remark for each key of a map that the shape does not know. */
export function unknownKeys(
  raw: unknown,
  known: z.ZodObject,
  lineOf: Lines,
  path: readonly PropertyKey[],
): Remark[] {
  if (!isMap(raw)) return [];
  return Object.keys(raw)
    .filter((key) => !(key in known.shape))
    .map((key) => ({
      kind: "ignored",
      reason: "competitions.bundle.unknownKey",
      values: { key: spoken([...path, key]), line: lineOf([...path, key]) },
    }));
}

/** The same for each map of a list. */
export const unknownIn = (raw: unknown, known: z.ZodObject, lineOf: Lines, path: readonly PropertyKey[]) =>
  Array.isArray(raw) ? raw.flatMap((one, i) => unknownKeys(one, known, lineOf, [...path, i])) : [];
