import { Entry, SlugOnly } from "../../app/api/shapes.ts";
import { aCaptain, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { pageOf } from "../support/people-in-browsers.ts";

test("who has an entry in each of two tracks chooses it once, and submits and looks for that one, in Chinese", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("双赛道挑战赛"));
  await api.put(`/competitions/${slug}/settings`, SlugOnly, { maxTeamsPerPerson: 2, captainOfOne: false });
  const { who, team } = await aCaptain(api, slug, "甲组队");
  await team.post(`/competitions/${slug}/entries`, Entry, {
    body: { teamName: "乙组队", acceptRules: true },
  });

  const page = await pageOf(browser, who, { locale: "zh-CN" });
  await page.goto(`/competitions/${slug}/team`);
  const choice = page.getByRole("navigation", { name: "你的参赛队伍" });
  await expect(choice.getByRole("link", { name: "乙组队" })).toHaveAttribute("aria-current", "true");
  await choice.getByRole("link", { name: "甲组队" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "甲组队" })).toBeVisible();
  await page.locator("main nav").getByRole("link", { name: "我的提交", exact: true }).click();
  await expect(choice.getByRole("link", { name: "甲组队" })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "提交作品" }).first().click();
  await expect(page.getByText("甲组队").first()).toBeVisible();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer: await answers(7) });
  const send = page.getByRole("button", { name: "提交", exact: true });
  await expect(send).toBeEnabled();
  await send.click();
  await page.waitForURL(/\/submissions\/[0-9a-f-]{36}/);

  await page.goto(`/competitions/${slug}/submissions`);
  await expect(page.getByText("还没有提交")).toBeVisible();
  await choice.getByRole("link", { name: "甲组队" }).click();
  await expect(page.locator("main tbody tr")).toHaveCount(1);
  await expect(page.locator("main tbody tr")).toContainText("a.zip");
});
