import { expect, test } from "@playwright/test";
import { answers, countingBundle } from "../support/bundle.ts";
import { aNewcomer, join, ownerPage, publish, register, submit } from "../support/people-in-browsers.ts";

test("a newcomer registers, joins and submits, and a guest elsewhere sees the row appear and move", async ({
  browser,
  page,
}) => {
  test.setTimeout(180_000);
  const owner = await ownerPage(browser);
  const competition = await publish(owner, await countingBundle("Squares for a journey"));
  await register(page, owner, aNewcomer("Wang Fang"));
  await join(page, competition, "Moonlight 月光");

  const guest = await (await browser.newContext()).newPage();
  const broken: string[] = [];
  guest.on("pageerror", (error) => broken.push(String(error)));
  const socket = guest.waitForEvent("websocket");
  await guest.goto(`${competition}/leaderboard`);
  await (await socket).waitForEvent("framereceived");
  await expect(guest.getByText("Nobody stands here yet")).toBeVisible();

  await submit(page, competition, await answers(5));
  await expect(page.getByText("Scored", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("0.7143").first()).toBeVisible();

  const row = guest.locator("main").getByText("Moonlight 月光");
  await expect(row).toBeVisible({ timeout: 10_000 });
  await expect(guest.locator("main").getByText("0.7143").first()).toBeVisible();

  await submit(page, competition, await answers(7));
  await expect(guest.locator("main").getByText("1.0000").first()).toBeVisible({ timeout: 60_000 });
  expect(broken).toEqual([]);
});

test("what is no archive is refused with a sentence where the file was chosen, and costs no quota", async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000);
  const owner = await ownerPage(browser);
  const competition = await publish(owner, await countingBundle("Squares for a refusal"));
  await register(page, owner, aNewcomer("Zhao Min"));
  await join(page, competition, "Hasty");

  await page.goto(`${competition}/submit`);
  await page.locator('input[type="file"]').setInputFiles({
    name: "answers.zip",
    mimeType: "application/zip",
    buffer: Buffer.from("not a zip at all"),
  });
  const send = page.locator('main button[type="submit"]');
  await expect(send).toBeEnabled({ timeout: 20_000 });
  await send.click();
  await expect(page.getByText("not a zip archive")).toBeVisible();

  await page.goto(`${competition}/submissions`);
  await expect(page.getByText("No submissions yet")).toBeVisible();
});
