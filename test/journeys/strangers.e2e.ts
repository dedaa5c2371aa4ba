// What somebody who has never seen a page must find on it, where a glance at it once found nothing.
import { SlugOnly } from "../../app/api/shapes.ts";
import { aCaptain, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { OWNER } from "../support/owner.ts";
import { pageOf } from "../support/people-in-browsers.ts";

const PHONE = { width: 390, height: 844 };

test("a team that waits for its acceptance reads so before it brings a file, in Chinese", async ({
  browser,
}) => {
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("Looked at first"));
  await api.put(`/competitions/${slug}/settings`, SlugOnly, { autoAccept: false });
  const { who } = await aCaptain(api, slug, "Early birds");
  const page = await pageOf(browser, who, { locale: "zh-CN" });
  await page.goto(`/competitions/${slug}/team`);
  await expect(page.getByText("通过后即可提交作品。")).toBeVisible();
  await page.goto(`/competitions/${slug}/submit`);
  await expect(page.getByText("现在不能提交")).toBeVisible();
  await expect(page.getByText("主办方尚未通过你的报名。")).toBeVisible();
  await expect(page.locator('input[type="file"]')).toHaveCount(0);
});

test("the form says which questions may stay empty and which answers everybody sees", async ({ browser }) => {
  const api = await ownerByToken();
  const sheet = `fact_sheet:
  method: {key: method, type: text, title: Method, selection: "", is_required: "true", is_on_leaderboard: "true"}
  cost: {key: cost, type: text, title: Cost, selection: "", is_required: "false", is_on_leaderboard: "false"}
`;
  const slug = await publishBundle(api, await countingBundle("Asked with each", sheet));
  const { who } = await aCaptain(api, slug, "Answerers");
  const page = await pageOf(browser, who);
  await page.goto(`/competitions/${slug}/submit`);
  await expect(page.getByLabel("Method")).toHaveAccessibleDescription(
    "Everybody sees the answer on the leaderboard.",
  );
  await expect(page.getByLabel("Cost")).toHaveAccessibleDescription("May stay empty.");
});

test("long names leave the score in sight on a phone, and a first score is a dot in the history", async ({
  browser,
}) => {
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("Long names"));
  const name = "Supercalifragilisticexpialidociously-unbreakable-team";
  const { team } = await aCaptain(api, slug, name);
  await judged(team, await handIn(team, slug, await answers(5)));
  const context = await browser.newContext({ viewport: PHONE, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`/competitions/${slug}/leaderboard`);
  const score = page.getByRole("row").filter({ hasText: name }).getByText("0.7143");
  const box = await score.boundingBox();
  expect(box && box.x + box.width).toBeLessThan(PHONE.width);
  await page.goto(`/competitions/${slug}/leaderboard/history`);
  const dots = page.locator('svg[role="img"] path[stroke-width="8"]');
  await expect(dots.first()).toHaveAttribute("d", /^M[\d.]+ [\d.]+h0\.01$/);
});

test("every part of a competition's work is in sight of its organiser at once", async ({ browser }) => {
  const slug = await publishBundle(await ownerByToken(), await countingBundle("All in sight"));
  const page = await pageOf(browser, OWNER, { viewport: { width: 1280, height: 900 } });
  await page.goto(`/competitions/${slug}/manage`);
  for (const part of ["Overview", "Talk", "Statistics"])
    await expect(page.getByRole("main").getByRole("link", { name: part, exact: true })).toBeInViewport({
      // Its lower line lies on the bar's.
      ratio: 0.9,
    });
});
