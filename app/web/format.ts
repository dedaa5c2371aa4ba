import { LOCALES, type Locale, type Localized } from "../../db/vocabulary.ts";

type Where = { locale: string; timeZone: string };

/** The text in the reader's language, else in its sister script, else English, else whatever there is. */
export function localized(text: Localized | null | undefined, locale: Locale): string {
  if (!text) return "";
  const sister: Partial<Record<Locale, Locale>> = { "zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans" };
  for (const choice of [locale, sister[locale], "en" as const, ...LOCALES]) {
    const found = choice && text[choice];
    if (found) return found;
  }
  return "";
}

export const formatDate = (at: Date | number, { locale, timeZone }: Where): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone }).format(at);

export const formatTime = (at: Date | number, { locale, timeZone }: Where): string =>
  new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(
    at,
  );

/**
 * Date and time with the zone's short name, so that nobody takes it for another's clock. The zone stands last in
 * every language: left to itself, Chinese would have it before the time.
 */
export function formatDateTime(at: Date | number, { locale, timeZone }: Where): string {
  const shape = {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  } as const;
  const zone = new Intl.DateTimeFormat(locale, { ...shape, timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName");
  return `${new Intl.DateTimeFormat(locale, shape).format(at)} ${zone?.value}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** "in 3 days", "2 minutes ago", in the largest unit that fits. */
export function formatRelative(at: Date, now: Date, locale: string): string {
  const distance = at.getTime() - now.getTime();
  const [unit, size] = STEPS.find(([, ms]) => Math.abs(distance) >= ms) ?? (["second", 1000] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(distance / size), unit);
}

/** A share of one in whole percent, as the language writes it: "46%". */
export const formatPercent = (share: number | string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(Number(share));

/** Bytes in binary units, as file managers show them: 1 KB is 1024 bytes. */
export function formatBytes(bytes: number, locale = "en"): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[power],
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1024 ** power);
}

/** Milliseconds as "840 ms", "3.2 sec", "2 min 5 sec", "1 hr 4 min", or in the reader's own words: "2分钟5秒". */
export function formatDuration(ms: number, locale: string): string {
  const s = ms / 1000;
  if (s < 1) return measure(Math.round(ms), "millisecond", locale);
  // From here on one digit would round up to 60.0.
  if (s < 59.95) return measure(s, "second", locale, 1);
  const [big, small, of] =
    s < 3600 ? (["minute", "second", Math.max(60, s)] as const) : (["hour", "minute", s / 60] as const);
  const parts = [measure(Math.floor(of / 60), big, locale), measure(Math.floor(of % 60), small, locale)];
  // Where a number touches its unit, the parts touch each other too.
  return parts.join(/\s/.test(parts[0] as string) ? " " : "");
}

/** A round length of time in seconds, where digits after it would say nothing: "15 sec", "5 min", "1 hr". */
export function formatSpan(s: number, locale: string): string {
  if (s < 60) return measure(s, "second", locale);
  return s < 3600
    ? measure(Math.round(s / 60), "minute", locale)
    : measure(Math.round(s / 3600), "hour", locale);
}

const measure = (value: number, unit: string, locale: string, digits = 0) =>
  new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

/**
 * A stored decimal ("0.9876543210") with `precision` digits after the point, rounded half away from
 * zero on its digits: a detour through a binary number would round 2.675 to 2.67.
 */
export function formatScore(decimal: string, precision: number): string {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const scaled = BigInt(whole + fraction.padEnd(precision + 1, "0").slice(0, precision + 1));
  const digits = String((scaled + 5n) / 10n).padStart(precision + 1, "0");
  const shown = precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
  return /[1-9]/.test(shown) ? sign + shown : shown;
}
