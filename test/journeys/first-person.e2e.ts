import { expect, test } from "@playwright/test";
import { OWNER } from "../support/owner.ts";

test("whoever started Podium becomes its owner with the code that it printed", async ({ page }) => {
  await page.goto(`/setup?code=${process.env.PODIUM_TEST_SETUP_CODE}`);
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Create owner" }).click();

  await expect(page).toHaveURL("/");
  await expect(page.getByText(OWNER.name).first()).toBeVisible();
  expect((await page.goto("/setup"))?.status()).toBe(404);
});
