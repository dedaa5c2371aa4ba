import { expect, test } from "vitest";
import { AgendaDocument } from "../../app/agenda/forms.ts";
import { agendaOf } from "../../app/agenda/queries.server.ts";
import { setAgenda } from "../../app/agenda/set-agenda.server.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

const document = (sessions: unknown[]) =>
  AgendaDocument.parse({
    rooms: [{ key: "hall", name: { en: "Hall", "zh-Hans": "大厅" }, capacity: 300 }],
    tracks: [{ key: "models", name: { en: "Models" }, hue: 210 }],
    speakers: [{ key: "li", name: "Li Wei", affiliation: "Institute of Computing" }],
    sessions,
  });
const talk = {
  title: { en: "Small models, large tasks" },
  track: "models",
  speakers: ["li"],
  room: "hall",
  startsAt: "2026-12-12T09:00:00+08:00",
  endsAt: "2026-12-12T09:45:00+08:00",
};

test("an agenda is read back with its rooms, tracks, speakers and instants", async () => {
  const edition = await anEdition();
  const outcome = await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([talk]) });
  expect(outcome).toEqual({ ok: true, value: { sessions: 1 } });
  const agenda = await agendaOf(edition.id);
  expect(agenda.sessions).toMatchObject([
    {
      title: { en: "Small models, large tasks" },
      roomId: agenda.rooms[0]?.id,
      trackId: agenda.tracks[0]?.id,
      startsAt: new Date("2026-12-12T01:00:00Z"),
      speakers: [{ name: "Li Wei", affiliation: "Institute of Computing" }],
    },
  ]);
});

test("setting an agenda replaces the one before", async () => {
  const edition = await anEdition();
  await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([talk]) });
  await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([]) });
  expect((await agendaOf(edition.id)).sessions).toEqual([]);
});

test.each([
  ["a room booked twice", [talk, { ...talk, speakers: [] }], "agenda.refusals.roomTwice"],
  ["a speaker in two places", [talk, { ...talk, room: undefined }], "agenda.refusals.speakerTwice"],
  [
    "a session that ends before it starts",
    [{ ...talk, endsAt: "2026-12-12T08:00:00+08:00" }],
    "agenda.refusals.endsBeforeStart",
  ],
  ["a room that the document does not define", [{ ...talk, room: "attic" }], "agenda.refusals.unknownKey"],
])("%s is refused and leaves the agenda as it was", async (_what, sessions, reason) => {
  const edition = await anEdition();
  await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([talk]) });
  const outcome = await setAgenda({ viewer: edition.organiser, ...edition, agenda: document(sessions) });
  expect(outcome).toMatchObject({ ok: false, refusal: { reason } });
  expect((await agendaOf(edition.id)).sessions).toHaveLength(1);
});

test("whoever does not organise the forum cannot set its agenda", async () => {
  const edition = await anEdition();
  const outcome = await setAgenda({ viewer: await aViewer(), ...edition, agenda: document([talk]) });
  expect(outcome).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
});
