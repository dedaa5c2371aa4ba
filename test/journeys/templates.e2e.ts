import { type Browser, expect, type Page, test } from "@playwright/test";
import { OWNER } from "../support/owner.ts";
import { aNewcomer, join, ownerPage, register, submit } from "../support/people-in-browsers.ts";
import { signIn } from "../support/sign-in.ts";

const LANGUAGES = {
  en: {
    locale: "en-GB",
    ai_benchmark: "Points of three kinds",
    practice: "Points for practice",
    software_cup: "Software of the campus",
    hackathon: "A weekend of building",
    overview: "Overview",
    secret: "Accuracy (private)",
    deliverables: "Deliverables",
    hacking: "Hacking",
  },
  zh: {
    locale: "zh-CN",
    ai_benchmark: "三类点挑战赛",
    practice: "三类点练习",
    software_cup: "校园软件设计大赛",
    hackathon: "周末开发马拉松",
    overview: "赛题说明",
    secret: "Accuracy (private)",
    deliverables: "作品材料",
    hacking: "开发",
  },
} as const;
type Words = (typeof LANGUAGES)[keyof typeof LANGUAGES];
type Template = "ai_benchmark" | "practice" | "software_cup" | "hackathon";

const inLanguage = async (browser: Browser, { locale }: Words) =>
  (await browser.newContext({ locale, timezoneId: "Asia/Shanghai" })).newPage();

async function asOwner(browser: Browser, words: Words): Promise<Page> {
  const page = await inLanguage(browser, words);
  await signIn(page, OWNER);
  return page;
}

/** Makes a competition from a template and publishes it through the browser; gives its address. */
async function made(owner: Page, template: Template, words: Words): Promise<string> {
  await owner.goto("/competitions/new");
  await owner.locator(`input[name="template"][value="${template}"]`).check();
  await owner.locator('input[name^="title."]').fill(words[template]);
  await owner.locator('form:has(input[name="template"]) button[type="submit"]').click();
  await owner.waitForURL((url) => /^\/competitions\/(?!new)/.test(url.pathname));
  const competition = new URL(owner.url()).pathname.split("/").slice(0, 3).join("/");
  await owner.goto(`${competition}/manage`);
  await owner.locator('button[value="publish"]').click();
  await expect(owner.locator('button[value="close"]')).toBeVisible();
  return competition;
}

/** The starting kit as a visitor downloads it: it is a submission that works. */
async function kitOf(page: Page, competition: string): Promise<Buffer> {
  const kit = await page.request.get(`${competition}/files/starting_kit?n=0`);
  expect(kit.ok()).toBe(true);
  return kit.body();
}

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`a benchmark goes from its template to the reveal of private scores, ${language}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const owner = await asOwner(browser, words);
    const competition = await made(owner, "ai_benchmark", words);
    const team = await inLanguage(browser, words);
    await register(team, await ownerPage(browser), aNewcomer("Lin Yue"));
    await team.goto(competition);
    await expect(team.getByRole("heading", { level: 1, name: words.ai_benchmark })).toBeVisible();
    await expect(team.getByRole("link", { name: words.overview, exact: true }).first()).toBeVisible();
    await join(team, competition, "Spiral 螺旋");
    await submit(team, competition, await kitOf(team, competition));

    const guest = await inLanguage(browser, words);
    await guest.goto(`${competition}/leaderboard`);
    await expect(guest.locator("main").getByText("Spiral 螺旋").first()).toBeVisible({ timeout: 90_000 });
    await expect(guest.getByText(words.secret)).toHaveCount(0);
    await team.reload();
    await expect(team.locator("main").getByText("1.0000").first()).toBeVisible();
    await expect(team.getByText(words.secret)).toHaveCount(0);

    await owner.goto(`${competition}/manage/board`);
    await owner.locator('button[value="reveal"]').first().scrollIntoViewIfNeeded();
    const reveal = owner.locator('form:has(button[value="reveal"])').first();
    await reveal.locator('input[name="confirm"]').check();
    await reveal.locator('button[value="reveal"]').click();
    await expect(async () => {
      await guest.reload();
      await expect(guest.getByText(words.secret).first()).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    await expect(guest.locator("main").getByText("Spiral 螺旋").first()).toBeVisible();
  });

  test(`a practice is open at once and keeps a learner's best, ${language}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const owner = await asOwner(browser, words);
    const competition = await made(owner, "practice", words);
    const learner = await inLanguage(browser, words);
    await register(learner, await ownerPage(browser), aNewcomer("Gao Lan"));
    await join(learner, competition, "");
    await submit(learner, competition, await kitOf(learner, competition));
    await learner.goto(`${competition}/leaderboard`);
    await expect(learner.locator("main").getByText("Gao Lan").first()).toBeVisible({ timeout: 90_000 });
  });

  test(`a software cup shows its groups and asks for its four deliverables, ${language}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const owner = await asOwner(browser, words);
    const competition = await made(owner, "software_cup", words);
    await owner.goto(`${competition}/manage/deliverables`);
    await expect(owner.getByRole("heading", { level: 1, name: words.deliverables })).toBeVisible();
    expect(await owner.locator("main").getByText("500 MB").count()).toBeGreaterThan(0);
    const guest = await inLanguage(browser, words);
    await guest.goto(competition);
    await expect(guest.getByText(/\bA\b/).first()).toBeVisible();
    await expect(guest.getByText(/\bB\b/).first()).toBeVisible();
  });

  test(`a hackathon takes a team before its weekend begins, ${language}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const owner = await asOwner(browser, words);
    const competition = await made(owner, "hackathon", words);
    const team = await inLanguage(browser, words);
    await register(team, await ownerPage(browser), aNewcomer("He Qing"));
    await team.goto(competition);
    await expect(team.getByText(words.hacking).first()).toBeVisible();
    await join(team, competition, "Night owls 夜猫子");
    await team.goto(`${competition}/team`);
    await expect(team.getByText("Night owls 夜猫子").first()).toBeVisible();
  });
}
