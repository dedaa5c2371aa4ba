import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { countingBundle, zipOf } from "../support/bundle.ts";
import { aNewcomer, join, ownerPage, publish, register } from "../support/people-in-browsers.ts";

const MiB = 1024 * 1024;
/** What the page sends in one piece. */
const PIECE = 8 * MiB;

/** Lets the first piece pass and holds the next one, as a line does that has gone dead. */
async function afterOnePiece(page: Page): Promise<void> {
  let passed = 0;
  await page.route("**/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    passed += 1;
    if (passed === 1) await route.continue();
  });
}

test("an upload that ends with its browser page goes on in a new one where it stopped", async ({
  browser,
  context,
  page,
}, info) => {
  test.setTimeout(180_000);
  const owner = await ownerPage(browser);
  const competition = await publish(owner, await countingBundle("Uploads that go on"));
  await register(page, owner, aNewcomer("Zhao Lei"));
  await join(page, competition, "Patience");
  const file = info.outputPath("model.zip");
  await writeFile(file, await zipOf({ "model.bin": randomBytes(30 * MiB) }));

  await page.goto(`${competition}/submit`);
  await afterOnePiece(page);
  const held = page.waitForRequest(
    (request) => request.method() === "PATCH" && request.headers()["upload-offset"] === String(PIECE),
  );
  await page.locator('input[type="file"]').setInputFiles(file);
  await held;
  await page.close();

  const again = await context.newPage();
  await again.goto(`${competition}/submit`);
  await expect(again.getByText("An upload was not finished")).toBeVisible();
  await expect(again.getByText(/model\.zip/)).toBeVisible();
  const next = again.waitForRequest((request) => request.method() === "PATCH");
  await again.locator('input[type="file"]').setInputFiles(file);
  // At least the first piece is there; a little of the second may have left before the page closed.
  const offset = Number((await next).headers()["upload-offset"]);
  expect(offset).toBeGreaterThanOrEqual(PIECE);
  expect(offset).toBeLessThan(30 * MiB);
  await expect(again.getByText("Uploaded. Ready to submit.")).toBeVisible({ timeout: 60_000 });
  await again.getByLabel("Note").fill("from the train");
  await again.locator('main button[type="submit"]').click();
  await again.waitForURL((url) => url.pathname.startsWith("/submissions/"));
  await expect(again.getByLabel("Note")).toHaveValue("from the train");
});
