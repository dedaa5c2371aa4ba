// Every page that links lead to, for a guest, a team and an organiser, must keep nobody out: axe finds nothing by
// day on a desktop, and neither pale words, tight targets nor a page that scrolls sideways by night on a phone.
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { BoardSettings } from "../../app/api/board-shapes.ts";
import { Similarity } from "../../app/api/insight-shapes.ts";
import { CreatedHere } from "../../app/api/talk-shapes.ts";
import { MODEL } from "../factories/sources.ts";
import { aCaptain, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle, zipOf } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { OWNER } from "../support/owner.ts";
import { pageOf } from "../support/people-in-browsers.ts";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Where nothing is: the browser complains of that by itself. */
const NOWHERE = "/nothing-here";

/** Kinds of pages that were looked at by night: they look the same for everybody. */
const nights = new Set<string>();

type Axe = { run(what: Document, how: object): Promise<Awaited<ReturnType<AxeBuilder["analyze"]>>> };

/** What axe finds on the page shown. */
async function complaints(page: Page, path: string): Promise<string[]> {
  const found: string[] = [];
  const note = (when: string, { violations }: Awaited<ReturnType<Axe["run"]>>) => {
    found.push(...violations.map((v) => `${path} ${when}: ${v.id} ${v.nodes.map((n) => n.html).join(" ")}`));
  };
  // Without frames to look into, axe needs no second page; and it stays on this one.
  note("by day", await new AxeBuilder({ page }).setLegacyMode(true).analyze());
  if (nights.has(kindOf(path))) return found;
  nights.add(kindOf(path));
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  note(
    "by night",
    await page.evaluate(async () => {
      await Promise.all(document.getAnimations().map((a) => a instanceof CSSTransition && a.finished));
      const { axe } = window as unknown as { axe: Axe };
      return axe.run(document, { runOnly: ["color-contrast", "target-size"], resultTypes: ["violations"] });
    }),
  );
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1))
    found.push(`${path}: scrolls sideways`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESKTOP);
  return found;
}

/** Two addresses of one kind of page: other ids and filters show nothing new, nor does an editor's empty form. */
const kindOf = (path: string) =>
  path
    .replace(/\?.*/, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)/g, ":id")
    .replace(/(manage\/.+)\/new$/, "$1/:id");

/** Goes wherever links lead from these pages, once to each kind of page within. */
async function walk(page: Page, within: RegExp, starts: string[]) {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (new URL(page.url()).pathname === NOWHERE) return;
    if (message.type() === "error" || /Content Security Policy/.test(message.text()))
      heard.push(`${page.url()}: ${message.text()}`);
  });
  const file = /\/(files|export|entries-export|csv)(\/|$)|\.(csv|zip|atom)$|\/file$/;
  const seen = new Set<string>();
  const found: string[] = [];
  const next = [...starts];
  for (let path = next.shift(); path; path = next.shift()) {
    if (seen.has(kindOf(path))) continue;
    seen.add(kindOf(path));
    await page.goto(path, { waitUntil: "domcontentloaded" });
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
  const [board] = (await api.get(`${at}/boards`, BoardSettings)).boards;
  await api.put(`${at}/boards/0`, CreatedHere, { ...board, embeddable: true });
  await api.post(`${at}/slots`, CreatedHere, { body: { title: { en: "Report" }, maxBytes: 1_000_000 } });
  const { who, team } = await aCaptain(api, slug, "Everybody");
  const other = await aCaptain(api, slug, "Somebody else, whose name goes on longer than most others");
  await team.post(`${at}/clarifications`, CreatedHere, { body: { question: "May a model use threads?" } });
  const code = { "answers.txt": "0\n1\n4", "model.py": MODEL };
  const sent = [
    [team, await handIn(team, slug, await answers(5))],
    [team, await handIn(team, slug, await zipOf({ "nothing.txt": "" }))],
    [team, await handIn(team, slug, await zipOf(code))],
    [other.team, await handIn(other.team, slug, await zipOf(code))],
  ] as const;
  for (const [by, id] of sent) await judged(by, id);
  await api.post(`${at}/similarity`, CreatedHere, { body: { phase: 0 } });
  const pairs = async () => (await api.get(`${at}/similarity`, Similarity)).pairs.length;
  await expect.poll(pairs, { timeout: 60_000, intervals: [250] }).toBe(1);
  await api.post(`${at}/rejudges`, CreatedHere, { body: { reason: "The data were wrong.", numbers: "1" } });
  return { slug, at, who };
}

const pageFor = async (browser: Browser, locale: string, who?: { email: string; password: string }) => {
  const look = { locale, viewport: DESKTOP };
  return who ? pageOf(browser, who, look) : (await browser.newContext(look)).newPage();
};

// Traces of so many pages cost more than looking at them.
test.use({ trace: "off" });
// A minute where nothing else runs.
test.setTimeout(600_000);

test("no page that guests and teams read keeps anybody out", async ({ browser }) => {
  const { slug, at, who } = await aFullCompetition();
  const within = new RegExp(`^/(competitions/${slug}|submissions|deliverables)(/|$)`);
  const guests = walk(await pageFor(browser, "zh-CN"), within, [
    "/",
    "/competitions",
    "/forums",
    "/sign-in",
    "/sign-up",
    "/forgot",
    "/reset?token=over",
    NOWHERE,
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
  const teams = walk(captain, within, [at, "/account", "/account/organisations"]);
  const [guest, team] = await Promise.all([guests, teams]);
  expect([...guest.found, ...team.found]).toEqual([]);
  expect([...guest.seen]).toEqual(expect.arrayContaining([at, `${at}/rules`, `${at}/announcements`]));
  expect([...team.seen]).toEqual(
    expect.arrayContaining(
      ["team", "submit", "submissions", "deliverables", "questions", "discussions/:id"].map(
        (page) => `${at}/${page}`,
      ),
    ),
  );
});

test("no page that organisers work on keeps anybody out", async ({ browser }) => {
  const { slug, at } = await aFullCompetition();
  const within = new RegExp(`^/competitions/${slug}/(manage|import)(/|$)`);
  const { seen, found } = await walk(await pageFor(browser, "en-GB", OWNER), within, [
    `${at}/manage`,
    "/competitions/new",
    "/operate/hosts",
    "/operate/images",
    "/operate/organisations",
    "/outbox",
  ]);
  expect(found).toEqual([]);
  expect([...seen]).toEqual(
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
