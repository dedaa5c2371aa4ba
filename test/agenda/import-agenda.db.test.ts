import { beforeAll, expect, test } from "vitest";
import { importAgenda } from "../../app/agenda/import-agenda.server.ts";
import { draftTables, releasedAgenda } from "../../app/agenda/queries.server.ts";
import { setAgenda } from "../../app/agenda/set-agenda.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

// A release leaves a job, for which the queue has to be there.
beforeAll(async () => (await startJobs({})).stop());

const event = (id: number, title: string, start: string, more = "") =>
  `<event id="${id}"${more}><title>${title}</title><start>${start}</start><duration>0:30</duration>
   <persons><person id="1">Ana</person></persons></event>`;
const xml = (...events: string[]) =>
  new TextEncoder().encode(
    `<schedule><day date="2026-12-12"><room name="Hall">${events.join("")}</room></day></schedule>`,
  );
type Edition = Awaited<ReturnType<typeof anEdition>>;
const bring = (edition: Edition, bytes: Uint8Array, more: object = {}) =>
  importAgenda({
    viewer: edition.organiser,
    ...edition,
    fileName: "schedule.xml",
    bytes,
    release: true,
    now: new Date("2026-11-01T00:00:00Z"),
    ...more,
  });

test("an agenda imported again is changed and not doubled, and what is gone from the file is cancelled", async () => {
  const edition = await anEdition();
  expect(await bring(edition, xml(event(5, "A", "10:00"), event(6, "B", "11:00")))).toMatchObject({
    ok: true,
    value: { added: 2, changed: 0, gone: 0, release: 1 },
  });
  const first = await releasedAgenda(edition.id);
  expect(await bring(edition, xml(event(5, "A", "10:15")))).toMatchObject({
    ok: true,
    value: { added: 0, changed: 1, gone: 1, release: 2 },
  });
  const second = await releasedAgenda(edition.id);
  expect(second?.sessions).toMatchObject([
    { uid: first?.sessions[0]?.uid, number: 5, sequence: 1, state: "confirmed" },
    { uid: first?.sessions[1]?.uid, number: 6, sequence: 1, state: "cancelled" },
  ]);
  expect(await bring(edition, xml(event(5, "A", "10:15")))).toMatchObject({
    ok: true,
    value: { added: 0, changed: 0, gone: 0, release: null },
  });
});

test("a session that gets a guid later is still itself", async () => {
  const edition = await anEdition();
  await bring(edition, xml(event(5, "A", "10:00")));
  const guid = ' guid="6f0a1f5c-4a57-5d3f-9a0e-3f7f0a7f2f10"';
  expect(await bring(edition, xml(event(5, "A", "10:00", guid)))).toMatchObject({
    ok: true,
    value: { added: 0, gone: 0 },
  });
});

test("what organisers made and wrote themselves stays: sessions, and texts in other languages", async () => {
  const edition = await anEdition();
  const lunch = { startsAt: "2026-12-12T12:00:00+08:00", endsAt: "2026-12-12T13:00:00+08:00" };
  const agenda = {
    rooms: [{ key: "canteen", name: { en: "Canteen" } }],
    tracks: [],
    speakers: [],
    sessions: [{ kind: "break" as const, title: { en: "Lunch" }, room: "canteen", speakers: [], ...lunch }],
  };
  await setAgenda({ viewer: edition.organiser, ...edition, agenda, now: new Date() });
  await bring(edition, xml(event(5, "A", "10:00")));
  const again = await bring(edition, xml(event(5, "A", "10:00")));
  expect(again).toMatchObject({ ok: true, value: { gone: 0 } });
  const draft = await draftTables(edition.id);
  expect(draft.sessions.map((s) => s.title)).toEqual([{ en: "A" }, { en: "Lunch" }]);
  expect(draft.sessions[1]?.roomId).toBe(draft.rooms.find((r) => r.uid === "canteen")?.id);
});

test("without a release what is imported is a draft that nobody else sees", async () => {
  const edition = await anEdition();
  await bring(edition, xml(event(5, "A", "10:00")), { release: false });
  expect(await releasedAgenda(edition.id)).toBeNull();
  expect((await draftTables(edition.id)).sessions).toHaveLength(1);
});

test.each([
  ["a file that cannot be read", new TextEncoder().encode("<schedule><day>"), "imports.refusals.cutOff"],
  ["a file without sessions", xml(), "imports.refusals.nothing"],
  ["a file that is too large", new Uint8Array(17 * 1024 * 1024), "imports.refusals.tooLarge"],
])("%s is refused and changes nothing", async (_what, bytes, reason) => {
  const edition = await anEdition();
  await bring(edition, xml(event(5, "A", "10:00")));
  expect(await bring(edition, bytes)).toMatchObject({ ok: false, refusal: { reason } });
  expect((await draftTables(edition.id)).sessions).toHaveLength(1);
});

test("whoever does not organise the forum imports nothing", async () => {
  const edition = await anEdition();
  expect(await bring(edition, xml(event(5, "A", "10:00")), { viewer: await aViewer() })).toMatchObject({
    ok: false,
    refusal: { code: "forbidden" },
  });
});
