import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { countingBundle } from "../support/bundle.ts";
import { aNewcomer, join, ownerPage, publish, register } from "../support/people-in-browsers.ts";

/** What axe finds on a page, and whatever the browser itself complained of while it was shown. */
async function complaints(page: Page, path: string): Promise<string[]> {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(`${path}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/.test(message.text()))
      heard.push(`${path}: ${message.text()}`);
  });
  await page.goto(path);
  await expect(page.locator("h1").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  page.removeAllListeners("pageerror");
  page.removeAllListeners("console");
  return [
    ...heard,
    ...violations.map((v) => `${path}: ${v.id} ${v.nodes[0]?.html}`),
    ...(sideways ? [`${path}: scrolls sideways`] : []),
  ];
}

for (const [locale, width, colorScheme] of [
  ["en-GB", 1440, "light"],
  ["zh-CN", 390, "dark"],
] as const)
  test(`nobody is kept out by a page: ${locale}, ${width} pixels, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const owner = await ownerPage(browser);
    const competition = await publish(owner, await countingBundle(`Squares for everybody ${locale}`));
    const context = await browser.newContext({ locale, viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of [
      "/",
      "/competitions",
      competition,
      `${competition}/leaderboard`,
      "/forums",
      "/sign-in",
      "/sign-up",
      "/forgot",
    ])
      found.push(...(await complaints(page, path)));
    await register(page, owner, aNewcomer("陈晓"));
    for (const path of [`${competition}/join`, "/account"]) found.push(...(await complaints(page, path)));
    await join(page, competition, `Everybody ${locale}`);
    for (const path of [`${competition}/team`, `${competition}/submit`, `${competition}/submissions`])
      found.push(...(await complaints(page, path)));
    for (const path of ["/competitions/new", "/operate/hosts", "/outbox"])
      found.push(...(await complaints(owner, path)));
    expect(found).toEqual([]);
  });
