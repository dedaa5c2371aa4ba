import { SESSION_KINDS } from "../../../db/vocabulary.ts";
import { overlaps } from "../conflicts.ts";
import type { AgendaDocument } from "../forms.ts";
import { folded, isUuid, uuidOf } from "./identity.ts";
import { mendPeople } from "./mend-people.ts";
import { firstOf, mendRooms, mendTracks } from "./mend-rooms.ts";
import { isZone, type When, whenOf } from "./moments.ts";
import { lineOf, localizedOf, looksLikeHtml, proseOf } from "./prose.ts";
import type { Raw, RawLink, RawSession, RawText } from "./raw.ts";
import type { Remarks } from "./remarks.ts";

type Kind = (typeof SESSION_KINDS)[number];
type Session = AgendaDocument["sessions"][number] & { key: string };
export type MendedAgenda = Omit<AgendaDocument, "sessions"> & { sessions: Session[] };

const TITLE = 500;
const ABSTRACT = 100_000;
const LANGUAGE = 20;
const DAY = 86_400_000;

/** Writes a session's long texts as Markdown, before `mend`: a few milliseconds each, so that a caller may breathe. */
export function tidy(session: RawSession, remarks: Remarks): void {
  const prose = (text: RawText | undefined): RawText | undefined => {
    if (typeof text !== "object") return text && proseOf(text);
    return Object.fromEntries(Object.entries(text).map(([tag, said]) => [tag, proseOf(said)]));
  };
  const texts = [session.abstract, session.description].flatMap((text) =>
    typeof text === "string" ? text : Object.values(text ?? {}),
  );
  if (texts.some(looksLikeHtml)) remarks.add("mended", "html", titleOf(session));
  session.abstract = prose(session.abstract);
  session.description = prose(session.description);
  for (const person of session.persons) person.biography = prose(person.biography);
}

/** An agenda of what a tidied file said, in the edition's zone where it names none, with a remark on all that was changed. */
export function mend(
  raw: Raw,
  edition: { timeZone: string; dayTurnsAt: number },
  remarks: Remarks,
): MendedAgenda {
  const zone = raw.timeZone && isZone(raw.timeZone) ? raw.timeZone : edition.timeZone;
  if (zone !== edition.timeZone) remarks.add("taken", "zone", "", { zone, own: edition.timeZone });

  const when = new Map<RawSession, When & { startsAt: Date; endsAt: Date }>();
  for (const session of once(wanted(raw, remarks), remarks)) {
    const { startsAt, endsAt, mended } = whenOf(session, raw, zone, edition.dayTurnsAt);
    if (!startsAt || !endsAt) {
      remarks.add("ignored", "noTime", titleOf(session));
      continue;
    }
    for (const what of mended) remarks.add("mended", what, titleOf(session));
    if (endsAt.getTime() - startsAt.getTime() > DAY) remarks.add("taken", "long", titleOf(session));
    when.set(session, { startsAt, endsAt, mended });
  }

  const { rooms, roomOf } = mendRooms(raw, remarks);
  const { tracks, trackOf } = mendTracks(raw);
  const { speakers, speakersOf } = mendPeople(raw, when, remarks);
  const called = identities([...when.keys()], when, remarks);
  const sessions = [...when].map(([session, { startsAt, endsAt }]): Session => {
    const title = titleIn(session, remarks);
    const name = firstOf(title);
    const { key, number } = called.get(session)!;
    const room = roomOf(session, name);
    const track = trackOf(session);
    if (session.hasLogo) remarks.add("ignored", "logo", name);
    const abstract = abstractOf(session, raw, name, remarks);
    return {
      key,
      ...(number !== undefined && { number }),
      kind: kindOf(session.type ?? ""),
      title,
      ...(Object.keys(abstract).length > 0 && { abstract }),
      ...(session.language && { language: session.language.slice(0, LANGUAGE) }),
      ...(track && { track }),
      ...(room && { room }),
      speakers: speakersOf(session, name),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    };
  });

  tellOverlaps(sessions, remarks);
  if (raw.unknown.size)
    remarks.add("ignored", "elements", "", { elements: [...raw.unknown].sort().slice(0, 20).join(", ") });
  if (raw.partial) remarks.add("ignored", "partial");
  remarks.add("taken", "counts", "", {
    sessions: sessions.length,
    rooms: rooms.length,
    tracks: tracks.size,
    speakers: speakers.length,
  });
  return { rooms, tracks: [...tracks.values()], speakers, sessions };
}

/** Without what its state says is not going to happen. */
const wanted = (raw: Raw, remarks: Remarks): RawSession[] =>
  raw.sessions.filter((session) => {
    const state = session.state?.toLowerCase();
    if (!state || /^(confirmed|accepted|published|scheduled|tentative|final|ok)$/.test(state)) return true;
    remarks.add("ignored", "state", titleOf(session), { state });
    return false;
  });

/** Without what is there twice to the letter, as programs write it that list one session by two tracks. */
function once(sessions: RawSession[], remarks: Remarks): RawSession[] {
  const seen = new Set<string>();
  return sessions.filter((session) => {
    const { guid, id, title, date, start, day, room } = session;
    const words = JSON.stringify([guid, id, title, date, start, day?.date, room?.name]);
    if ((guid || id) && seen.has(words)) {
      remarks.add("ignored", "sessionTwice", titleOf(session));
      return false;
    }
    seen.add(words);
    return true;
  });
}

