import type { Localized } from "../../../db/vocabulary.ts";
import type { AgendaDocument } from "../forms.ts";
import { ALL_ROOMS, folded, isUuid, uuidOf } from "./identity.ts";
import { lineOf, localizedOf } from "./prose.ts";
import type { Raw, RawRoom, RawSession, RawText } from "./raw.ts";
import type { Remarks } from "./remarks.ts";

type Room = AgendaDocument["rooms"][number];
type Track = AgendaDocument["tracks"][number];
const NAME = 200;

export const firstOf = (text: Localized): string => text.en ?? Object.values(text)[0] ?? "";

/**
 * Rooms by guid, else by name. Two that have one name and different guids are two only if some day lists both:
 * programs that make a new guid for each day are more than buildings with two rooms of a name.
 */
export function mendRooms(raw: Raw, remarks: Remarks) {
  const rooms: Room[] = [];
  const keyOf = new Map<RawRoom, string | null>();
  const byGuid = new Map<string, Room>();
  const byName = new Map<string, Room[]>();
  const daysOf = new Map<Room, Set<string>>();
  const dayOf = new Map<RawRoom, string>();
  for (const { room, day, date } of raw.sessions) {
    const said = day?.date ?? day?.start?.slice(0, 10) ?? date?.slice(0, 10);
    if (room && said) dayOf.set(room, said);
  }

  const take = (from: RawRoom): string | null => {
    if (from.guid?.toLowerCase() === ALL_ROOMS) return null;
    const name = localizedOf(from.name, raw.language, (text) => lineOf(text).slice(0, NAME));
    const guid = isUuid(from.guid) ? from.guid.toLowerCase() : undefined;
    const day = dayOf.get(from) ?? "";
    const known = guid ? byGuid.get(guid) : undefined;
    if (known) return seen(known, day, from).key;
    const called = folded(firstOf(name));
    if (!called) return null;
    const namesakes = byName.get(called) ?? [];
    const other = namesakes.find((room) => !guid || !isDistinct(room, day));
    if (other) {
      if (guid) byGuid.set(guid, other);
      return seen(other, day, from).key;
    }
    const nth = namesakes.length + 1;
    if (nth > 1) remarks.add("mended", "roomTwice", firstOf(name));
    const room: Room = {
      key: guid ?? uuidOf("room", called),
      name:
        nth > 1
          ? Object.fromEntries(Object.entries(name).map(([locale, text]) => [locale, `${text} (${nth})`]))
          : name,
    };
    if (guid) byGuid.set(guid, room);
    byName.set(called, [...namesakes, room]);
    rooms.push(room);
    return seen(room, day, from).key;
  };
  const isDistinct = (room: Room, day: string) => day !== "" && daysOf.get(room)?.has(day) === true;
  const seen = (room: Room, day: string, from: RawRoom) => {
    if (day) daysOf.set(room, (daysOf.get(room) ?? new Set()).add(day));
    if (from.capacity && from.capacity > 0 && from.capacity < 2_000_000_000) room.capacity ??= from.capacity;
    return room;
  };

  for (const room of raw.rooms) keyOf.set(room, take(room));
  return {
    rooms,
    /** The key of a session's room; null: it belongs to all. */
    roomOf({ room }: RawSession, title: string): string | null {
      if (!room) return null;
      if (!keyOf.has(room)) keyOf.set(room, take(room));
      const key = keyOf.get(room) ?? null;
      if (key === null && room.guid?.toLowerCase() !== ALL_ROOMS)
        remarks.add("mended", "roomNameless", title);
      return key;
    },
  };
}

const HUE_STEP = 137; // of 360: neighbours never look alike

/** Tracks by name, with the hue of their colour where the file says one. */
export function mendTracks(raw: Raw) {
  const tracks = new Map<string, Track>();
  const take = (name: RawText | undefined, color?: string): string | null => {
    const clean = localizedOf(name, raw.language, (text) => lineOf(text).slice(0, NAME));
    const called = folded(firstOf(clean));
    if (!called) return null;
    const track = tracks.get(called) ?? {
      key: uuidOf("track", called),
      name: clean,
      hue: hueOf(color) ?? (210 + tracks.size * HUE_STEP) % 360,
    };
    tracks.set(called, track);
    return track.key;
  };
  for (const { name, color } of raw.tracks) take(name, color);
  return { tracks, trackOf: (session: RawSession) => take(session.track) };
}

/** The hue of "#rrggbb" in degrees; none of grey. */
function hueOf(color: string | undefined): number | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color?.trim() ?? "");
  if (!hex) return undefined;
  const [r, g, b] = hex.slice(1).map((part) => Number.parseInt(part, 16)) as [number, number, number];
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span === 0) return undefined;
  const sixth = most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return Math.round(sixth * 60) % 360;
}
