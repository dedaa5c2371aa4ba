import { emptyRaw, type Raw, type RawDay, type RawLink, type RawRoom, type RawSession } from "./raw.ts";
import { child, elements, inner, textOf, type XmlNode } from "./xml-tree.ts";

/*
 * schedule.xml as Pentabarf began it and frab, pretalx, wafer, FOSDEM and the C3VOC's tools write it today:
 * conference, then days, in them rooms, in them events. All of it may be missing.
 */

const CONFERENCE = new Set(
  "acronym title subtitle venue city start end days day_change timeslot_duration base_url url time_zone_name timezone release logo color colors track tracks language room rooms description".split(
    " ",
  ),
);
const EVENT = new Set(
  "date start end duration room slug url feedback_url origin_url title subtitle track type language abstract description logo image persons persons_detail speakers links attachments recording video_download_url state status".split(
    " ",
  ),
);
const HOLDERS = new Set("generator version conference day room event url".split(" "));

export function readScheduleXml(schedule: XmlNode): Raw {
  const raw = emptyRaw("xml");
  const conference = child(schedule, "conference");
  const generator = child(schedule, "generator");
  raw.generator = `${generator?.attributes.name ?? ""} ${inner(generator)}`.toLowerCase();
  raw.timeZone = textOf(conference, "time_zone_name") || textOf(conference, "timezone") || undefined;
  raw.dayChange = textOf(conference, "day_change") || undefined;
  raw.language = textOf(conference, "language") || undefined;
  raw.baseUrl = textOf(conference, "base_url") || textOf(conference, "url") || undefined;
  const tracks = conference
    ? [...elements(conference, "track"), ...under(conference, "tracks", "track")]
    : [];
  raw.tracks = tracks.flatMap((track) => {
    const name = track.attributes.name ?? inner(track);
    return name ? [{ name, color: track.attributes.color }] : [];
  });
  raw.rooms = (conference ? under(conference, "rooms", "room") : []).map(roomOf);
  note(raw, conference, CONFERENCE);
  note(raw, schedule, HOLDERS);

  const days = elements(schedule, "day");
  // Some programs list rooms, or even events, without days around them.
  for (const day of days.length ? days : [schedule]) {
    const dated: RawDay = {
      date: day.attributes.date,
      start: day.attributes.start,
      end: day.attributes.end,
    };
    for (const room of elements(day, "room")) {
      const listed = roomOf(room);
      raw.rooms.push(listed);
      for (const event of elements(room, "event")) raw.sessions.push(sessionOf(raw, event, dated, listed));
      note(raw, room, HOLDERS);
    }
    for (const event of elements(day, "event")) raw.sessions.push(sessionOf(raw, event, dated));
    if (day !== schedule) note(raw, day, HOLDERS);
  }
  return raw;
}

const under = (node: XmlNode, holder: string, name: string): XmlNode[] =>
  elements(node, holder).flatMap((list) => elements(list, name));

function note(raw: Raw, node: XmlNode | undefined, known: Set<string>): void {
  for (const { name } of node ? elements(node) : []) if (!known.has(name)) raw.unknown.add(name);
}

const roomOf = ({ attributes, children }: XmlNode): RawRoom => ({
  guid: attributes.guid,
  id: attributes.id,
  name:
    attributes.name ??
    children
      .filter((part) => typeof part === "string")
      .join("")
      .trim(),
  capacity: Number(attributes.capacity) || undefined,
});

function sessionOf(raw: Raw, event: XmlNode, day: RawDay, room?: RawRoom): RawSession {
  note(raw, event, EVENT);
  const said = textOf(event, "room");
  const state = textOf(event, "state") || textOf(event, "status") || event.attributes.state;
  return {
    guid: event.attributes.guid,
    id: event.attributes.id ?? event.attributes.code,
    title: textOf(event, "title"),
    subtitle: textOf(event, "subtitle"),
    abstract: textOf(event, "abstract"),
    description: textOf(event, "description"),
    room: room?.name ? room : said ? { ...room, name: said } : room,
    day,
    date: textOf(event, "date") || undefined,
    start: textOf(event, "start") || undefined,
    end: textOf(event, "end") || undefined,
    duration: textOf(event, "duration") || undefined,
    track: textOf(event, "track"),
    type: textOf(event, "type"),
    language: textOf(event, "language") || undefined,
    state,
    hasLogo: Boolean(textOf(event, "logo") || textOf(event, "image")),
    persons: [...under(event, "persons", "person"), ...under(event, "speakers", "speaker")].map(personOf),
    links: [...under(event, "links", "link"), ...under(event, "attachments", "attachment")].map(linkOf),
  };
}

const personOf = (person: XmlNode) => ({
  guid: person.attributes.guid,
  id: person.attributes.id ?? person.attributes.code,
  name:
    person.attributes.public_name ||
    person.attributes.name ||
    textOf(person, "name") ||
    textOf(person, "public_name") ||
    person.children
      .filter((part) => typeof part === "string")
      .join("")
      .trim(),
  affiliation: person.attributes.affiliation ?? person.attributes.organization,
  biography: textOf(person, "biography") || undefined,
});

function linkOf(link: XmlNode): RawLink {
  const href = link.attributes.href ?? link.attributes.url ?? inner(link);
  return { href: href.trim(), title: inner(link) };
}