/** What each session is called for good: by its guid, else by its id; of several the later ones get names of their own. */
function identities(
  sessions: RawSession[],
  when: Map<RawSession, { startsAt: Date }>,
  remarks: Remarks,
): Map<RawSession, { key: string; number?: number }> {
  const called = new Map<RawSession, { key: string; number?: number }>();
  const keys = new Set<string>();
  const numbers = new Set<number>();
  const inTime = [...sessions].sort((a, b) => +when.get(a)!.startsAt - +when.get(b)!.startsAt);
  const repeats = new Map<string, number>();
  for (const session of inTime) {
    const guid = isUuid(session.guid) ? session.guid.toLowerCase() : undefined;
    const named = guid ?? (session.guid || (session.id && `id ${session.id}`));
    let key = guid ?? uuidOf("session", named ?? folded(titleOf(session)));
    if (keys.has(key)) {
      if (named) remarks.add("mended", guid ? "guidTwice" : "idTwice", titleOf(session));
      // By its id where only the guid was copied, else as the second, third … of its name.
      const byId = uuidOf("session", `id ${session.id}`);
      const nth = (repeats.get(key) ?? 1) + 1;
      repeats.set(key, nth);
      key = guid && session.id && !keys.has(byId) ? byId : uuidOf("session", key, nth);
    }
    keys.add(key);
    const id = /^\d{1,10}$/.test(session.id ?? "") ? Number(session.id) : 0;
    const free = id > 0 && id <= 2_000_000_000 && !numbers.has(id);
    if (free) numbers.add(id);
    called.set(session, { key, ...(free && { number: id }) });
  }
  return called;
}

function titleIn(session: RawSession, remarks: Remarks) {
  const title = localizedOf(session.title, session.language, (text) => {
    const line = lineOf(text);
    if (line.length > TITLE) remarks.add("mended", "titleLong", line, { limit: TITLE });
    return line.slice(0, TITLE);
  });
  if (Object.keys(title).length) return title;
  const id = session.id ?? session.guid ?? "?";
  remarks.add("mended", "titleMissing", id);
  return { en: session.type ? `${lineOf(session.type)} ${id}` : `#${id}` };
}

/** Subtitle, abstract, description and links as one Markdown text. */
function abstractOf(session: RawSession, raw: Raw, name: string, remarks: Remarks) {
  const subtitle = localizedOf(session.subtitle, session.language, (text) => lineOf(text).slice(0, TITLE));
  const abstract = localizedOf(session.abstract, session.language, (text) => text);
  const description = sameText(session.abstract, session.description)
    ? {}
    : localizedOf(session.description, session.language, (text) => text);
  const links = session.links.flatMap((link) => linkIn(link, raw, name, remarks)).join("\n");
  const whole: Record<string, string> = {};
  const locales = new Set([subtitle, abstract, description].flatMap((text) => Object.keys(text)));
  if (links && locales.size === 0) locales.add("en");
  for (const locale of locales as Set<"en">) {
    const parts = [
      subtitle[locale] && `**${subtitle[locale]}**`,
      abstract[locale],
      description[locale],
      links,
    ];
    const text = parts.filter(Boolean).join("\n\n");
    if (text.length > ABSTRACT) remarks.add("mended", "abstractLong", name, { limit: ABSTRACT });
    whole[locale] = text.slice(0, ABSTRACT);
  }
  return whole;
}

const sameText = (a: RawText | undefined, b: RawText | undefined) => JSON.stringify(a) === JSON.stringify(b);

/** A line of Markdown; addresses that are none of the web's are left out. */
function linkIn({ href, title }: RawLink, raw: Raw, name: string, remarks: Remarks): string[] {
  let url: URL | undefined;
  try {
    url = new URL(href, raw.baseUrl);
  } catch {
    // Relative to nothing, or no address at all.
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    remarks.add("ignored", "link", name);
    return [];
  }
  const label = lineOf(title)
    .replace(/[[\]\\]/g, "")
    .slice(0, TITLE);
  return [
    label
      ? `- [${label}](${url.href.replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"))})`
      : `- <${url.href}>`,
  ];
}

const titleOf = ({ title, id }: RawSession) =>
  lineOf(typeof title === "string" ? title : (Object.values(title ?? {})[0] ?? "")) || (id ?? "?");

const KINDS: [RegExp, Kind][] = [
  [/keynote|plenary|主旨|主题演讲/i, "keynote"],
  [/\b(break|lunch|coffee|dinner|pause|registration|socia)|茶歇|午餐|休息/i, "break"],
  [/ceremony|opening|closing|award|开幕|闭幕|颁奖/i, "ceremony"],
  [/workshop|tutorial|hands.?on|training|sprint|\blab\b|工作坊/i, "workshop"],
  [/panel|podium|round.?table|discussion|\bbof\b|meeting|圆桌/i, "panel"],
  [/poster|海报/i, "poster"],
];
const kindOf = (type: string): Kind =>
  SESSION_KINDS.find((kind) => kind === type.toLowerCase()) ??
  KINDS.find(([pattern]) => pattern.test(type))?.[1] ??
  "talk";

function tellOverlaps(sessions: Session[], remarks: Remarks): void {
  const clashes = overlaps(
    sessions.map((session, i) => ({
      id: String(i),
      roomId: session.room ?? null,
      speakerIds: session.speakers,
      startsAt: Date.parse(session.startsAt),
      endsAt: Date.parse(session.endsAt),
    })),
  );
  for (const { kind, second } of clashes)
    remarks.add(
      "taken",
      kind === "room" ? "roomOverlap" : "speakerOverlap",
      firstOf(sessions[Number(second)]!.title),
    );
}
