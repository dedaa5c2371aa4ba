import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { OWNER } from "./owner.ts";
import { signIn } from "./sign-in.ts";

export type Newcomer = { name: string; email: string; password: string };

let met = 0;
export const aNewcomer = (name: string): Newcomer => ({
  name,
  email: `person-${process.pid}-${++met}-${Date.now()}@journeys.example`,
  password: "correct horse battery staple",
});

/** A browser of its own, in which somebody is signed in. */
export async function pageOf(
  browser: Browser,
  who: { email: string; password: string },
  look: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(look)).newPage();
  await signIn(page, who);
  return page;
}

let ownersSignIn: Promise<BrowserContextOptions["storageState"]> | undefined;

/** A browser of its own in which the owner is signed in: through the form once for each of the test's processes. */
export async function ownerPage(browser: Browser, look: BrowserContextOptions = {}): Promise<Page> {
  ownersSignIn ??= pageOf(browser, OWNER).then(async (page) => {
    const kept = await page.context().storageState();
    await page.context().close();
    return kept;
  });
  const storageState = await ownersSignIn;
  return (await browser.newContext({ ...look, storageState })).newPage();
}

/** Signs up through the form, reads the mail in the owner's outbox, and follows its link. */
export async function register(page: Page, owner: Page, who: Newcomer): Promise<void> {
  await page.goto("/sign-up");
  await page.locator('input[name="name"]').fill(who.name);
  await page.locator('input[name="email"]').fill(who.email);
  await page.locator('input[name="password"]').fill(who.password);
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname !== "/sign-up");

  await owner.goto("/outbox");
  await owner.getByRole("row").filter({ hasText: who.email }).getByRole("link").first().click();
  const link = owner.locator('main a[href*="/verify?"]').first();
  await expect(link).toBeVisible();
  await page.goto((await link.getAttribute("href")) as string);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Imports a bundle through the browser and publishes it; gives the competition's address. */
export async function publish(owner: Page, bundle: Buffer): Promise<string> {
  await owner.goto("/competitions/new");
  await owner
    .locator('input[type="file"]')
    .setInputFiles({ name: "bundle.zip", mimeType: "application/zip", buffer: bundle });
  const importButton = owner.getByRole("button", { name: "Import" });
  if (await importButton.isVisible()) await importButton.click();
  await owner.waitForURL((url) => /^\/competitions\/(?!new)/.test(url.pathname), { timeout: 30_000 });
  const competition = new URL(owner.url()).pathname.replace(/\/import$/, "");
  await owner.goto(`${competition}/manage`);
  await owner.getByRole("button", { name: "Publish" }).click();
  await expect(owner.getByRole("button", { name: "Close" })).toBeVisible();
  return competition;
}

export async function join(page: Page, competition: string, team: string): Promise<void> {
  await page.goto(`${competition}/join`);
  await page.locator('input[name="teamName"]').fill(team);
  await page.getByRole("checkbox").check();
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.endsWith("/join"));
}

export async function submit(page: Page, competition: string, zip: Buffer): Promise<void> {
  await page.goto(`${competition}/submit`);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "answers.zip", mimeType: "application/zip", buffer: zip });
  const send = page.locator('main button[type="submit"]');
  await expect(send).toBeEnabled({ timeout: 20_000 });
  await send.click();
  await page.waitForURL((url) => url.pathname.startsWith("/submissions/"));
}
