import {
  type Json,
  linksOf,
  listOf,
  numberOf,
  objectOf,
  objectsOf,
  textIn,
  word,
  wordOf,
} from "./json-values.ts";
import { emptyRaw, type Raw, type RawPerson, type RawRoom } from "./raw.ts";
import { personOf } from "./schedule-json.ts";

/**
 * JSON that lists talks: what pretalx's widget reads, pages of its API (talks, submissions, slots), several of these
 * in one object, and the flat lists of Symposion and its like. Speakers, rooms and tracks are objects, or codes and
 * numbers of lists beside.
 */
export function readTalks(document: Json | unknown[]): Raw {
  const raw = emptyRaw("pretalx");
  const top: Json = Array.isArray(document) ? { talks: document } : document;
  raw.timeZone = word(top, "timezone", "time_zone_name");
  raw.partial = typeof top.next === "string" || typeof top.previous === "string";
  const rooms = new Map<string, RawRoom>();
  for (const room of listIn(top, "rooms")) {
    const one = roomOf(room);
    raw.rooms.push(one);
    if (one.id) rooms.set(one.id, one);
  }
  const tracks = new Map<string, unknown>();
  for (const track of listIn(top, "tracks")) {
    const name = textIn(track);
    if (!name) continue;
    raw.tracks.push({ name, color: word(objectOf(track), "color") });
    tracks.set(word(objectOf(track), "id") ?? "", track);
  }
  const people = new Map<string, RawPerson>();
  for (const speaker of listIn(top, "speakers")) {
    const one = personOf(speaker);
    if (one.id) people.set(one.id, one);
  }

  const talks = ["talks", "submissions", "results", "schedule", "sessions", "events"].flatMap((key) =>
    objectsOf(listIn(top, key)),
  );
  const slots = objectsOf(listIn(top, "slots"));
  const byId = new Map(talks.map((talk) => [word(talk, "code", "id") ?? "", talk]));
  const slotById = new Map(slots.map((slot) => [word(slot, "id") ?? "", slot]));
  const placed = new Set<Json>();

  const add = (talk: Json, slot: Json, nth: number) => {
    placed.add(talk);
    const code = word(talk, "code", "id", "conf_key", "ID");
    const room = slot.room ?? slot.room_id ?? talk.room;
    const listed = rooms.get(word(objectOf(room), "id") ?? wordOf(room) ?? "");
    const named = objectOf(room) || typeof room === "string" ? roomOf(room) : undefined;
    const track = talk.track ?? talk.track_id;
    raw.sessions.push({
      guid: word(talk, "guid"),
      id: code && (nth > 0 ? `${code}#${nth + 1}` : code),
      title: textIn(talk.title) ?? textIn(talk.name) ?? textIn(slot.description),
      subtitle: textIn(talk.subtitle),
      abstract: textIn(talk.abstract),
      description: textIn(talk.description),
      room: listed ?? named,
      start: word(slot, "start", "start_time", "starts_at"),
      end: word(slot, "end", "end_time", "ends_at"),
      duration: numberOf(slot.duration) ?? numberOf(talk.duration),
      track: textIn(tracks.get(wordOf(track) ?? "") ?? (typeof track === "number" ? undefined : track)),
      type: typeOf(talk, code, slot),
      language: word(talk, "content_locale", "language"),
      state: talk.cancelled === true || talk.canceled === true ? "cancelled" : word(talk, "state", "status"),
      hasLogo: word(talk, "image", "logo") !== undefined,
      persons: listOf(talk.speakers ?? talk.authors ?? talk.persons ?? talk.presenters).map(
        (speaker) => people.get(wordOf(speaker) ?? "") ?? merged(personOf(speaker), people),
      ),
      links: linksOf(talk.resources, talk.links, talk.attachments),
    });
  };

  for (const slot of slots) {
    const inside = objectOf(slot.submission) ?? byId.get(wordOf(slot.submission) ?? "");
    // A slot without a talk is a break that only has a description.
    const talk: Json = inside ?? { title: slot.description ?? null };
    if (inside || slot.description) add(talk, slot, 0);
  }
  for (const talk of talks) {
    if (placed.has(talk)) continue;
    const own = objectsOf(
      listOf(talk.slots).map((each) => objectOf(each) ?? slotById.get(wordOf(each) ?? "")),
    );
    const inside = objectOf(talk.submission);
    if (inside) add(inside, talk, 0);
    else if (own.length) for (const [nth, slot] of own.entries()) add(talk, slot, nth);
    else add(talk, objectOf(talk.slot) ?? talk, 0);
  }
  return raw;
}

/** A list, or a page of the API in its place. */
const listIn = (top: Json, key: string): unknown[] => {
  const value = top[key];
  return Array.isArray(value) ? value : listOf(objectOf(value)?.results);
};

/** An object that names a speaker may say less than the list of speakers does. */
const merged = (one: RawPerson, people: Map<string, RawPerson>): RawPerson => {
  const known = people.get(one.id ?? "");
  return known ? { ...known, name: one.name || known.name } : one;
};

function typeOf(talk: Json, code: string | undefined, slot: Json): string | undefined {
  if (!code && !listOf(talk.speakers).length) return "break";
  const type = textIn(talk.submission_type) ?? textIn(talk.kind) ?? textIn(talk.type) ?? word(slot, "kind");
  return typeof type === "string" ? type : type && Object.values(type)[0];
}

const roomOf = (room: unknown): RawRoom => ({
  guid: word(objectOf(room), "guid"),
  id: word(objectOf(room), "id"),
  name: textIn(room) ?? "",
  capacity: numberOf(objectOf(room)?.capacity),
});
