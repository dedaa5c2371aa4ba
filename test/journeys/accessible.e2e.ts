// Every page that links lead to, for a guest, a team and an organiser, must keep nobody out: axe finds nothing by
// day on a desktop, and neither pale words, tight targets nor a page that scrolls sideways by night on a phone.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { CreatedHere } from "../../app/api/talk-shapes.ts";
import { MODEL } from "../factories/sources.ts";
import { aCaptain, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle, zipOf } from "../support/bundle.ts";
import { OWNER } from "../support/owner.ts";
import { pageOf } from "../support/people-in-browsers.ts";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** What axe finds on the page shown, and whatever the browser complained of. */
async function complaints(page: Page, path: string): Promise<string[]> {
  const found: string[] = [];
  const axe = async (when: string, builder: AxeBuilder) => {
    const { violations } = await builder.analyze();
    found.push(...violations.map((v) => `${path} ${when}: ${v.id} ${v.nodes.map((n) => n.html).join(" ")}`));
  };
  await axe("by day", new AxeBuilder({ page }));
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a instanceof CSSTransition && a.finished)),
  );
  await axe("by night", new AxeBuilder({ page }).withRules(["color-contrast", "target-size"]));
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1))
    found.push(`${path}: scrolls sideways`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESKTOP);
  return found;
}

/** Two addresses of one kind of page: other ids and filters show nothing new. */
const kindOf = (path: string) =>
  path.replace(/\?.*/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)/g, ":id");

/** Goes wherever links lead from these pages, once to each kind of page of the competition. */
async function walk(page: Page, slug: string, starts: string[]) {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/.test(message.text()))
      heard.push(`${page.url()}: ${message.text()}`);
  });
  const within = new RegExp(`^/(competitions/${slug}|submissions|deliverables)(/|$)`);
  const file = /\/(files|export|entries-export|csv)(\/|$)|\.(csv|zip|atom)$|\/file$/;
  const seen = new Set<string>();
  const found: string[] = [];
  const next = [...starts];
  for (let path = next.shift(); path; path = next.shift()) {
    if (seen.has(kindOf(path))) continue;
    seen.add(kindOf(path));
    await page.goto(path);
    await expect(page.locator("h1").first()).toBeVisible();
    found.push(...(await complaints(page, path)));
    const links = await page
      .locator("main a[href^='/']:not([download])")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href") as string));
    next.push(...links.filter((href) => within.test(href) && !file.test(kindOf(href))));
  }
  return { seen, found: [...heard, ...found] };
}

/** A competition in which everything that has a page has happened. */
async function aFullCompetition() {
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("Squares for everybody"));
  const at = `/competitions/${slug}`;
  await api.post(`${at}/announcements`, CreatedHere, {
    body: {
      title: { en: "Data corrected" },
      body: { en: "Row **7** was wrong, see `data`." },
      publish: true,
    },
  });
  await api.post(`${at}/slots`, CreatedHere, { body: { title: { en: "Report" }, maxBytes: 1_000_000 } });
  const { who, team } = await aCaptain(api, slug, "Everybody");
  const other = await aCaptain(api, slug, "Somebody else, whose name goes on longer than most others");
  await team.post(`${at}/clarifications`, CreatedHere, { body: { question: "May a model use threads?" } });
  const code = { "answers.txt": "0\n1\n4", "model.py": MODEL };
  const sent = [
    [team, await handIn(team, slug, await answers(5))],
    [team, await handIn(team, slug, await zipOf(code))],
    [other.team, await handIn(other.team, slug, await zipOf(code))],
    [team, await handIn(team, slug, await zipOf({ "nothing.txt": "" }))],
  ] as const;
  for (const [by, id] of sent) await judged(by, id);
  await api.post(`${at}/similarity`, CreatedHere, { body: { phase: 0 } });
  await api.post(`${at}/rejudges`, CreatedHere, { body: { reason: "The data were wrong.", numbers: "1" } });
  return { slug, at, who };
}

const pageFor = async (browser: Browser, locale: string, who?: { email: string; password: string }) => {
  const look = { locale, viewport: DESKTOP };
  return who ? pageOf(browser, who, look) : (await browser.newContext(look)).newPage();
};

test("no page keeps anybody out, by day or by night, large or small", async ({ browser }) => {
  test.setTimeout(420_000);
  const { slug, at, who } = await aFullCompetition();
  const guests = walk(await pageFor(browser, "zh-CN"), slug, [
    "/",
    "/competitions",
    "/forums",
    "/sign-in",
    "/sign-up",
    "/forgot",
    "/reset?token=over",
    "/nothing-here",
    at,
    `${at}/leaderboard?screen=hall`,
    `/embed${at}/leaderboard`,
  ]);
  const captain = await pageFor(browser, "zh-CN", who);
  await captain.goto(`${at}/discussions/new`);
  await captain.locator('input[name="title"]').fill("Threads");
  await captain.locator('textarea[name="body"]').fill("May a model use `threads`?");
  await captain.locator('main form:has(input[name="title"]) button[type="submit"]:not([name])').click();
  await captain.waitForURL(/\/discussions\/[0-9a-f-]{36}/);
  const teams = walk(captain, slug, [at, "/account", "/account/organisations"]);
  const owners = walk(await pageFor(browser, "en-GB", OWNER), slug, [
    `${at}/manage`,
    "/competitions/new",
    "/operate/hosts",
    "/operate/images",
    "/operate/organisations",
    "/outbox",
  ]);
  const [guest, team, owner] = await Promise.all([guests, teams, owners]);
  expect([...guest.found, ...team.found, ...owner.found]).toEqual([]);
  expect([...guest.seen]).toEqual(expect.arrayContaining([at, `${at}/rules`, `${at}/announcements`]));
  expect([...team.seen]).toEqual(
    expect.arrayContaining(
      ["team", "submit", "submissions", "deliverables", "questions", "discussions/:id"].map(
        (page) => `${at}/${page}`,
      ),
    ),
  );
  expect([...owner.seen]).toEqual(
    expect.arrayContaining(
      [
        "settings",
        "phases/:id",
        "tasks/:id",
        "entries/:id",
        "rejudges/:id",
        "similarity/:id",
        "statistics",
      ].map((page) => `${at}/manage/${page}`),
    ),
  );
});
