import { Temporal } from "temporal-polyfill";

/**
 * What a `datetime-local` field says ("2026-03-29T02:30") as an instant on the zone's clock; null where it is no
 * time there, as in the hour that spring skips. Of a time that autumn shows twice, the earlier is meant.
 */
export function readLocalTime(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    const plain = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    const zoned = plain.toZonedDateTime(timeZone, { disambiguation: "earlier" });
    return zoned.toPlainDateTime().equals(plain) ? new Date(zoned.epochMilliseconds) : null;
  } catch {
    return null;
  }
}

/** An instant as a `datetime-local` field shows it on the zone's clock. */
export const writeLocalTime = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
