import { Temporal } from "temporal-polyfill";
import type { Raw, RawSession } from "./raw.ts";

/**
 * A length of time in minutes, of "0:45", "00:45:00", "45", 45, "PT45M", "45 min" or "1h30"; null for anything else.
 * Of three numbers the first are hours, as frab means them, but days where pretalx wrote the file: it begins with
 * days what is longer than one.
 */
export function minutesOf(duration: string | number | undefined, generator: string): number | null {
  if (typeof duration === "number") return duration > 0 ? Math.round(duration) : null;
  const text = duration?.trim() ?? "";
  const colons = /^(\d+):(\d{1,2})(?::(\d{1,2}))?(?:\.\d+)?$/.exec(text);
  if (colons) {
    const [a, b, c] = colons.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
    const daysFirst = colons[3] !== undefined && generator.includes("pretalx");
    return positive(daysFirst ? a * 1440 + b * 60 + c : a * 60 + b + Math.round(c / 60));
  }
  if (/^\d+(\.0+)?$/.test(text)) return positive(Number.parseInt(text, 10));
  if (/^P/i.test(text)) {
    try {
      const iso = Temporal.Duration.from(text.toUpperCase());
      return positive(Math.round(iso.total({ unit: "minutes", relativeTo: "2000-01-01" })));
    } catch {
      return null;
    }
  }
  const words =
    /^(?:(\d+)\s*d(?:ays?)?)?\s*(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*(?:m(?:in(?:ute)?s?)?)?\.?)?$/i.exec(
      text,
    );
  if (!words || text === "") return null;
  const [d, h, m] = words.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  return positive(d * 1440 + h * 60 + m);
}

const positive = (minutes: number) => (minutes > 0 ? minutes : null);

/** What had to be mended of a time, in the words of the remarks. */
export type Mended = "offset" | "clockSkipped" | "night" | "endBefore" | "duration";
export type When = { startsAt: Date | null; endsAt: Date | null; mended: Mended[] };

/** A session without a length that can be read gets this one. */
const DEFAULT_MINUTES = 30;
const MAX_DAYS = 31;

const WALL =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{1,2}:?\d{2}(?::\d{2})?|[+-]\d{2})?(?:\[([\w/+-]+)\])?$/i;

/**
 * When a session begins and ends. The zone is the file's own, else the edition's. A date with an offset is an
 * instant, unless the printed `start` shows the same clock and the zone has another offset then: the clock is what
 * everybody read. A `start` before the day's change is of the night after that day.
 */
export function whenOf(session: RawSession, raw: Raw, zone: string, dayTurnsAt: number): When {
  const mended: Mended[] = [];
  const clock = clockOf(session.start);
  let start = readMoment(session.date, clock, zone, mended) ?? readMoment(session.start, null, zone, mended);
  if (!start && clock !== null) {
    const date = plainDate(session.date) ?? plainDate(session.day?.date) ?? plainDate(session.day?.start);
    if (date) {
      const turn = clockOf(raw.dayChange) ?? clockOf(session.day?.start) ?? dayTurnsAt;
      const night = clock < turn && !plainDate(session.date);
      // A day that itself begins earlier says that this is its morning.
      if (night) mended.push("night");
      start = at(date.add({ days: night ? 1 : 0 }), clock, zone, mended);
    }
  }
  if (!start) return { startsAt: null, endsAt: null, mended: [] };
  return { startsAt: start, endsAt: endOf(session, raw, start, zone, mended), mended };
}

function endOf(session: RawSession, raw: Raw, start: Date, zone: string, mended: Mended[]): Date {
  const minutes = minutesOf(session.duration, raw.generator);
  const said = endSaid(session, start, zone);
  // Where both are said and differ, the length is the one that programs show.
  const end = minutes === null ? said : new Date(start.getTime() + minutes * 60_000);
  const long = end !== null && end.getTime() - start.getTime() > MAX_DAYS * 86_400_000;
  if (end !== null && end > start && !long) return end;
  mended.push(end !== null && end < start ? "endBefore" : "duration");
  return new Date(start.getTime() + DEFAULT_MINUTES * 60_000);
}

function endSaid(session: RawSession, start: Date, zone: string): Date | null {
  const full = readMoment(session.end, null, zone, []);
  if (full) return full;
  const clock = clockOf(session.end);
  if (clock === null) return null;
  const day = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const end = at(day, clock, zone, []);
  return end > start ? end : at(day.add({ days: 1 }), clock, zone, []);
}

/** Reads a date with a time; `printed` is the clock beside it, in minutes. null: it is none. */
function readMoment(
  text: string | undefined,
  printed: number | null,
  zone: string,
  mended: Mended[],
): Date | null {
  const parts = WALL.exec(text?.trim() ?? "");
  if (!parts) return null;
  const [, date, time = "", offset, named] = parts;
  const minutes = clockOf(time);
  const day = plainDate(date);
  if (!day || minutes === null) return null;
  if (!offset) return at(day, minutes, named && isZone(named) ? named : zone, mended);
  const instant = Date.parse(
    `${date}T${time.padStart(time.length + (time.indexOf(":") === 1 ? 1 : 0), "0")}${isoOffset(offset)}`,
  );
  if (Number.isNaN(instant)) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const sameClock = local.toPlainDate().equals(day) && local.hour * 60 + local.minute === minutes;
  if (sameClock || printed !== minutes) return new Date(instant);
  mended.push("offset");
  return at(day, minutes, zone, mended);
}

const isoOffset = (offset: string) => {
  if (/^z$/i.test(offset)) return "Z";
  const [, sign, h = "", m = "00"] = /^([+-])(\d{1,2}?):?(\d{2})?(?::\d{2})?$/.exec(offset) ?? [];
  return `${sign}${h.padStart(2, "0")}:${m}`;
};

function at(day: Temporal.PlainDate, minutes: number, zone: string, mended: Mended[]): Date {
  // "25:30" is half past one in the night after.
  const plain = day.add({ days: Math.floor(minutes / 1440) }).toPlainDateTime({
    hour: Math.floor((minutes % 1440) / 60),
    minute: minutes % 60,
  });
  const zoned = plain.toZonedDateTime(zone);
  if (!zoned.toPlainDateTime().equals(plain)) mended.push("clockSkipped");
  return new Date(zoned.epochMilliseconds);
}

/** "9:30", "09:30:00" or "25:30" in minutes; null for anything else. */
export function clockOf(text: string | undefined): number | null {
  const parts =
    /^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?(?:Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text?.trim() ?? "",
    );
  if (!parts) return null;
  const half = parts[3]?.toLowerCase();
  const hours = half ? (Number(parts[1]) % 12) + (half === "pm" ? 12 : 0) : Number(parts[1]);
  const minutes = Number(parts[2]);
  return hours < 48 && minutes < 60 ? hours * 60 + minutes : null;
}

function plainDate(text: string | undefined): Temporal.PlainDate | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text?.trim() ?? "")?.[0];
  try {
    return day ? Temporal.PlainDate.from(day, { overflow: "reject" }) : null;
  } catch {
    return null;
  }
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
