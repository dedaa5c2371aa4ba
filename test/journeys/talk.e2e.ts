import { type Browser, expect, type Page, test } from "@playwright/test";
import { countingBundle, zipOf } from "../support/bundle.ts";
import { aNewcomer, join, ownerPage, publish, register } from "../support/people-in-browsers.ts";

const choose = async (page: Page, name: string, buffer: Buffer) => {
  await page
    .locator('main input[type="file"]')
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  const send = page.locator('main form:has(input[type="hidden"][name="uploadId"]) button[type="submit"]');
  await expect(send).toBeEnabled({ timeout: 20_000 });
  await send.click();
};

/** A page of the same person, in Chinese. */
async function inChinese(browser: Browser, page: Page): Promise<Page> {
  const storageState = await page.context().storageState();
  const cookies = storageState.cookies.filter((c) => c.name !== "podium_locale");
  const context = await browser.newContext({
    locale: "zh-CN",
    storageState: { ...storageState, cookies },
  });
  return context.newPage();
}

test("a team hands in under a wrong name, reads which is right, hands that in and gets its receipt", async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000);
  const owner = await ownerPage(browser);
  const competition = await publish(owner, await countingBundle("Squares with papers"));
  await owner.goto(`${competition}/manage/deliverables/new`);
  await owner.locator('input[name="title.en"]').fill("Source code");
  await owner.locator('input[name="title.zh-Hans"]').fill("源代码");
  await owner.locator('input[name="namePattern"]').fill("{team}-source");
  await owner.locator('input[name="dueAt"]').fill("2030-06-10T15:00");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByText("0 teams have handed in")).toBeVisible();

  await register(page, owner, aNewcomer("Sun Li"));
  await join(page, competition, "Papermakers");
  await page.goto(`${competition}/deliverables`);
  await expect(page.getByText("Papermakers-source.zip")).toBeVisible();
  const zip = await zipOf({ "main.py": "print(1)\n" });
  await choose(page, "source.zip", zip);
  await expect(page.getByText("The file must be called “Papermakers-source.zip”")).toBeVisible();
  const chinese = await inChinese(browser, page);
  await chinese.goto(`${competition}/deliverables`);
  await choose(chinese, "source.zip", zip);
  await expect(chinese.getByText("文件名必须是“Papermakers-source.zip”")).toBeVisible();

  await page.reload();
  await choose(page, "Papermakers-source.zip", zip);
  await expect(page.getByText("This is your receipt")).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await chinese.goto(`${competition}/deliverables`);
  await expect(chinese.getByText("必交文件已全部上交。")).toBeVisible();

  await owner.goto(`${competition}/manage/deliverables?show=incomplete`);
  await expect(owner.getByText("No team to show.")).toBeVisible();
});

test("an announcement is mailed, and a private question becomes a public answer that names nobody", async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000);
  const owner = await ownerPage(browser);
  const competition = await publish(owner, await countingBundle("Squares with talk"));
  const who = aNewcomer("Qian Secret");
  await register(page, owner, who);
  await join(page, competition, "Askers");

  await owner.goto(`${competition}/manage/talk/announcements/new`);
  await owner.locator('input[name="title.en"]').fill("Data corrected");
  await owner.locator('textarea[name="body.en"]').fill("Row **7** was wrong.");
  await owner.getByRole("button", { name: "Preview" }).click();
  await expect(owner.locator("strong", { hasText: "7" })).toBeVisible();
  await expect(owner.getByLabel("Also mail it to 1 person now")).toBeChecked();
  await owner.getByRole("button", { name: "Publish" }).click();
  await expect(owner.getByText("Mailed", { exact: true })).toBeVisible();
  await page.goto(`${competition}/announcements`);
  await expect(page.getByRole("heading", { name: "Data corrected" })).toBeVisible();
  await expect(async () => {
    await owner.goto("/outbox");
    const mail = owner.getByRole("row").filter({ hasText: who.email }).filter({ hasText: "Data corrected" });
    await expect(mail).toHaveCount(1, { timeout: 500 });
  }).toPass({ timeout: 20_000 });

  const chinese = await inChinese(browser, page);
  await chinese.goto(`${competition}/questions`);
  await chinese.getByLabel("你的问题").fill("我们 Askers 想问：n 等于 7 吗？");
  await chinese.getByRole("button", { name: "提问" }).click();
  await expect(chinese.getByText("等待答复")).toBeVisible();

  await owner.goto(`${competition}/manage/talk/questions`);
  await owner.getByLabel("Answer (Markdown)").fill("Yes.");
  await owner.getByRole("button", { name: "Send the answer" }).click();
  await expect(owner.getByText("0 questions wait for an answer.")).toBeVisible();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${competition}/questions`);
  await expect(guest.getByText("No question has been answered for everybody yet.")).toBeVisible();
  await chinese.reload();
  await expect(chinese.getByText("已答复你的队伍")).toBeVisible();
  // The bell tells of it too, whether mail arrives or not, and leads there.
  await chinese.getByRole("link", { name: "通知：2 条未读" }).click();
  await chinese.getByRole("button", { name: "查看" }).first().click();
  await expect(chinese).toHaveURL(/\/questions$/);
  await expect(chinese.getByRole("link", { name: "通知：1 条未读" })).toBeVisible();

  await owner.getByText("Change the answer").first().click();
  await owner.getByLabel("Who reads the answer").selectOption("all");
  await owner.getByLabel("The question as everybody reads it").fill("Is n = 7?");
  await owner.getByRole("button", { name: "Change the answer" }).click();
  await expect(owner.getByText("Answered to everybody")).toBeVisible();
  await guest.reload();
  await expect(guest.getByText("Is n = 7?")).toBeVisible();
  const said = await guest.content();
  for (const secret of ["Askers", "Qian Secret", who.email]) expect(said).not.toContain(secret);
});
