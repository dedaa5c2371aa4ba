import ICAL from "ical.js";
import { done, type Outcome, refused } from "../../web/outcome.ts";
import { emptyRaw, type Raw, type RawSession } from "./raw.ts";

/** iCalendar: an event is a session, its location the room, its first category the track. */
export function readCalendar(text: string): Outcome<Raw> {
  const raw = emptyRaw("calendar");
  try {
    // Some files are several calendars one after the other.
    const parsed = ICAL.parse(text) as unknown[];
    const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]) as ConstructorParameters<
      typeof ICAL.Component
    >[0][];
    for (const each of calendars) {
      const calendar = new ICAL.Component(each);
      raw.timeZone ??= calendar.getFirstPropertyValue("x-wr-timezone")?.toString() || undefined;
      raw.generator ||= String(calendar.getFirstPropertyValue("prodid") ?? "").toLowerCase();
      for (const event of calendar.getAllSubcomponents("vevent")) raw.sessions.push(sessionOf(event));
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : "";
    return refused("invalid", "imports.refusals.badCalendar", { values: { problem } });
  }
  return done(raw);
}

function sessionOf(event: InstanceType<typeof ICAL.Component>): RawSession {
  const said = (name: string) => event.getFirstPropertyValue(name)?.toString() || undefined;
  const uid = said("uid");
  const room = said("location");
  const categories = event.getFirstProperty("categories")?.getValues();
  return {
    guid: uid,
    id: uid,
    title: said("summary"),
    abstract: said("description"),
    room: room ? { name: room } : undefined,
    start: momentOf(event, "dtstart"),
    end: momentOf(event, "dtend"),
    duration: said("duration"),
    track: categories?.[0] === undefined ? undefined : String(categories[0]),
    state: said("status")?.toLowerCase(),
    persons: [],
    links: said("url") ? [{ href: said("url")!, title: "" }] : [],
  };
}

/** A time as ISO text: with Z where it is in UTC, with its zone's name in brackets where it has one. */
function momentOf(event: InstanceType<typeof ICAL.Component>, name: string): string | undefined {
  const property = event.getFirstProperty(name);
  const value = property?.getFirstValue()?.toString();
  const zone = property?.getFirstParameter("tzid");
  return value && zone && !value.endsWith("Z") ? `${value}[${zone}]` : value;
}
