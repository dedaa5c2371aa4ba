import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/journey.ts";
import { ownerPage } from "../support/people-in-browsers.ts";

test("an operator sees that the judge host tested itself, has it test itself again, and strangers see nothing", async ({
  browser,
  page,
}) => {
  const owner = await ownerPage(browser);
  await owner.goto("/operate/hosts");
  await owner.getByRole("link", { name: "Graphics cards" }).click();
  await expect(owner.getByRole("heading", { level: 1, name: "Graphics cards" })).toBeVisible();
  await expect(async () => {
    await owner.reload();
    await expect(owner.getByText("Passed", { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(owner.getByText("This host has no graphics cards.")).toBeVisible();
  expect((await new AxeBuilder({ page: owner }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await owner.getByRole("button", { name: /^Test .* now$/ }).click();
  await expect(owner.getByText("The host will test itself as soon as it asks for work.")).toBeVisible();
  await expect(async () => {
    await owner.reload();
    await expect(owner.getByRole("button", { name: /^Test .* now$/ })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(owner.getByText("Passed", { exact: true })).toBeVisible();

  const answer = await page.goto("/operate/devices");
  expect(answer?.url()).not.toMatch("/operate/devices");
});
