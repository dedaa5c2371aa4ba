import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { AgendaBody } from "../../app/agenda/forms.ts";
import { keepFavourites } from "../../app/agenda/keep-favourites.server.ts";
import { releasedAgenda } from "../../app/agenda/queries.server.ts";
import { releaseAgenda } from "../../app/agenda/release.server.ts";
import { setAgenda } from "../../app/agenda/set-agenda.server.ts";
import { TELL_OF_RELEASE, tellOfRelease } from "../../app/agenda/tell.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { agendaReleases, notices, people, speakers } from "../../db/schema/index.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-01T08:00:00Z");
let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  jobs = await startJobs({ [TELL_OF_RELEASE]: tellOfRelease });
});
afterAll(() => jobs.stop());
beforeEach(async () => {
  await db.delete(notices);
});

const session = (key: string, hour: number, more = {}) => ({
  key,
  title: { en: `Talk ${key}`, "zh-Hans": `报告 ${key}` },
  room: "hall",
  startsAt: `2026-12-12T${hour}:00:00+08:00`,
  endsAt: `2026-12-12T${hour}:45:00+08:00`,
  ...more,
});
const agenda = (sessions: unknown[], release?: object) =>
  AgendaBody.parse({
    rooms: [{ key: "hall", name: { en: "Hall", "zh-Hans": "主会场" } }],
    tracks: [],
    speakers: [{ key: "li", name: "Li Wei" }],
    sessions,
    release,
  });

async function aReleasedEdition(sessions: unknown[]) {
  const edition = await anEdition();
  const command = { ...edition, viewer: edition.organiser, now };
  await setAgenda({ ...command, agenda: agenda(sessions, {}) });
  const next = async (list: unknown[]) => {
    await setAgenda({ ...command, agenda: agenda(list) });
    return releaseAgenda({ ...command, note: {} });
  };
  const fan = async (...add: string[]) => {
    const viewer = await aViewer();
    await keepFavourites({ ...edition, viewer, add, remove: [] });
    return viewer;
  };
  return { edition, command, next, fan };
}
const told = (n: number) =>
  vi.waitFor(
    async () => {
      const rows = await db.select().from(notices);
      expect(rows).toHaveLength(n);
      return rows;
    },
    { timeout: 20_000 },
  );

test("what is edited is nobody's before its release, and a release says what changed", async () => {
  const { edition, command, next } = await aReleasedEdition([session("a", 10)]);
  await setAgenda({ ...command, agenda: agenda([session("a", 14)]) });
  expect((await releasedAgenda(edition.id))?.sessions[0]?.startsAt).toEqual(new Date("2026-12-12T02:00:00Z"));
  expect(await next([session("a", 14)])).toEqual({ ok: true, value: { version: 2, changes: 1 } });
  const after = await releasedAgenda(edition.id);
  expect(after?.sessions).toMatchObject([
    { uid: "a", sequence: 1, startsAt: new Date("2026-12-12T06:00:00Z") },
  ]);
  // An older one can still be read as it was.
  expect((await releasedAgenda(edition.id, 1))?.sessions).toMatchObject([{ sequence: 0 }]);
  await told(0);
});

test("each of those whose plans change is told once, in their language, of their own sessions alone", async () => {
  const { edition, next, fan } = await aReleasedEdition([
    session("a", 10),
    session("b", 11, { speakers: ["li"] }),
  ]);
  const [one, both, none] = [await fan("a"), await fan("a", "b"), await fan("b")];
  await db.update(people).set({ locale: "zh-Hans" }).where(eq(people.id, both.person.id));
  const speaker = await aViewer();
  await db.update(speakers).set({ personId: speaker.person.id }).where(eq(speakers.editionId, edition.id));

  await next([
    session("a", 14),
    session("b", 11, { title: { en: "Better b", "zh-Hans": "更好" }, speakers: ["li"] }),
  ]);
  const rows = await told(3);
  const of = (viewer: typeof one) => rows.find((row) => row.to === viewer.person.email);
  expect(of(none)).toBeUndefined();
  expect(of(one)?.text).toContain(
    "“Talk a” moves from Sat, Dec 12, 10:00 – 10:45 to Sat, Dec 12, 14:00 – 14:45",
  );
  expect(of(one)?.text).not.toContain("Better b");
  expect(of(both)?.text).toMatch(/报告 a.*改期/);
  expect(of(speaker)?.text).toContain("“Talk b” is now called “Better b”");

  const [release] = await db
    .select({ id: agendaReleases.id })
    .from(agendaReleases)
    .where(eq(agendaReleases.version, 2));
  await tellOfRelease({ releaseId: release!.id });
  await told(3);
});

test("a session that is called off is told to its fans, although it is gone from the draft", async () => {
  const { next, fan } = await aReleasedEdition([session("a", 10), session("b", 11)]);
  const { person } = await fan("b");
  await next([session("a", 10)]);
  expect((await told(1))[0]).toMatchObject({
    to: person.email,
    text: expect.stringContaining("Cancelled: “Talk b”"),
  });
});

test("a release that would show nothing new is refused", async () => {
  const { next } = await aReleasedEdition([session("a", 10)]);
  expect(await next([session("a", 10)])).toMatchObject({
    ok: false,
    refusal: { reason: "agenda.refusals.nothingToRelease" },
  });
});

test("of two releases at once one is made", async () => {
  const { command } = await aReleasedEdition([session("a", 10)]);
  await setAgenda({ ...command, agenda: agenda([session("a", 11)]) });
  const both = await Promise.all([1, 2].map(() => releaseAgenda({ ...command, note: {} })));
  expect(both.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
});

test("whoever does not organise the forum releases nothing", async () => {
  const { command } = await aReleasedEdition([session("a", 10)]);
  await setAgenda({ ...command, agenda: agenda([session("a", 11)]) });
  expect(await releaseAgenda({ ...command, viewer: await aViewer(), note: {} })).toMatchObject({
    ok: false,
    refusal: { code: "forbidden" },
  });
});

test("a mark of what is no session is left out, a mark taken away is gone, and a draft has none", async () => {
  const { edition } = await aReleasedEdition([session("a", 10)]);
  const command = { ...edition, viewer: await aViewer() };
  const keep = (add: string[], remove: string[] = []) => keepFavourites({ ...command, add, remove });
  expect(await keep(["a", "a", "ghost"])).toEqual({ ok: true, value: { favourites: ["a"] } });
  expect(await keep([], ["a"])).toEqual({ ok: true, value: { favourites: [] } });
  const draft = await anEdition({ edition: { state: "draft" } });
  expect(await keepFavourites({ ...draft, viewer: command.viewer, add: ["a"], remove: [] })).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
});
