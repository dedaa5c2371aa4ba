import { beforeAll, expect, test } from "vitest";
import { AgendaBody } from "../../app/agenda/forms.ts";
import { draftOf, releasedAgenda } from "../../app/agenda/queries.server.ts";
import { setAgenda } from "../../app/agenda/set-agenda.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

// A release leaves a job, for which the queue has to be there.
beforeAll(async () => (await startJobs({})).stop());

const now = new Date("2026-11-01T08:00:00Z");
const document = (sessions: unknown[], release?: { note?: Record<string, string> }) =>
  AgendaBody.parse({
    release,
    rooms: [{ key: "hall", name: { en: "Hall", "zh-Hans": "大厅" }, capacity: 300 }],
    tracks: [{ key: "models", name: { en: "Models" }, hue: 210 }],
    speakers: [{ key: "li", name: "Li Wei", affiliation: "Institute of Computing" }],
    sessions,
  });
const later = "2026-12-12T10:00:00+08:00";
const evenLater = "2026-12-12T11:00:00+08:00";
const talk = {
  title: { en: "Small models, large tasks" },
  track: "models",
  speakers: ["li"],
  room: "hall",
  startsAt: "2026-12-12T09:00:00+08:00",
  endsAt: "2026-12-12T09:45:00+08:00",
};

test("an agenda is read back with its rooms, tracks, speakers and instants, and is a draft until it is released", async () => {
  const edition = await anEdition();
  const outcome = await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([talk]), now });
  expect(outcome).toEqual({ ok: true, value: { sessions: 1, release: null } });
  expect(await draftOf(edition.id)).toMatchObject({
    rooms: [{ uid: "hall", capacity: 300 }],
    tracks: [{ uid: "models", hue: 210 }],
    speakers: [{ uid: "li", name: "Li Wei", affiliation: "Institute of Computing" }],
    sessions: [
      {
        number: 1,
        title: { en: "Small models, large tasks" },
        roomUid: "hall",
        trackUid: "models",
        startsAt: new Date("2026-12-12T01:00:00Z"),
        speakerUids: ["li"],
      },
    ],
  });
  expect(await releasedAgenda(edition.id)).toBeNull();
});

test("set again, what has the same key or title is the same, what is gone leaves, and no number comes twice", async () => {
  const edition = await anEdition();
  const set = (sessions: unknown[]) =>
    setAgenda({ viewer: edition.organiser, ...edition, agenda: document(sessions, {}), now });
  const named = { ...talk, key: "keyed", title: { en: "Keyed" }, startsAt: later, endsAt: evenLater };
  await set([talk, named]);
  const [first, second] = (await draftOf(edition.id)).sessions;
  await set([
    { ...named, title: { en: "Retitled" } },
    { ...talk, title: { en: "New" } },
  ]);
  const after = (await draftOf(edition.id)).sessions;
  expect(after.map(({ uid, number }) => ({ uid, number }))).toEqual([
    { uid: expect.not.stringMatching(first!.uid), number: 3 },
    { uid: "keyed", number: second!.number },
  ]);
  await set([talk]);
  // It comes back as the one that everybody knew under this title.
  expect((await draftOf(edition.id)).sessions).toMatchObject([{ uid: first!.uid, number: first!.number }]);
  expect((await releasedAgenda(edition.id))?.sessions.map((s) => [s.number, s.state, s.sequence])).toEqual([
    [1, "confirmed", 2],
    [3, "cancelled", 1],
    [2, "cancelled", 2],
  ]);
});

test.each([
  ["a room booked twice", [talk, { ...talk, speakers: [] }], "agenda.refusals.roomTwice"],
  ["a speaker in two places", [talk, { ...talk, room: undefined }], "agenda.refusals.speakerTwice"],
  [
    "a session that ends before it starts",
    [{ ...talk, endsAt: "2026-12-12T08:00:00+08:00" }],
    "agenda.refusals.endsBeforeStart",
  ],
  [
    "a key that two sessions have",
    [
      { ...talk, key: "a" },
      { ...talk, key: "a" },
    ],
    "agenda.refusals.keyTwice",
  ],
  ["a room that the document does not define", [{ ...talk, room: "attic" }], "agenda.refusals.unknownKey"],
])("%s is refused and leaves the agenda as it was", async (_what, sessions, reason) => {
  const edition = await anEdition();
  await setAgenda({ viewer: edition.organiser, ...edition, agenda: document([talk]), now });
  const outcome = await setAgenda({ viewer: edition.organiser, ...edition, agenda: document(sessions), now });
  expect(outcome).toMatchObject({ ok: false, refusal: { reason } });
  expect((await draftOf(edition.id)).sessions).toHaveLength(1);
});

test("whoever does not organise the forum cannot set its agenda", async () => {
  const edition = await anEdition();
  const outcome = await setAgenda({ viewer: await aViewer(), ...edition, agenda: document([talk]), now });
  expect(outcome).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
});
