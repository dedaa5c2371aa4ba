import { expect, test } from "@playwright/test";
import { MODEL } from "../factories/sources.ts";
import { aTeam, handIn, ownerByToken, publishBundle } from "../support/api.ts";
import { countingBundle, zipOf } from "../support/bundle.ts";
import { ownerPage } from "../support/people-in-browsers.ts";

/** Something of its own, as long as the model that two teams share. */
const OTHER = `
def parse(lines):
    table = {}
    for line in lines:
        key, _, value = line.partition("=")
        table.setdefault(key.strip(), []).append(value.strip())
    return table

def widest(table):
    best, size = None, -1
    while table:
        key, values = table.popitem()
        if len(values) > size:
            best, size = key, len(values)
    return best
`;
/** The same program under other names. */
const RENAMED = MODEL.replaceAll("weights", "params")
  .replaceAll("error", "delta")
  .replaceAll("row", "sample");

test("a report finds two teams that share their code, and shows the pieces side by side, in Chinese", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("查重挑战赛"));
  const sources = { 原创队: MODEL, 借鉴队: RENAMED, 独立队: OTHER };
  for (const [team, code] of Object.entries(sources))
    await handIn(await aTeam(api, slug, team), slug, await zipOf({ "answers.txt": "0", "model.py": code }));

  const owner = await ownerPage(browser, { locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  await owner.goto(`/competitions/${slug}/manage/similarity`);
  await owner.getByRole("button", { name: "开始比较" }).click();
  const pair = owner.getByRole("link", { name: /(原创队|借鉴队) #\d+ 与 (原创队|借鉴队) #\d+/ });
  await expect(pair).toBeVisible({ timeout: 30_000 });
  await expect(owner.getByRole("link", { name: /独立队/ })).toHaveCount(0);
  await pair.click();

  const [left, right] = [
    owner.getByRole("region", { name: "原创队" }),
    owner.getByRole("region", { name: "借鉴队" }),
  ];
  await expect(left.getByText("self.weights[i] += self.rate * error * x")).toBeVisible();
  await expect(right.getByText("self.params[i] += self.rate * delta * x")).toBeVisible();
  await left.getByRole("link", { name: "片段 1：跳到另一侧" }).first().click();
  await expect(owner).toHaveURL(/#(left|right)-1$/);
  await owner.getByLabel("备注").fill("只是改了变量名，请队伍说明。");
  await owner.getByLabel("我已查看这一对").check();
  await owner.getByRole("button", { name: "保存" }).click();
  await expect(owner.getByText("已保存")).toBeVisible();
  await owner.getByRole("link", { name: "所有配对" }).click();
  await expect(owner.getByText("只是改了变量名，请队伍说明。")).toBeVisible();
});
