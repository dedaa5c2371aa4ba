import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { aCaptain, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle, zipOf } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { aNewcomer, join, ownerPage, pageOf, publish, register } from "../support/people-in-browsers.ts";

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

test("what was uploaded before the browser closed is handed in later, and without scripts nothing typed is lost", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const asks = "fact_sheet: {METHOD: {title: 方法, type: text, is_required: true, selection: ''}}\n";
  const slug = await publishBundle(api, await countingBundle("Uploads that wait", asks));
  const { who } = await aCaptain(api, slug, "Forgetful");
  const other = await aCaptain(api, slug, "Neighbours");
  const submit = `/competitions/${slug}/submit`;

  const page = await pageOf(browser, who, { locale: "zh-CN" });
  await page.goto(submit);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "model.zip", mimeType: "application/zip", buffer: await answers(7) });
  await expect(page.getByText("上传完成，可以提交。")).toBeVisible();
  const storageState = await page.context().storageState();
  await page.context().close();

  const neighbour = await pageOf(browser, other.who);
  await neighbour.goto(submit);
  await expect(neighbour.locator('input[type="file"]')).toBeAttached();
  await expect(neighbour.getByText("model.zip")).toHaveCount(0);

  const scripts = await browser.newContext({ locale: "zh-CN", storageState });
  const again = await scripts.newPage();
  await again.goto(submit);
  const send = again.getByRole("button", { name: "提交", exact: true });
  await expect(send).toBeDisabled();
  await again.getByRole("radio", { name: /继续使用 model\.zip（.+上传）/ }).check();
  await expect(send).toBeEnabled();
  await scripts.close();

  const plain = await browser.newContext({ locale: "zh-CN", storageState, javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(submit);
  const method = bare.locator('input[name="fact.METHOD"]');
  await method.fill("最近邻");
  await bare.locator('textarea[name="note"]').fill("火车上写的");
  const hand = bare.locator('main noscript button[type="submit"]');
  await hand.click();
  await expect(bare.getByText("请选择要提交的文件。")).toBeVisible();
  await expect(method).toHaveValue("最近邻");
  await expect(bare.locator('textarea[name="note"]')).toHaveValue("火车上写的");
  await bare.getByRole("radio", { name: /model\.zip/ }).check();
  await hand.click();
  await bare.waitForURL((url) => url.pathname.startsWith("/submissions/"));
  await expect(bare.getByText("最近邻")).toBeVisible();
  await bare.goto(submit);
  await expect(bare.getByText("model.zip")).toHaveCount(0);
});
