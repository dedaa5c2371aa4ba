const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAME = "(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?";
const SEP = "[-/. ]+";

const YEAR_FIRST = /^(\d{4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH_NAMED = new RegExp(`^${NAME}${SEP}(\\d{1,2})${SEP}(\\d{4})$`);
/** `16sept2024` too. */
const DAY_THEN_NAME = new RegExp(`^(\\d{1,2})[-/. ]*${NAME}[-/. ]*(\\d{4})$`);
const YEAR_THEN_NAME = new RegExp(`^(\\d{4})${SEP}${NAME}${SEP}(\\d{1,2})$`);

const TIME = /(?:^|[\s,])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\b\.?)?/;
const HOUR_ALONE = /(?:^|[\s,])(\d{1,2})()()\s*([ap]\.?m\b\.?)/;
const COMPACT_TIME = /^(\d{8})\s+(\d{2})(\d{2})(\d{2})?(?=$|[\sz+-])/;
const OFFSET = /\s*(?:\b(?:utc|gmt)\s*)?([+-])(\d{1,2})(?::?(\d{2}))?\s*$/;
const WEEKDAY = /\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?\b[.,]?/;

/** Hours east of UTC of the names that mean one place each; others count as UTC, as on Codabench. */
const ZONES: Record<string, number> = {
  aoe: -12,
  pst: -8,
  pdt: -7,
  mst: -7,
  mdt: -6,
  est: -5,
  edt: -4,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  jst: 9,
  kst: 9,
};
const ZONE_NAME = /\s*\(?\b(z|utc|gmt|aoe|[a-z]{1,3}[sd]?t)\)?\s*$/;

/**
 * Reads a date as bundles write it: ISO 8601, a YAML timestamp, month-day-year (day-month-year when the first
 * number cannot be a month), named months, Chinese dates; with or without a time and an offset. Without an
 * offset it is UTC; the time is kept. Null when it is none of these. The order is python-dateutil's.
 */
export function readDate(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  let text = String(value ?? "")
    .trim()
    .toLowerCase()
    .replace(/(\d)\s*年\s*(\d+)\s*月\s*(\d+)\s*日?/, "$1-$2-$3 ")
    .replace(/(\d)t(\d)/, "$1 $2")
    // 21h42, and a dash before the time.
    .replace(/\b(\d{1,2})h(\d{2})(?!\d)/, "$1:$2")
    .replace(/\s+-\s+(?=\d{1,2}(?::\d|\s*[ap]\.?m))/, " ")
    .replace(COMPACT_TIME, (_all, day, h, m, s) => `${day} ${h}:${m}:${s ?? "00"}`)
    .replace(/(\d:\d{2}(?::\d{2}(?:\.\d+)?)?)z$/, "$1 z");

  let minutesEast = 0;
  const time = TIME.exec(text) ?? HOUR_ALONE.exec(text);
  // Before the time is taken out: in "2026-1-5 +08:00" the offset would pass for one.
  const offset = time || /\s[+-]\d{1,2}:?\d{2}$|\d[+]\d{1,2}:?\d{2}$/.test(text) ? OFFSET.exec(text) : null;
  if (offset && (!time || offset.index > time.index)) {
    minutesEast = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === "-" ? -1 : 1);
    if (Math.abs(minutesEast) > 15 * 60) return null;
    text = text.slice(0, offset.index);
  } else {
    const name = ZONE_NAME.exec(text);
    if (name) {
      minutesEast = (ZONES[name[1]!] ?? 0) * 60;
      text = text.slice(0, name.index);
    }
  }

  const clock = TIME.exec(text) ?? HOUR_ALONE.exec(text);
  if (clock) text = `${text.slice(0, clock.index)} ${text.slice(clock.index + clock[0].length)}`;
  const day = dayOf(
    text
      .replace(WEEKDAY, " ")
      .replace(/(\d)(?:st|nd|rd|th)\b/, "$1")
      .replace(/,|\bat\b|\bof\b/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  if (!day) return null;
  const local = moment(day, clock);
  return local && new Date(local.getTime() - minutesEast * 60_000);
}

type Day = [year: number, month: number, day: number];

function dayOf(text: string): Day | null {
  let m = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (m) return [Number(m[1]), Number(m[2]), Number(m[3])];
  m = YEAR_LAST.exec(text);
  if (m) {
    const [a, b] = [Number(m[1]), Number(m[2])];
    const short = m[3]!.length === 2;
    // Two digits that can be neither day nor month are a year, and stand first.
    if (short && a > 31) return [2000 + a, b, Number(m[3])];
    const [month, day] = a > 12 ? [b, a] : [a, b];
    return [Number(m[3]) + (short ? 2000 : 0), month, day];
  }
  m = MONTH_NAMED.exec(text);
  if (m) return [Number(m[3]), monthNamed(m[1]!), Number(m[2])];
  m = DAY_THEN_NAME.exec(text);
  if (m) return [Number(m[3]), monthNamed(m[2]!), Number(m[1])];
  m = YEAR_THEN_NAME.exec(text);
  return m ? [Number(m[1]), monthNamed(m[2]!), Number(m[3])] : null;
}

const monthNamed = (name: string) => MONTHS.indexOf(name.slice(0, 3)) + 1;

function moment([year, month, day]: Day, clock: RegExpExecArray | null): Date | null {
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  if (!clock) return midnight;
  const [, h, min, s, half] = clock;
  let hour = Number(h);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.startsWith("p") ? 12 : 0);
  }
  const [minutes, seconds] = [Number(min || 0), Number(s || 0)];
  // 24:00 is the midnight that ends the day.
  if (hour > 24 || (hour === 24 && minutes + seconds > 0) || minutes > 59 || seconds > 59) return null;
  return new Date(midnight.getTime() + ((hour * 60 + minutes) * 60 + seconds) * 1000);
}
