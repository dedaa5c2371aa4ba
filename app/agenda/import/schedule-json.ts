import { type Json, linksOf, listOf, numberOf, objectOf, textIn, word, wordOf } from "./json-values.ts";
import { emptyRaw, type Raw, type RawPerson, type RawRoom, type RawSession } from "./raw.ts";

/** schedule.json, the sister of schedule.xml, as frab, pretalx and the C3VOC's tools write it. */
export function readScheduleJson(document: Json): Raw {
  const raw = emptyRaw("json");
  const schedule = objectOf(document.schedule) ?? document;
  const conference = objectOf(schedule.conference) ?? schedule;
  raw.generator = (
    word(objectOf(document.generator) ?? objectOf(schedule.generator), "name") ?? ""
  ).toLowerCase();
  raw.timeZone = word(conference, "time_zone_name", "timezone", "time_zone");
  raw.dayChange = word(conference, "day_change");
  raw.language = word(conference, "language");
  raw.baseUrl = word(schedule, "base_url") ?? word(conference, "base_url", "url");
  raw.tracks = listOf(conference.tracks).flatMap((track) => {
    const name = textIn(track);
    return name ? [{ name, color: word(objectOf(track), "color") }] : [];
  });
  raw.rooms = listOf(conference.rooms).map((room) => roomOf(room));

  for (const each of listOf(conference.days)) {
    const day = objectOf(each) ?? {};
    const dated = {
      date: word(day, "date"),
      start: word(day, "day_start", "start"),
      end: word(day, "day_end", "end"),
    };
    for (const [room, events] of roomsOf(day.rooms)) {
      // A room of the conference's own list knows more than a name.
      const known = raw.rooms.find((one) => one.name === room.name);
      if (!known) raw.rooms.push(room);
      for (const event of events) {
        const session = objectOf(event);
        if (session) raw.sessions.push(sessionOf(session, dated, known ?? room));
      }
    }
  }
  return raw;
}

/** Rooms of a day: an object of lists by name, or a list of rooms with their events. */
function roomsOf(rooms: unknown): [RawRoom, unknown[]][] {
  const named = objectOf(rooms);
  if (named) return Object.entries(named).map(([name, events]) => [{ name }, listOf(events)]);
  return listOf(rooms).map((room) => {
    const { events, talks, sessions } = objectOf(room) ?? {};
    return [roomOf(room), [events, talks, sessions].flatMap(listOf)];
  });
}

const roomOf = (room: unknown): RawRoom => ({
  guid: word(objectOf(room), "guid"),
  id: word(objectOf(room), "id"),
  name: textIn(room) ?? "",
  capacity: numberOf(objectOf(room)?.capacity),
});

const sessionOf = (event: Json, day: RawSession["day"], room: RawRoom): RawSession => ({
  guid: word(event, "guid"),
  id: word(event, "id", "code"),
  title: textIn(event.title),
  subtitle: textIn(event.subtitle),
  abstract: textIn(event.abstract),
  description: textIn(event.description),
  room: room.name ? room : { ...room, name: textIn(event.room) ?? "" },
  day,
  date: word(event, "date"),
  start: word(event, "start"),
  end: word(event, "end"),
  duration: typeof event.duration === "number" ? event.duration : word(event, "duration"),
  track: textIn(event.track),
  type: word(event, "type"),
  language: word(event, "language"),
  state: word(event, "state", "status"),
  hasLogo: word(event, "logo") !== undefined,
  persons: listOf(event.persons ?? event.speakers).map(personOf),
  links: linksOf(event.links, event.attachments),
});

/** A person as an object or as a name alone. */
export function personOf(person: unknown): RawPerson {
  const from = objectOf(person);
  return {
    guid: word(from, "guid"),
    id: word(from, "id", "code"),
    name: wordOf(person) ?? word(from, "public_name", "name", "full_public_name", "full_name") ?? "",
    affiliation: word(from, "affiliation", "organization", "company"),
    biography: textIn(from?.biography ?? from?.abstract),
  };
}
