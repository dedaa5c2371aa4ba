import { expect, test } from "vitest";
import { readFile, tryFile } from "./read-file.ts";

/** A schedule.xml around some days. */
const xml = (days: string, conference = "", before = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${before}<schedule><version>1</version><conference><acronym>x</acronym>${conference}</conference>${days}</schedule>`;
const day = (events: string, date = "2026-06-12", room = "Hall") =>
  `<day index="1" date="${date}"><room name="${room}">${events}</room></day>`;
const event = (parts: string, attributes = 'id="1"') => `<event ${attributes}>${parts}</event>`;
const plain = "<title>Opening</title><start>10:00</start><duration>00:30</duration>";
const times = (content: string, zone?: string) =>
  readFile(content, zone).agenda.sessions.map((s) => [s.startsAt.slice(0, 16), s.endsAt.slice(0, 16)]);

test("frab: a session has its day's date, its clock in the edition's zone, room, track, kind, speakers and number", () => {
  const { agenda, said } = readFile(
    xml(
      day(
        event(
          `<start>10:00</start><duration>0:45</duration><room>Hall</room><slug>x-1</slug><title>Small &amp; large</title>
          <subtitle>A talk</subtitle><track>Models</track><type>lecture</type><language>en</language>
          <abstract>Short.</abstract><description>Long.</description>
          <persons><person id="7">Ana Ruiz</person></persons>
          <links><link href="https://example.org/a">Slides (PDF)</link><link href="javascript:alert(1)">x</link></links>`,
          'id="42"',
        ),
      ),
    ),
  );
  expect(agenda.sessions).toMatchObject([
    {
      number: 42,
      kind: "talk",
      title: { en: "Small & large" },
      abstract: { en: "**A talk**\n\nShort.\n\nLong.\n\n- [Slides (PDF)](https://example.org/a)" },
      language: "en",
      room: agenda.rooms[0]?.key,
      track: agenda.tracks[0]?.key,
      speakers: [agenda.speakers[0]?.key],
      startsAt: "2026-06-12T08:00:00.000Z",
      endsAt: "2026-06-12T08:45:00.000Z",
    },
  ]);
  expect([agenda.rooms[0]?.name, agenda.tracks[0]?.name, agenda.speakers[0]?.name]).toEqual([
    { en: "Hall" },
    { en: "Models" },
    "Ana Ruiz",
  ]);
  expect(said).toMatchObject({ link: { count: 1 } });
});

test.each([
  ["00:45", 45],
  ["0:45", 45],
  ["45", 45],
  ["1:00:00", 60],
  ["PT45M", 45],
  ["P1DT2H", 1560],
  ["54:00", 3240],
  ["1h30", 90],
  ["45 min", 45],
])("a duration of %s is %i minutes", (written, minutes) => {
  const { agenda } = readFile(
    xml(day(event(`<title>a</title><start>10:00</start><duration>${written}</duration>`))),
  );
  const [session] = agenda.sessions;
  expect((Date.parse(session!.endsAt) - Date.parse(session!.startsAt)) / 60_000).toBe(minutes);
});

test("three numbers of pretalx begin with days", () => {
  const generator = '<generator name="pretalx" version="2025.1"/>';
  const file = xml(day(event("<title>Hack centre</title><start>09:00</start><duration>02:06:00</duration>")));
  const { agenda, said } = readFile(file.replace("<conference>", `${generator}<conference>`));
  expect(agenda.sessions[0]?.endsAt).toBe("2026-06-14T13:00:00.000Z");
  expect(said.long).toMatchObject({ count: 1, names: "Hack centre" });
});

test.each(["", "<duration/>", "<duration>soon</duration>", "<duration>0:00</duration>"])(
  "a session that lasts “%s” lasts half an hour, and the report says so",
  (duration) => {
    const { agenda, said } = readFile(xml(day(event(`<title>a</title><start>10:00</start>${duration}`))));
    expect(agenda.sessions[0]?.endsAt).toBe("2026-06-12T08:30:00.000Z");
    expect(said.duration).toMatchObject({ count: 1 });
  },
);

test("a session before the hour at which the day changes is of the night after it", () => {
  const night = event("<title>Party</title><start>01:30</start><duration>1:00</duration>", 'id="2"');
  expect(times(xml(day(event(plain) + night), "<day_change>06:00:00</day_change>"))).toEqual([
    ["2026-06-12T08:00", "2026-06-12T08:30"],
    ["2026-06-12T23:30", "2026-06-13T00:30"],
  ]);
  expect(readFile(xml(day(night))).said.night).toMatchObject({ names: "Party" });
});

test("a date with the day after needs no mending", () => {
  const night = event(
    "<date>2026-06-13T01:30:00+02:00</date><title>Party</title><start>01:30</start><duration>1:00</duration>",
  );
  const { agenda, said } = readFile(xml(day(night)));
  expect(agenda.sessions[0]?.startsAt).toBe("2026-06-12T23:30:00.000Z");
  expect(said.night).toBeUndefined();
});

const dated = (date: string, start = "10:00") =>
  xml(day(event(`<date>${date}</date><title>a</title><start>${start}</start><duration>1:00</duration>`)));

test.each([
  ["an offset that fits", "2026-06-12T10:00:00+02:00", "10:00", "2026-06-12T08:00", undefined],
  [
    "an instant in UTC beside the local clock",
    "2026-06-12T08:00:00Z",
    "10:00",
    "2026-06-12T08:00",
    undefined,
  ],
  ["winter's offset in summer", "2026-06-12T10:00:00+01:00", "10:00", "2026-06-12T08:00", 1],
  ["UTC on a local clock", "2026-06-12T10:00:00Z", "10:00", "2026-06-12T08:00", 1],
  ["an offset without colon", "2026-06-12T10:00:00+0200", "10:00", "2026-06-12T08:00", undefined],
  ["no offset", "2026-06-12T10:00:00", "10:00", "2026-06-12T08:00", undefined],
  ["a space for the T", "2026-06-12 10:00", "10:00", "2026-06-12T08:00", undefined],
  ["a date alone", "2026-06-12", "10:00", "2026-06-12T08:00", undefined],
])("%s is read right", (_what, date, start, expected, mended) => {
  const { agenda, said } = readFile(dated(date, start));
  expect(agenda.sessions[0]?.startsAt.slice(0, 16)).toBe(expected);
  expect(said.offset?.count).toBe(mended);
});

test("a change to summer time inside the edition moves no clock", () => {
  const both = day(event(plain), "2026-03-28") + day(event(plain, 'id="2"'), "2026-03-29");
  expect(times(xml(both)).map(([start]) => start)).toEqual(["2026-03-28T09:00", "2026-03-29T08:00"]);
  const skipped = xml(
    day(event("<title>a</title><date>2026-03-29T02:30:00</date><duration>0:30</duration>")),
  );
  expect(readFile(skipped).said.clockSkipped).toMatchObject({ count: 1 });
});

test("the file's own time zone counts before the edition's", () => {
  const file = xml(day(event(plain)), "<time_zone_name>America/New_York</time_zone_name>");
  expect(times(file)).toEqual([["2026-06-12T14:00", "2026-06-12T14:30"]]);
  expect(readFile(file).said.zone).toMatchObject({ zone: "America/New_York", own: "Europe/Berlin" });
});

const GUID = "6f0a1f5c-4a57-5d3f-9a0e-3f7f0a7f2f10";

test("sessions with one guid or one id are told apart, and what is there twice to the letter is taken once", () => {
  const other = plain.replace("Opening", "Second").replace("10:00", "11:00");
  const third = plain.replace("Opening", "Third").replace("10:00", "12:00");
  const { agenda, said } = readFile(
    xml(
      day(
        event(plain, `id="1" guid="${GUID}"`) +
          event(plain, `id="1" guid="${GUID}"`) +
          event(other, `id="2" guid="${GUID}"`) +
          event(third, 'id="2"'),
      ),
    ),
  );
  expect(agenda.sessions.map((s) => [s.title.en, s.number])).toEqual([
    ["Opening", 1],
    ["Second", 2],
    ["Third", undefined],
  ]);
  expect(new Set(agenda.sessions.map((s) => s.key)).size).toBe(3);
  expect(agenda.sessions[0]?.key).toBe(GUID);
  expect(said).toMatchObject({
    sessionTwice: { count: 1 },
    guidTwice: { names: "Second" },
    idTwice: { names: "Third" },
  });
});

test("the same file read again calls everything the same", () => {
  const file = xml(
    day(event(plain) + event(plain.replace("10:00", "11:00"), 'id="1"')) +
      day(event(plain, ""), "2026-06-13"),
  );
  expect(readFile(file).agenda).toEqual(readFile(file).agenda);
});

test("overlapping talks are kept, and the report names them", () => {
  const { agenda, said } = readFile(
    xml(day(event(plain) + event(plain.replace("Opening", "At once").replace("10:00", "10:15"), 'id="2"'))),
  );
  expect(agenda.sessions).toHaveLength(2);
  expect(said.roomOverlap).toMatchObject({ count: 1, names: "At once" });
});

const people = (...events: string[]) =>
  xml(
    day(
      events
        .map((persons, i) =>
          event(
            `<title>t${i}</title><start>1${i}:00</start><duration>0:30</duration><persons>${persons}</persons>`,
            `id="${i + 1}"`,
          ),
        )
        .join(""),
    ),
  );

test("a speaker entered by several ids is one, unless the two are in one session or say different things of themselves", () => {
  const one = readFile(people('<person id="1">Ana  Ruiz</person>', '<person id="2">ana ruiz</person>'));
  expect(one.agenda.speakers).toHaveLength(1);
  expect(one.said.speakerTwice).toMatchObject({ count: 1 });
  const together = readFile(people('<person id="1">王伟</person><person id="2">王伟</person>'));
  expect(together.agenda.speakers).toHaveLength(2);
  const apart = readFile(
    people('<person id="1" affiliation="A">王伟</person>', '<person id="2" affiliation="B">王伟</person>'),
  );
  expect(apart.agenda.speakers).toHaveLength(2);
});

test("a speaker without a name is found by their id or left out; a session without speakers stays", () => {
  const { agenda, said } = readFile(
    people('<person id="1">Ana</person>', '<person id="1"></person><person id="9"/>', ""),
  );
  expect(agenda.sessions.map((s) => s.speakers.length)).toEqual([1, 1, 0]);
  expect(said).toMatchObject({ speakerNamed: { names: "Ana" }, speakerNameless: { count: 1 } });
});

test("HTML in an abstract becomes Markdown without scripts, escaped or not", () => {
  const html =
    "&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;";
  const { agenda, said } = readFile(
    xml(day(event(`${plain}<abstract>${html}</abstract><description><p>Three<br/>four</p></description>`))),
  );
  expect(agenda.sessions[0]?.abstract?.en).toMatch(/^One \*\*two\*\*\n\nThree\s+four$/);
  expect(said.html).toMatchObject({ count: 1 });
});

test("an abstract of 30 kB comes whole", () => {
  const long = "wörter ".repeat(4500);
  const { agenda } = readFile(xml(day(event(`${plain}<abstract>${long}</abstract>`))));
  expect(agenda.sessions[0]?.abstract?.en).toBe(long.trim());
});

test("rooms: empty ones stay, nameless ones are all rooms, one name on one day with two guids is two", () => {
  const rooms = (...list: string[]) => xml(`<day date="2026-06-12">${list.join("")}</day>`);
  const empty = readFile(rooms('<room name="Attic"/>', `<room name="Hall">${event(plain)}</room>`));
  expect(empty.agenda.rooms.map((r) => r.name.en)).toEqual(["Attic", "Hall"]);
  const nameless = readFile(rooms(`<room name="">${event(plain)}</room>`));
  expect(nameless.agenda.sessions[0]?.room).toBeUndefined();
  expect(nameless.said.roomNameless).toMatchObject({ count: 1 });
  const other = GUID.replace("6f0a", "7f0a");
  const two = readFile(
    rooms(
      `<room name="Lab" guid="${GUID}">${event(plain)}</room>`,
      `<room name="Lab" guid="${other}">${event(plain, 'id="2"')}</room>`,
    ),
  );
  expect(two.agenda.rooms.map((r) => [r.key, r.name.en])).toEqual([
    [GUID, "Lab"],
    [other, "Lab (2)"],
  ]);
});

test("a room with a new guid for each day is one room", () => {
  const at = (date: string, guid: string, id: number) =>
    `<day date="${date}"><room name="Lab" guid="${guid}">${event(plain, `id="${id}"`)}</room></day>`;
  const { agenda } = readFile(
    xml(at("2026-06-12", GUID, 1) + at("2026-06-13", GUID.replace("6f0a", "7f0a"), 2)),
  );
  expect(agenda.rooms).toHaveLength(1);
});

test("unknown elements, prefixes, a byte order mark, loose ampersands and HTML entities do no harm", () => {
  const { agenda, said } = readFile(
    xml(
      day(
        event(
          `<title>Q&A&nbsp;on R&amp;D</title><start>10:00</start><duration>0:30</duration><mood>good</mood>`,
        ),
      ),
      "",
      '\ufeff\n<?xml version="1.0"?>',
    )
      .replace("<schedule>", '<p:schedule xmlns:p="http://example.org/ns">')
      .replace("</schedule>", "</p:schedule>"),
  );
  expect(agenda.sessions[0]?.title.en).toBe("Q&A on R&D");
  expect(said).toMatchObject({ elements: { elements: "mood" }, markup: { line: 1 } });
});

test.each([
  ["UTF-8 that calls itself ISO-8859-1", "ISO-8859-1", "utf8"],
  ["Latin-1 that calls itself UTF-8", "UTF-8", "latin1"],
  ["Latin-1 that says so", "ISO-8859-1", "latin1"],
  ["UTF-16 with a byte order mark", "UTF-16", "utf16le"],
] as const)("%s is read", (_what, declared, encoding) => {
  const text = xml(
    day(event(plain.replace("Opening", "Müller"))),
    "",
    `<?xml version="1.0" encoding="${declared}"?>`,
  );
  const mark = encoding === "utf16le" ? "\ufeff" : "";
  expect(readFile(Buffer.from(mark + text, encoding)).agenda.sessions[0]?.title.en).toBe("Müller");
});

test.each([
  [
    "a bomb of entities",
    '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><schedule><day/></schedule>',
    "entities",
  ],
  [
    "an external entity",
    '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule>&a;</schedule>',
    "entities",
  ],
  ["a file that was cut off", xml(day(event(plain))).slice(0, -60), "cutOff"],
  ["a nest of elements", `<schedule>${"<a>".repeat(5000)}`, "tooDeep"],
  ["a web page", "<!doctype html><html><body>Not found</body></html>", "notUnderstood"],
  ["words", "Day 1: opening", "notUnderstood"],
  ["broken JSON", '{"schedule": ', "badJson"],
  ["nothing", "", "notUnderstood"],
])("%s is refused", (_what, content, reason) => {
  expect(tryFile(content, "UTC")).toMatchObject({
    ok: false,
    refusal: { reason: `imports.refusals.${reason}` },
  });
});
