// The pictures of docs/screenshots, taken of a demo whose teams have all handed in: npm run screenshots.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";

const DIGITS = "/competitions/handwritten-digits";
const AGENDA = "/forums/large-model-plus/";
const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const LOCALES = { en: "en-GB", zh: "zh-CN" } as const;

type Look = { language: keyof typeof LOCALES; size: keyof typeof SIZES; dark?: boolean; as?: string };

const PICTURES: ({ name: string; open: (page: Page) => Promise<unknown> } & Look)[] = [
  {
    name: "leaderboard",
    language: "en",
    size: "desktop",
    open: (page) => live(page, `${DIGITS}/leaderboard`),
  },
  {
    name: "leaderboard",
    language: "zh",
    size: "phone",
    open: (page) => live(page, `${DIGITS}/leaderboard`),
  },
  { name: "competition", language: "zh", size: "desktop", open: (page) => page.goto(DIGITS) },
  { name: "competition", language: "en", size: "phone", dark: true, open: (page) => page.goto(DIGITS) },
  { name: "submission", language: "en", size: "desktop", as: "organiser@", open: newestScored },
  { name: "agenda", language: "zh", size: "desktop", dark: true, open: agenda },
  { name: "agenda", language: "en", size: "phone", open: agenda },
  {
    name: "hall",
    language: "zh",
    size: "desktop",
    open: (page) => live(page, `${DIGITS}/leaderboard?screen=hall`),
  },
];

for (const { name, open, ...look } of PICTURES)
  test(`${name} in ${look.language} on a ${look.size}`, async ({ browser }) => {
    test.setTimeout(600_000);
    const data = process.env.PODIUM_TEST_DATA ?? "";
    await expect
      .poll(() => existsSync(path.join(data, "demo-finished")), { timeout: 540_000, intervals: [1000] })
      .toBe(true);
    const page = await opened(browser, look);
    if (look.as) await signIn(page, data, look.as);
    await open(page);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `docs/screenshots/${name}-${look.language}-${look.size}.png` });
  });

async function opened(browser: Browser, { language, size, dark }: Look): Promise<Page> {
  const context = await browser.newContext({
    locale: LOCALES[language],
    viewport: SIZES[size],
    colorScheme: dark ? "dark" : "light",
  });
  return context.newPage();
}

async function signIn(page: Page, data: string, email: string): Promise<void> {
  const known = JSON.parse(readFileSync(path.join(data, "demo.json"), "utf8")) as {
    email: string;
    password: string;
  }[];
  const who = known.find((k) => k.email.startsWith(email));
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(who?.email ?? "");
  await page.locator('input[name="password"]').fill(who?.password ?? "");
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** A board whose socket is there: on its picture nothing still connects. */
async function live(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText(/^(Live|实时)$/)).toBeVisible();
}

async function newestScored(page: Page): Promise<void> {
  await page.goto(`${DIGITS}/manage/submissions`);
  await page.getByRole("row").filter({ hasText: "Scored" }).first().getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Submission \d+$/);
}

async function agenda(page: Page): Promise<void> {
  await page.goto("/forums");
  await page.locator(`main a[href^="${AGENDA}"]`).first().click();
  await page.waitForURL(`**${AGENDA}*`);
  await page.goto(`${page.url()}/agenda`);
}
