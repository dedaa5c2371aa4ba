import { Temporal } from "temporal-polyfill";

/** Every zone that one may choose, UTC first. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

/** Days after `from`, at this time of day on the zone's own clock: DST moves the instant, not the time shown. */
export function dayAt(from: Date, days: number, time: string, timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ days });
  return new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);
}

/** The first Saturday at least `days` after `from`, at this time of day in the zone. */
export function saturdayAt(from: Date, days: number, time: string, timeZone: string): Date {
  const weekday = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(timeZone)
    .add({ days }).dayOfWeek;
  return dayAt(from, days + ((6 - weekday + 7) % 7), time, timeZone);
}

export type LocalRead = { ok: true; at: Date } | { ok: false; problem: "notATime" | "skipped" };

/**
 * Reads what a `datetime-local` field says ("2026-03-29T02:30") as a time on the zone's clock. A time that the
 * clock skips in spring is none; of one that it shows twice in autumn the earlier is meant.
 */
export function readLocal(text: string, timeZone: string): LocalRead {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text))
    return { ok: false, problem: "notATime" };
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(text, { overflow: "reject" });
  } catch {
    return { ok: false, problem: "notATime" };
  }
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (!zoned.toPlainDateTime().equals(plain)) return { ok: false, problem: "skipped" };
  return { ok: true, at: new Date(zoned.epochMilliseconds) };
}

/** An instant as a `datetime-local` field shows it on the zone's clock; seconds only where it has some. */
export function writeLocal(at: Date, timeZone: string): string {
  const plain = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  return plain.toString({ smallestUnit: plain.second || plain.millisecond ? "second" : "minute" });
}

/** Minutes after midnight as "09:30", and back. */
export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
export const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/**
 * An instant moved by as much as `from` is from `to` on the zone's clock: noon stays noon, whichever side of a
 * change of clocks it falls on.
 */
export function shifted(at: Date, { from, to, timeZone }: { from: Date; to: Date; timeZone: string }): Date {
  const plain = (date: Date) =>
    Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const by = plain(from).until(plain(to), { largestUnit: "day" });
  return new Date(plain(at).add(by).toZonedDateTime(timeZone).epochMilliseconds);
}

/** The same time of day on the zone's clock, days later. */
export const dayLater = (at: Date, days: number, timeZone: string): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).add({ days })
      .epochMilliseconds,
  );
