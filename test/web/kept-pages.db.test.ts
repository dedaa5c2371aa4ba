// The built web process and a real Postgres: what guests are shown of pages that are kept for them.
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { anEdition, aViewer } from "../factories/forums.ts";
import { cookieOf } from "../support/cookie-of.ts";
import { startWeb, type WebProcess } from "../support/web-process.ts";

let web: WebProcess;
let uncached: WebProcess;
beforeAll(async () => {
  // So old that no page is new because of its age; and the same without any kept page.
  web = await startWeb({ PAGE_CACHE_MAX_AGE_S: "86400" });
  uncached = await startWeb({ PAGE_CACHE_BYTES: "0" });
});
afterAll(async () => {
  await web?.stop();
  await uncached?.stop();
});

/** A page as somebody sees it: without what differs with each request. */
const seen = (html: string) =>
  html
    .replaceAll(/ nonce="[^"]*"/g, "")
    .replaceAll(/"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/g, '"id"')
    .replaceAll(/<script[\s\S]*?<\/script>/g, "");

const isKept = (answer: Response) => answer.headers.get("cache-control")?.startsWith("public") ?? false;

async function scoredBoard(options: Parameters<typeof aBoard>[0] = {}) {
  const board = await aBoard(options);
  const entryId = await anEntryOn(board, "Alpha & Sons");
  await score(board, entryId, { accuracy: "0.25" }, new Date("2026-11-02T00:00:00Z"));
  return { ...board, entryId, path: `/competitions/${board.slug}/leaderboard` };
}

test("a guest's kept page is the page that is rendered for each request, in every language and theme", async () => {
  const board = await scoredBoard();
  const edition = await anEdition();
  await db.update(schema.boards).set({ embeddable: true }).where(eq(schema.boards.id, board.boardId));
  const at = `/forums/${edition.forumSlug}/${edition.editionSlug}`;
  for (const path of [
    "/",
    "/competitions",
    "/forums",
    at,
    `${at}/agenda`,
    `/competitions/${board.slug}`,
    `/competitions/${board.slug}/rules`,
    `/competitions/${board.slug}/announcements`,
    board.path,
    `${board.path}?screen=hall`,
    `/embed${board.path}`,
  ])
    for (const headers of [
      { "accept-language": "en" },
      { "accept-language": "zh-CN", cookie: "podium_theme=dark" },
    ] as Record<string, string>[]) {
      const first = await web.text(path, headers);
      const again = await web.get(path, headers);
      expect([path, isKept(again), again.headers.get("set-cookie")]).toEqual([path, true, null]);
      expect(await again.text()).toBe(first);
      const plain = await uncached.get(path, headers);
      expect([path, isKept(plain)]).toEqual([path, false]);
      expect(seen(first)).toBe(seen(await plain.text()));
      const tagged = await web.get(path, { ...headers, "if-none-match": again.headers.get("etag")! });
      expect([path, tagged.status]).toEqual([path, 304]);
    }
  expect(await web.text(board.path, { "accept-language": "zh-CN" })).toContain("排行榜");
  expect(await web.text(board.path, { "accept-language": "zh-TW" })).toContain("排行榜");
  expect(await web.text(board.path, { cookie: "podium_theme=dark" })).toContain('data-theme="dark"');
  expect(await web.text(board.path)).not.toMatch(/<html[^>]*data-theme/);
});

test("data for browsers that are here already is kept like the page", async () => {
  const board = await scoredBoard();
  const data = await web.get(`${board.path}.data`);
  expect([isKept(data), data.headers.get("content-type")]).toEqual([true, "text/x-script"]);
  expect(await data.text()).toContain("Alpha & Sons");
  await score(board, board.entryId, { accuracy: "0.75" }, new Date("2026-11-03T00:00:00Z"));
  await expect.poll(() => web.text(`${board.path}.data`)).toContain("0.75");
});

test("who is signed in is shown their own page, and never fills what guests are shown", async () => {
  const board = await scoredBoard();
  const viewer = await aViewer({ role: "organiser", name: "Olga Organiser" });
  const cookie = await cookieOf(viewer.person.id);
  const own = await web.get(board.path, { cookie });
  expect([isKept(own), own.headers.get("cache-control"), own.headers.get("etag")]).toEqual([
    false,
    "private, no-cache",
    null,
  ]);
  expect(await own.text()).toContain("Olga Organiser");

  const guests = await web.get(board.path);
  expect(isKept(guests)).toBe(true);
  expect(await guests.text()).not.toContain("Olga Organiser");
  // With the guests' tag too: their page has not become hers.
  const again = await web.get(board.path, { cookie, "if-none-match": guests.headers.get("etag")! });
  expect([again.status, (await again.text()).includes("Olga Organiser")]).toEqual([200, true]);
  expect(await web.text(board.path)).not.toContain("Olga Organiser");
});

test("an edit, a score and a renamed forum are on the next page; parameters that mean nothing show the same", async () => {
  const board = await scoredBoard();
  const page = `/competitions/${board.slug}`;
  const etag = async (path: string) => (await web.get(path)).headers.get("etag");
  expect(await etag(`${page}?utm_source=mail`)).toBe(await etag(page));
  expect(await web.text("/competitions")).toContain(board.slug);

  await db
    .update(schema.competitions)
    .set({ title: { en: "Renamed digits" } })
    .where(eq(schema.competitions.id, board.competitionId));
  for (const path of [page, board.path, "/competitions", "/"])
    await expect.poll(() => web.text(path)).toContain("Renamed digits");

  expect(await web.text(board.path)).toContain("0.25");
  await score(board, board.entryId, { accuracy: "0.75" }, new Date("2026-11-03T00:00:00Z"));
  await expect.poll(() => web.text(board.path)).toContain("0.75");

  const edition = await anEdition();
  const agenda = `/forums/${edition.forumSlug}/${edition.editionSlug}/agenda`;
  await web.text(agenda);
  await db
    .update(schema.editions)
    .set({ name: { en: "Renamed forum" } })
    .where(eq(schema.editions.id, edition.id));
  await expect.poll(() => web.text(agenda)).toContain("Renamed forum");
});

test("what becomes a draft, hidden or no longer embeddable is gone, and what is scored in a freeze is not told", async () => {
  const board = await scoredBoard({ freezeAt: new Date("2026-11-02T12:00:00Z") });
  const { boards, competitions } = schema;
  await db.update(boards).set({ embeddable: true }).where(eq(boards.id, board.boardId));
  for (const path of [board.path, `/embed${board.path}`])
    await expect.poll(() => web.text(path)).toContain("0.25");
  await score(board, board.entryId, { accuracy: "0.91" }, new Date("2026-11-03T00:00:00Z"));
  await db.update(boards).set({ title: "After the score" }).where(eq(boards.id, board.boardId));
  for (const path of [board.path, `${board.path}.data`, `/embed${board.path}`]) {
    // The page is new, and still without the score.
    await expect.poll(() => web.text(path)).toContain("After the score");
    expect(await web.text(path)).not.toContain("0.91");
  }

  await db.update(boards).set({ embeddable: false }).where(eq(boards.id, board.boardId));
  await expect.poll(async () => (await web.get(`/embed${board.path}`)).status).toBe(404);
  await db.update(boards).set({ hidden: true }).where(eq(boards.id, board.boardId));
  await expect.poll(async () => (await web.get(board.path)).status).toBe(404);
  expect((await web.get(`/competitions/${board.slug}`)).status).toBe(200);
  await db.update(competitions).set({ state: "draft" }).where(eq(competitions.id, board.competitionId));
  await expect.poll(async () => (await web.get(`/competitions/${board.slug}`)).status).toBe(404);
  expect(await web.text("/competitions")).not.toContain(board.slug);
});

test("at the moment of a freeze and of a phase the kept page changes by the clock alone", async () => {
  const soon = new Date(Date.now() + 6_000);
  const board = await scoredBoard({ freezeAt: soon });
  await db.update(schema.phases).set({ endsAt: soon }).where(eq(schema.phases.id, board.phaseId));
  const page = `/competitions/${board.slug}`;
  const frozen = "The board is frozen";
  await expect.poll(() => web.text(page)).toContain("Join");
  const before = await web.text(board.path);
  expect(before).not.toContain(frozen);
  await expect.poll(() => web.text(board.path), { timeout: 10_000 }).toContain(frozen);
  expect(Date.now()).toBeGreaterThanOrEqual(soon.getTime());
  await expect.poll(() => web.text(page)).not.toContain(`${page}/join`);
});

test("two web processes hear of the same changes", async () => {
  const other = await startWeb({ PAGE_CACHE_MAX_AGE_S: "86400" });
  try {
    const board = await scoredBoard();
    for (const each of [web, other]) expect(await each.text(board.path)).toContain("0.25");
    await score(board, board.entryId, { accuracy: "0.75" }, new Date("2026-11-03T00:00:00Z"));
    for (const each of [web, other]) await expect.poll(() => each.text(board.path)).toContain("0.75");
  } finally {
    await other.stop();
  }
});
