// What a guest's browser loads of scripts before a page is theirs to use, by weight and not by time. Whoever makes
// one of these pages heavier than its limit says so here, or loads what is new when it is first wanted.
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";
import { ownerByToken, publishBundle } from "../support/api.ts";
import { countingBundle } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";

/** kB of scripts, compressed by gzip. Remix and React alone are 86 of them, i18next is 17. */
const LIMITS = {
  "/": 131,
  "/competitions/:slug": 133,
  "/competitions/:slug/leaderboard": 137,
  "/competitions/:slug/leaderboard?screen=hall": 137,
};
/** The socket's client is no part of that: it is fetched when the page is alive. */
const SOCKET_KB = 15;

/** The scripts that a browser that was never here loads for a page, in kB of gzip each. */
async function scriptsOf(browser: Browser, path: string): Promise<{ name: string; kB: number }[]> {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  const weighed: Promise<{ name: string; kB: number }>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const name = new URL(response.url()).pathname;
    weighed.push(response.body().then((body) => ({ name, kB: gzipSync(body).length / 1000 })));
  });
  // Words are the last that a page needs to be alive; a live one says so then.
  const words = page.waitForResponse(/\/assets\/ui-/);
  await page.goto(path);
  await words;
  if (path.includes("leaderboard")) await page.getByText("实时", { exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  const scripts = await Promise.all(weighed);
  await context.close();
  return scripts;
}

test("a guest's first look at a public page loads no more scripts than it needs, in Chinese", async ({
  browser,
}) => {
  const slug = await publishBundle(await ownerByToken(), await countingBundle("轻量挑战赛"));
  const heavy: object[] = [];
  for (const [path, limit] of Object.entries(LIMITS)) {
    const scripts = await scriptsOf(browser, path.replace(":slug", slug));
    const isLive = path.includes("leaderboard");
    const kB = scripts.reduce((sum, script) => sum + script.kB, 0);
    test.info().annotations.push({ type: path, description: `${kB.toFixed(1)} kB` });
    if (kB > limit + (isLive ? SOCKET_KB : 0)) heavy.push({ path, kB, scripts });
  }
  expect(heavy).toEqual([]);
});
