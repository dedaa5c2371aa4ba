// A competition from its template to the reveal, and a team from its registration to its final choice, by people
// who touch no mouse: what is pressed was reached with Tab, and is seen to be where the keyboard is.
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/journey.ts";
import { mailTo } from "../support/mail.ts";
import { aNewcomer, ownerPage } from "../support/people-in-browsers.ts";

/** More stops than any page here has. */
const STOPS = 150;

/** Goes on with Tab until the keyboard is at a thing, which then has a ring around it. */
async function reach(page: Page, thing: Locator): Promise<void> {
  const wanted = await thing.elementHandle();
  for (let stops = 0; ; stops++) {
    expect(stops, `Tab leads to ${thing}`).toBeLessThan(STOPS);
    await page.keyboard.press("Tab");
    if (await page.evaluate((one) => document.activeElement === one, wanted)) break;
  }
  const ring = await page.evaluate(() => {
    // A field that is drawn by something around it shows its ring there.
    const at = document.activeElement as HTMLElement;
    return [at, at.parentElement as HTMLElement, ...(at.parentElement?.children ?? [])].some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    });
  });
  expect(ring, `${thing} shows that the keyboard is there`).toBe(true);
}

async function press(page: Page, thing: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await reach(page, thing);
  await page.keyboard.press(key);
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}

/** Past the header, as who uses a keyboard does on every page. */
async function toContent(page: Page): Promise<void> {
  await press(page, page.getByRole("link", { name: "Skip to content" }));
}

test("an organiser and a team go from a template to the reveal with the keyboard alone", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const owner = await ownerPage(browser);
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const at = (who: Page) => who.getByRole("main");
  const button = (who: Page, name: string) => at(who).getByRole("button", { name, exact: true });
  const link = (who: Page, name: string) => at(who).getByRole("link", { name, exact: true });

  await test.step("a draft is made from the second template, changed, and published", async () => {
    await owner.goto("/competitions/new");
    await toContent(owner);
    await reach(owner, owner.getByRole("radio", { name: "AI benchmark" }));
    for (const key of ["ArrowDown", "ArrowUp"]) await owner.keyboard.press(key);
    await expect(owner.getByRole("radio", { name: "AI benchmark" })).toBeChecked();
    await type(owner, owner.getByLabel("Title"), "Points without a mouse");
    await press(owner, button(owner, "Make a draft"));
    await owner.waitForURL(/\/competitions\/points-without-a-mouse[^/]*\/manage$/);
    await toContent(owner);
    await press(owner, link(owner, "Phases"));
    await press(owner, owner.getByRole("link", { name: "Edit Development" }));
    await type(owner, owner.getByLabel("Submissions a day"), "7");
    await press(owner, button(owner, "Save"));
    await expect(owner.getByText("Saved.", { exact: true })).toBeVisible();
    await toContent(owner);
    await press(owner, link(owner, "Overview"));
    await press(owner, button(owner, "Publish"));
    await expect(button(owner, "Close")).toBeVisible();
  });
  const competition = new URL(owner.url()).pathname.replace(/\/manage$/, "");

  await test.step("somebody registers, joins with a team, and hands in", async () => {
    const who = aNewcomer("Kim Keys");
    await page.goto("/sign-up");
    await toContent(page);
    await type(page, page.getByLabel("Name"), who.name);
    await type(page, page.getByLabel("E-mail"), who.email);
    await type(page, page.getByLabel("Password"), who.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/verify/);
    const mail = await mailTo(who.email, "");
    await page.goto(/https?:\/\/\S+/.exec(mail.text)?.[0] as string);
    await page.goto(competition);
    await toContent(page);
    await press(page, link(page, "Join").first());
    await page.waitForURL(/\/join$/);
    await toContent(page);
    await type(page, page.getByLabel("Team name"), "Ten fingers");
    await press(page, page.getByLabel("I have read the rules and accept them"), "Space");
    await press(page, button(page, "Join"));
    await page.waitForURL(/\/team/);
    const kit = await page.request.get(`${competition}/files/starting_kit`);
    await page.goto(`${competition}/submit`);
    await toContent(page);
    const chooser = page.waitForEvent("filechooser");
    await press(page, page.getByLabel("Your file"), "Space");
    await (await chooser).setFiles({
      name: "kit.zip",
      mimeType: "application/zip",
      buffer: await kit.body(),
    });
    await expect(button(page, "Submit")).toBeEnabled();
    // A form with its file brought: no other journey has axe look at that.
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    await press(page, button(page, "Submit"));
    await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/);
    await expect(at(page).getByText("Scored", { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("the team chooses it as final", async () => {
    await toContent(page);
    await press(page, button(page, "Make final"));
    await expect(button(page, "Take back")).toBeVisible();
    await press(page, link(page, "All submissions"));
    await expect(at(page).getByText("Chosen: #1.")).toBeVisible();
  });

  await test.step("the organiser announces, freezes and reveals", async () => {
    await toContent(owner);
    await press(owner, link(owner, "Talk"));
    await press(owner, link(owner, "New announcement"));
    await owner.waitForURL(/\/announcements\/new$/);
    await toContent(owner);
    await type(owner, owner.locator('input[name="title.en"]'), "The end is near");
    await type(owner, owner.locator('textarea[name="body.en"]'), "Choose your finals.");
    await press(owner, button(owner, "Publish"));
    await owner.waitForURL(/\/talk/);
    await toContent(owner);
    await press(owner, link(owner, "Leaderboard"));
    await press(owner, button(owner, "Freeze now"));
    await expect(owner.getByText(/^Frozen since/)).toBeVisible();
    await toContent(owner);
    await press(owner, owner.getByLabel("Yes, tell everybody now"), "Space");
    await press(owner, button(owner, "Reveal"));
    await expect(owner.getByText(/^Revealed at/)).toBeVisible();
  });

  await test.step("the team reads the announcement and its private score", async () => {
    await page.goto(`${competition}/announcements`);
    await expect(at(page).getByText("The end is near")).toBeVisible();
    await toContent(page);
    await press(page, link(page, "Leaderboard"));
    await expect(page.getByRole("columnheader", { name: /Accuracy \(private\)/ })).toBeVisible();
  });
});
