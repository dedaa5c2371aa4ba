import { expect, test } from "../support/journey.ts";

test("who loses the connection is told so, and goes on where the link led once it is back, in Chinese", async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto("/competitions");
  const forums = page.getByRole("banner").getByRole("link", { name: "论坛", exact: true });
  await expect(forums).toBeVisible();
  // Whoever was there before has the page's code, and only its facts are out of reach.
  await forums.click();
  await expect(page.getByRole("heading", { level: 1, name: "论坛" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "竞赛" })).toBeVisible();
  await context.setOffline(true);
  await forums.click();
  await expect(page.getByRole("heading", { level: 1, name: "无法连接到服务器" })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: "重试" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "论坛" })).toBeVisible();
  await expect(page).toHaveURL(/\/forums$/);
});
