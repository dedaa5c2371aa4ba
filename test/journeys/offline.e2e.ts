import { ownerByToken, publishBundle } from "../support/api.ts";
import { countingBundle } from "../support/bundle.ts";
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

test("a page whose words did not come stands as it is, and is alive once they do", async ({ page }) => {
  let cuts = 0;
  await page.route(/\/assets\/ui-/, (route) => (cuts++ ? route.continue() : route.abort()));
  const cut = page.waitForRequest(/\/assets\/ui-/);
  await page.goto("/competitions");
  await cut;
  await expect(page.getByRole("heading", { level: 1, name: "Competitions" })).toBeVisible();
  await page.waitForResponse(/\/assets\/ui-/);
  // Only a page that is alive goes on without loading itself anew.
  await expect(async () => {
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    await page.getByRole("banner").getByRole("link", { name: "Forums", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Forums" })).toBeVisible();
    expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  }).toPass();
});

test("a tab from before an upgrade loads itself anew once, not in a circle", async ({ page }) => {
  const slug = await publishBundle(await ownerByToken(), await countingBundle("Upgraded"));
  let versions = 0;
  await page.routeWebSocket(/socket\.io/, (ws) => {
    const server = ws.connectToServer();
    ws.onMessage((said) => {
      const isHello = String(said).startsWith("40{");
      if (isHello) versions++;
      server.send(isHello ? '40{"protocol":0}' : said);
    });
  });
  let loads = 0;
  page.on("load", () => loads++);
  await page.goto(`/competitions/${slug}/leaderboard`);
  await expect.poll(() => versions).toBe(2);
  await expect(page.getByText("Reconnecting")).toBeVisible();
  expect(loads).toBe(2);
});

test("a form sent without a network stays with all that was typed, and goes when it is sent again", async ({
  page,
  context,
}) => {
  await page.goto("/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator('input[name="email"]').fill("nobody@podium.example");
  await page.locator('input[name="password"]').fill("not the password");
  await context.setOffline(true);
  await page.locator('main button[type="submit"]').click();
  const held = page.getByRole("alert").filter({ hasText: "You are offline" });
  await expect(held).toBeVisible();
  await expect(page.locator('input[name="email"]')).toHaveValue("nobody@podium.example");
  await held.getByRole("button", { name: "Try again" }).click();
  await expect(held).toBeVisible();
  await context.setOffline(false);
  await held.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator('main [role="alert"]')).toBeVisible();
  await expect(held).toBeHidden();
});

test("a form whose request fails stays with all that was typed, and goes as it is by then when it is sent again", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.waitForLoadState("networkidle");
  const email = page.locator('input[name="email"]');
  await email.fill("nobody@podium.example");
  await page.locator('input[name="password"]').fill("not the password");
  // The browser thinks that it is online; the server is what cannot be reached.
  const toForm = (url: URL) => url.pathname.endsWith("/sign-in.data");
  await page.route(toForm, (route) => route.abort("connectionrefused"));
  await page.locator('main button[type="submit"]').click();
  const held = page.getByRole("alert").filter({ hasText: "Podium could not be reached" });
  await expect(held).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(email).toHaveValue("nobody@podium.example");
  const failed = page.waitForEvent("requestfailed");
  await held.getByRole("button", { name: "Try again" }).click();
  await failed;
  await expect(held).toBeVisible();
  await email.fill("somebody@podium.example");
  await page.unroute(toForm);
  const arrived = page.waitForRequest((request) => request.method() === "POST");
  await held.getByRole("button", { name: "Try again" }).click();
  expect((await arrived).postData()).toContain("somebody%40podium.example");
  await expect(page.locator('main [role="alert"]')).toBeVisible();
  await expect(held).toBeHidden();
});

test("whoever leaves a form whose request failed for another page is led there", async ({ page }) => {
  await page.goto("/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator('input[name="email"]').fill("nobody@podium.example");
  await page.locator('input[name="password"]').fill("not the password");
  await page.route(
    (url) => url.pathname.endsWith("/sign-in.data"),
    (route) => route.abort("connectionrefused"),
  );
  await page.locator('main button[type="submit"]').click();
  const held = page.getByRole("alert").filter({ hasText: "Podium could not be reached" });
  await expect(held).toBeVisible();
  await page.getByRole("banner").getByRole("link", { name: "Forums", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Forums" })).toBeVisible();
  await expect(held).toBeHidden();
});
