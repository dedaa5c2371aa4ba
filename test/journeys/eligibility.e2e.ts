import { expect, type Page, test } from "@playwright/test";
import { SlugOnly } from "../../app/api/shapes.ts";
import { aConfirmedPerson, ownerByToken, publishBundle } from "../support/api.ts";
import { countingBundle } from "../support/bundle.ts";
import { linkIn, mailTo } from "../support/mail.ts";
import { ownerPage, pageOf } from "../support/people-in-browsers.ts";

const CHINESE = { locale: "zh-CN", timezoneId: "Asia/Shanghai" };

/** Adds a school whose students are known by their addresses. */
async function addSchool(owner: Page, name: string, domain: string): Promise<void> {
  await owner.goto("/account/organisations");
  const adding = owner.locator('form:has(button[value="add"])');
  await adding.getByLabel("名称").fill(name);
  await adding.getByRole("button", { name: "添加" }).click();
  await owner.waitForURL("**/account/organisations?at=*");
  const slug = new URL(owner.url()).searchParams.get("at");
  await owner.goto(`/organisations/${slug}`);
  await owner.getByLabel("邮箱域名").fill(domain);
  await owner.getByRole("button", { name: "保存并通过" }).click();
  await expect(owner.getByText(`邮箱域名: ${domain}`)).toBeVisible();
}

/** As the menu in the header does: from now on mail is in Chinese too. */
async function chooseChinese(page: Page): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post("/preferences", {
    form: { locale: "zh-Hans" },
    headers: { origin },
  });
  expect(answer.ok()).toBe(true);
}

/** Says on the page of one's schools, which one was led to, that one studies there. */
async function study(page: Page, school: string, back: RegExp): Promise<void> {
  await page.waitForURL(/\/account\/organisations/);
  await page.getByLabel("名称").first().fill(school);
  await page.getByRole("button", { name: "搜索" }).click();
  await page.getByRole("link", { name: `选择${school}` }).click();
  await page.getByLabel("学历层次").selectOption({ label: "本科" });
  await page.getByRole("button", { name: "保存" }).click();
  await page.waitForURL(back);
}

test("a team of one school grows by a mailed invitation, is refused with a reason and then accepted, in Chinese", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("校际挑战赛"));
  await api.put(`/competitions/${slug}/settings`, SlugOnly, {
    minTeamSize: 2,
    maxTeamSize: 3,
    sameSchool: true,
    verifiedMembersOnly: true,
    autoAccept: false,
  });
  const unique = `${process.pid}${Date.now()}`;
  const [school, domain] = [`星海大学${unique}`, `u${unique}.example`];
  const captain = await aConfirmedPerson(api, "林队长", { email: `lin@${domain}` });
  const mate = await aConfirmedPerson(api, "陈队员", { email: `chen@cs.${domain}` });
  const owner = await ownerPage(browser, CHINESE);
  await addSchool(owner, school, domain);

  const page = await pageOf(browser, captain, CHINESE);
  await chooseChinese(page);
  await page.goto(`/competitions/${slug}/join`);
  await page.getByRole("link", { name: "添加我的学校或单位" }).click();
  await study(page, school, /\/join/);
  await page.getByLabel("队伍名称").fill("星火队");
  await page.getByLabel("学校或单位").selectOption({ label: school });
  await page.getByLabel("我已阅读并接受规则").check();
  await page.getByRole("button", { name: "报名", exact: true }).click();
  await expect(page.getByText("等待主办方审核")).toBeVisible();
  await expect(page.getByText("队伍至少需要 2 人，目前 1 人。")).toBeVisible();
  await page.getByLabel("邮箱地址").fill(mate.email);
  await page.getByRole("button", { name: "发送邀请" }).click();
  await expect(page.getByText("邀请已发出。")).toBeVisible();

  const entries = `/competitions/${slug}/manage/entries`;
  await owner.goto(entries);
  await owner.getByRole("link", { name: "星火队" }).click();
  await owner.getByRole("button", { name: "通过", exact: true }).click();
  await expect(owner.getByRole("alert")).toContainText("队伍至少需要 2 人");

  const invitation = await mailTo(mate.email, "邀请你加入队伍“星火队”");
  const invited = await (await browser.newContext(CHINESE)).newPage();
  await invited.goto(linkIn(invitation));
  await invited.getByRole("link", { name: "登录后加入" }).click();
  await invited.locator('input[name="email"]').fill(mate.email);
  await invited.locator('input[name="password"]').fill(mate.password);
  await invited.locator('#sign-in button[type="submit"]').click();
  await invited.getByRole("link", { name: "我的学校" }).waitFor();
  await chooseChinese(invited);
  await invited.getByRole("link", { name: "我的学校" }).click();
  await study(invited, school, /\/invitations\//);
  await invited.getByLabel("我已阅读并接受规则").check();
  await invited.getByRole("button", { name: "加入队伍" }).click();
  await expect(invited.getByText("学校已认证").nth(1)).toBeVisible();

  await owner.reload();
  await expect(owner.getByText("符合全部参赛条件。")).toBeVisible();
  await owner.getByRole("button", { name: "不通过" }).click();
  await expect(owner.getByText("请说明原因，队伍会看到。")).toBeVisible();
  await owner.locator("[name=reason]").fill("请先在队名中去掉学校名称");
  await owner.getByRole("button", { name: "不通过" }).click();
  await expect(owner.getByRole("button", { name: "恢复参赛" })).toBeVisible();
  expect((await mailTo(captain.email, "“星火队”未通过审核")).text).toContain("请先在队名中去掉学校名称");
  await page.reload();
  await expect(page.getByText("请先在队名中去掉学校名称")).toBeVisible();

  await owner.getByRole("button", { name: "恢复参赛" }).click();
  await expect(owner.getByRole("button", { name: "恢复参赛" })).toHaveCount(0);
  const accepted = await mailTo(mate.email, "“星火队”已通过审核");
  await invited.goto(linkIn(accepted));
  await expect(invited.getByText("已通过", { exact: true })).toBeVisible();
  const code = /队伍编号：(\S+)。/.exec(accepted.text)?.[1] as string;
  await expect(invited.getByText(code)).toBeVisible();
});
