import type { AgendaDocument } from "../forms.ts";
import { folded, isUuid, uuidOf } from "./identity.ts";
import { firstOf } from "./mend-rooms.ts";
import { lineOf, localizedOf } from "./prose.ts";
import type { Raw, RawPerson, RawSession } from "./raw.ts";
import type { Remarks } from "./remarks.ts";

type Speaker = AgendaDocument["speakers"][number];
const NAME = 200;
const BIOGRAPHY = 20_000;
/** The agenda's own limit (forms.ts). */
const PER_SESSION = 50;

/** Whoever speaks, by guid, else by id, else by name. */
type Seen = { key: string; name: string; from: RawPerson; sessions: Set<RawSession> };

/**
 * The speakers of all sessions. Several of one name are one who was entered more than once, unless they speak in one
 * session together, speak at the same time, or say different things of themselves: then they are namesakes.
 */
export function mendPeople(
  raw: Raw,
  when: Map<RawSession, { startsAt: Date; endsAt: Date }>,
  remarks: Remarks,
): { speakers: Speaker[]; speakersOf(session: RawSession, title: string): string[] } {
  const names = new Map<string, string>();
  for (const person of raw.sessions.flatMap((session) => session.persons)) {
    const name = lineOf(person.name).slice(0, NAME);
    for (const key of keysOf(person)) if (name && !names.has(key)) names.set(key, name);
  }

  const seen = new Map<string, Seen>();
  const named = new Map<RawSession, string[]>();
  for (const session of raw.sessions) {
    if (!when.has(session)) continue;
    const keys: string[] = [];
    for (const person of session.persons) {
      const own = lineOf(person.name).slice(0, NAME);
      const name = own || keysOf(person).flatMap((key) => names.get(key) ?? [])[0];
      if (!name) {
        remarks.add("ignored", "speakerNameless", titleFor(session));
        continue;
      }
      if (!own) remarks.add("mended", "speakerNamed", name);
      const key = keysOf(person)[0] ?? `name ${folded(name)}`;
      const one = seen.get(key) ?? { key, name, from: person, sessions: new Set() };
      one.from = {
        ...person,
        affiliation: one.from.affiliation ?? person.affiliation,
        biography: one.from.biography ?? person.biography,
      };
      one.sessions.add(session);
      seen.set(key, one);
      if (!keys.includes(key)) keys.push(key);
    }
    named.set(session, keys);
  }

  const groups = new Map<string, Seen[][]>();
  // Sorted, so that whoever several are merged into is the same the next time.
  for (const one of [...seen.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const namesakes = groups.get(folded(one.name)) ?? [];
    const same = namesakes.find((group) => group.every((other) => mayBeOne(one, other, when)));
    if (same) {
      same.push(one);
      remarks.add("mended", "speakerTwice", one.name);
    } else groups.set(folded(one.name), [...namesakes, [one]]);
  }

  const uidOf = new Map<string, string>();
  const speakers: Speaker[] = [];
  for (const group of [...groups.values()].flat()) {
    const [first] = group as [Seen];
    const guid = group.find(({ from }) => isUuid(from.guid))?.from.guid?.toLowerCase();
    const key = guid ?? uuidOf("speaker", first.key);
    const affiliation = group.flatMap(({ from }) => from.affiliation ?? [])[0];
    const biography = group.map(({ from }) => from.biography).find((text) => text !== undefined);
    speakers.push({
      key,
      name: first.name,
      ...(affiliation && { affiliation: lineOf(affiliation).slice(0, NAME) }),
      biography: localizedOf(biography, raw.language, (text) => text.slice(0, BIOGRAPHY)),
    });
    for (const one of group) uidOf.set(one.key, key);
  }
  speakers.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    speakers,
    speakersOf(session, title) {
      const uids = [...new Set((named.get(session) ?? []).map((key) => uidOf.get(key)!))];
      if (uids.length > PER_SESSION) remarks.add("ignored", "speakersTooMany", title, { limit: PER_SESSION });
      return uids.slice(0, PER_SESSION);
    },
  };
}

const keysOf = ({ guid, id }: RawPerson): string[] => [
  ...(isUuid(guid) ? [`guid ${guid.toLowerCase()}`] : []),
  // Some programs write 0 for everybody whom they do not know.
  ...(id && id !== "0" ? [`id ${id}`] : []),
];

function mayBeOne(a: Seen, b: Seen, when: Map<RawSession, { startsAt: Date; endsAt: Date }>): boolean {
  const differ = (one: string, other: string) => one !== "" && other !== "" && one !== other;
  const biography = ({ from }: Seen) =>
    folded(firstOf(localizedOf(from.biography, undefined, (text) => text)));
  if (differ(folded(a.from.affiliation ?? ""), folded(b.from.affiliation ?? ""))) return false;
  if (differ(biography(a), biography(b))) return false;
  for (const one of a.sessions)
    for (const other of b.sessions) {
      const [first, second] = [when.get(one), when.get(other)];
      if (one === other) return false;
      if (first && second && first.startsAt < second.endsAt && second.startsAt < first.endsAt) return false;
    }
  return true;
}

const titleFor = ({ title, id }: RawSession) =>
  lineOf(typeof title === "string" ? title : (Object.values(title ?? {})[0] ?? id ?? ""));
