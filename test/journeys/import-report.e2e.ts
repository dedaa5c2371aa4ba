import { expect, test } from "@playwright/test";
import { ownerByToken, publishBundle } from "../support/api.ts";
import { zipOf } from "../support/bundle.ts";
import { ownerPage } from "../support/people-in-browsers.ts";
import { templateBundle } from "../support/stranger-bundles.ts";

test("an organiser reads everything that is wrong with a bundle in one go", async ({ browser }) => {
  const page = await ownerPage(browser);
  const { "pages/terms.md": _terms, "dev_phase/input_data/lengths.txt": _data, ...rest } = templateBundle();
  await page.goto("/competitions/new");
  const buffer = await zipOf(rest);
  await page.locator('input[type="file"]').first().setInputFiles({
    name: "seeds.zip",
    mimeType: "application/zip",
    buffer,
  });
  await page.getByRole("button", { name: "Import" }).click();
  const told = page.getByRole("alert").filter({ hasText: "pages/terms.md" });
  await expect(told).toContainText("“tasks[0].input_data” names dev_phase/input_data");
});

test("an organiser takes the built-in image for one that nobody here has, and adds a task from a zip", async ({
  browser,
}) => {
  const owner = await ownerByToken();
  const files = templateBundle();
  const yaml = String(files["competition.yaml"]).replace("codalab/codalab-legacy:py312", "someone/own:v4");
  const slug = await publishBundle(owner, await zipOf({ ...files, "competition.yaml": yaml }));
  const page = await ownerPage(browser);
  await page.goto(`/competitions/${slug}/import`);
  await expect(page.getByText("A judge host has to have someone/own:v4")).toBeVisible();
  await page.getByRole("button", { name: "Use the built-in image" }).click();
  await expect(page.getByText("Programs run on Podium's built-in Python image.")).toBeVisible();

  await page.goto(`/competitions/${slug}/manage/tasks`);
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: "task.zip",
      mimeType: "application/zip",
      buffer: await zipOf({
        "task.yaml": "name: Widths\ndescription: By their width\nscoring_program: {zip: program.zip}\n",
        "program.zip": await zipOf({ metadata: "command: python3 score.py\n", "score.py": "" }),
      }),
    });
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page).toHaveURL(/manage\/tasks\/[0-9a-f-]{36}$/);
  await page.goto(`/competitions/${slug}/manage/tasks`);
  await expect(page.getByRole("link", { name: "Edit Widths" })).toBeVisible();
});
