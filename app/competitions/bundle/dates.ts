const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const TIME =
  "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s*(am|pm)?)?\\s*(z|utc|gmt|[+-]\\d{2}:?(?:\\d{2})?)?";
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`, "i");
const YEAR_LAST = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${TIME}$`, "i");
const MONTH_NAMED = new RegExp(`^([a-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${TIME}$`, "i");
const DAY_THEN_NAME = new RegExp(`^(\\d{1,2}) ([a-z]{3,9})\\.?,? (\\d{4})${TIME}$`, "i");

/**
 * Reads a date as bundles write it: a YAML timestamp, ISO 8601, or month-day-year (day-month-year when the
 * first number cannot be a month), with or without a time and an offset. Without an offset it is UTC; the
 * time is kept. Null when it is none of these. Source: formats of Codabench bundles, python-dateutil's order.
 */
export function readDate(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  const text = String(value ?? "").trim();
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return at(Number(compact[1]), Number(compact[2]), Number(compact[3]), []);
  let m = YEAR_FIRST.exec(text);
  if (m) return at(Number(m[1]), Number(m[2]), Number(m[3]), m.slice(4));
  m = YEAR_LAST.exec(text);
  if (m) {
    const [a, b] = [Number(m[1]), Number(m[2])];
    const [month, day] = a > 12 ? [b, a] : [a, b];
    return at(Number(m[3]), month, day, m.slice(4));
  }
  m = MONTH_NAMED.exec(text);
  if (m) return at(Number(m[3]), monthNamed(m[1]!), Number(m[2]), m.slice(4));
  m = DAY_THEN_NAME.exec(text);
  if (m) return at(Number(m[3]), monthNamed(m[2]!), Number(m[1]), m.slice(4));
  return null;
}

const monthNamed = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function at(year: number, month: number, day: number, rest: (string | undefined)[]): Date | null {
  const [h, min, s, half, zone] = rest;
  let hour = Number(h ?? 0);
  if (half) hour = (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  if (hour > 23 || Number(min ?? 0) > 59 || Number(s ?? 0) > 59) return null;
  const local = new Date(Date.UTC(year, month - 1, day, hour, Number(min ?? 0), Number(s ?? 0)));
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "");
  if (!offset) return local;
  const minutes = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === "-" ? -1 : 1);
  return new Date(local.getTime() - minutes * 60_000);
}
