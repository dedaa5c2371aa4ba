import { expect, type Page, test } from "@playwright/test";
import { aCaptain, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { isStillOpen, mark, standing } from "../support/boards-in-browsers.ts";
import { answers, countingBundle } from "../support/bundle.ts";
import { ownerPage, pageOf } from "../support/people-in-browsers.ts";

const CHINESE = { locale: "zh-CN", timezoneId: "Asia/Shanghai" };
/** What is scored during the freeze: six of seven. */
const HELD = "0.8571";
const AFTER = ["后来队 0.8571", "先行队 0.7143"];
const BEFORE = ["先行队 0.7143", "后来队 0.4286"];

/** All that the live channel and data requests bring to a page from now on. */
function heardBy(page: Page): string[] {
  const heard: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  return heard;
}

test("what is scored during a freeze is the organiser's alone, and at the reveal the rows move on pages that are open, in Chinese", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("封榜挑战赛"));
  const board = `/competitions/${slug}/leaderboard`;
  const [first, late] = [await aCaptain(api, slug, "先行队"), await aCaptain(api, slug, "后来队")];
  const sent = [
    await handIn(first.team, slug, await answers(5)),
    await handIn(late.team, slug, await answers(3)),
  ];
  await judged(first.team, sent[0] as string);
  await judged(late.team, sent[1] as string);

  const guest = await (await browser.newContext(CHINESE)).newPage();
  const teams = [await pageOf(browser, first.who, CHINESE), await pageOf(browser, late.who, CHINESE)];
  const watching = [guest, ...teams];
  const owner = await ownerPage(browser, CHINESE);
  await owner.goto(`/competitions/${slug}/manage/board`);
  await owner.getByRole("button", { name: "立即封榜" }).click();
  await expect(owner.getByText(/自 .+ 起封榜/)).toBeVisible();
  await owner.goto(board);
  await expect(owner.getByText("实时", { exact: true })).toBeVisible();

  const heard = watching.map(heardBy);
  for (const page of watching) {
    await page.goto(board);
    await expect(page.getByText("排行榜已封榜")).toBeVisible();
    await expect(page.getByText("实时", { exact: true })).toBeVisible();
    await expect.poll(() => standing(page)).toEqual(BEFORE);
  }
  await mark(guest);

  await judged(late.team, await handIn(late.team, slug, await answers(6)));
  // The organiser's open page has it: were it told to the others, they would have it too.
  await expect.poll(() => standing(owner)).toEqual(AFTER);
  for (const page of watching) {
    expect(await standing(page)).toEqual(BEFORE);
    for (const path of [board, `${board}?screen=hall`, `${board}/history`, `${board}/export/csv`]) {
      const text = await (await page.request.get(path)).text();
      expect(text, path).toContain("后来队");
      expect(text, path).not.toContain(HELD);
    }
  }
  expect(await (await owner.request.get(`${board}/export/csv`)).text()).toContain(HELD);
  expect(heard.map((frames) => frames.length > 0)).toEqual([true, true, true]);
  expect(heard.join()).not.toContain(HELD);

  const manage = await owner.context().newPage();
  await manage.goto(`/competitions/${slug}/manage/board`);
  await manage.getByLabel("是的，现在向所有人公布").check();
  await manage.getByRole("button", { name: "揭榜", exact: true }).click();
  await expect(manage.getByText(/已于 .+ 揭榜/)).toBeVisible();
  for (const page of watching) await expect.poll(() => standing(page), { timeout: 30_000 }).toEqual(AFTER);
  expect(await isStillOpen(guest)).toBe(true);
});
