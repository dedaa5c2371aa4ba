import type { Locale, Localized } from "../../db/vocabulary.ts";

type Where = { locale: Locale; timeZone: string };

/** A text in the reader's language; else the other Chinese, else English, else whatever was written. */
export function localized(text: Localized | null | undefined, locale: Locale): string {
  if (!text) return "";
  const order: Locale[] =
    locale === "en"
      ? ["en", "zh-Hans", "zh-Hant"]
      : locale === "zh-Hans"
        ? ["zh-Hans", "zh-Hant", "en"]
        : ["zh-Hant", "zh-Hans", "en"];
  for (const one of order) if (text[one]) return text[one];
  return "";
}

const kept = new Map<string, Intl.DateTimeFormat>();
function formatter({ locale, timeZone }: Where, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = kept.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
  kept.set(key, known);
  return known;
}

const DAY = { year: "numeric", month: "short", day: "numeric" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;

export const formatDateTime = (date: Date, where: Where) => formatter(where, { ...DAY, ...CLOCK }).format(date);
export const formatDate = (date: Date, where: Where) => formatter(where, DAY).format(date);
export const formatTime = (date: Date, where: Where) => formatter(where, CLOCK).format(date);

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** How far off an instant is, in its largest whole unit: "in 3 days", "5 minutes ago". */
export function formatRelative(date: Date, now: Date, locale: Locale): string {
  const away = date.getTime() - now.getTime();
  const [unit, ms] = UNITS.find(([, ms]) => Math.abs(away) >= ms) ?? ["second", 1_000];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(away / ms), unit);
}

/** Bytes in binary units, three digits at most: 1536 is "1.5 KiB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[step]}`;
}

/** Milliseconds as people read a stopwatch: "0.4 s", "12 s", "3:05", "1:02:09". */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A stored decimal, rounded half away from zero without passing through binary fractions. */
export function formatScore(decimal: string | null | undefined, precision: number): string {
  if (decimal == null || decimal === "") return "–";
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!parts) return decimal;
  const [, sign, whole = "0", fraction = ""] = parts;
  const digits = fraction.padEnd(precision + 1, "0");
  const up = Number(digits[precision]) >= 5 ? 1n : 0n;
  const scaled = (BigInt(whole + digits.slice(0, precision)) + up).toString().padStart(precision + 1, "0");
  const shown = precision ? `${scaled.slice(0, -precision)}.${scaled.slice(-precision)}` : scaled;
  return /[1-9]/.test(shown) ? `${sign}${shown}` : shown;
}
