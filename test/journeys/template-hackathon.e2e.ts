import { aConfirmedPerson, ownerByToken } from "../support/api.ts";
import { zipOf } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { pageOf } from "../support/people-in-browsers.ts";
import {
  deliver,
  draftFrom,
  enter,
  expectAtField,
  followInvitation,
  hoursFromNow,
  move,
  send,
  setDue,
  TONGUES,
} from "../support/templates-in-browsers.ts";

const PDF = Buffer.from("%PDF-1.7\n");
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

for (const tongue of TONGUES) {
  const { say, look, locale } = tongue;
  test(`a hackathon goes from its template to the last file of its weekend, on phones, ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const english = locale === "en";
    const title = english ? "A weekend of building" : "周末开发马拉松";
    const { owner, competition } = await draftFrom(browser, tongue, "hackathon", title);
    const source = english ? "Source code" : "源代码";
    const slides = english ? "Slides or video" : "演示文稿或视频";
    const poster = english ? "Poster" : "海报";
    const team = english ? "Night owls" : "夜猫子";

    await test.step("a file of no size is refused where it is said, and nothing of the slot is lost", async () => {
      await owner.goto(`${competition}/manage/deliverables/new`);
      const field = (name: string) => owner.locator(`input[name="${name}"]`);
      await field(`title.${locale}`).fill(poster);
      await field("extensions").fill("png, pdf");
      await field("maxMebibytes").fill("0");
      await send(field("extensions"));
      await expectAtField(field("maxMebibytes"), say("deliverables.refusals.badSize", { max: "2048" }));
      await expect(field(`title.${locale}`)).toHaveValue(poster);
      await expect(field("extensions")).toHaveValue("png, pdf");
      await field("maxMebibytes").fill("5");
      await field("required").uncheck();
      await send(field("extensions"));
      await expect(owner.getByRole("heading", { level: 2, name: poster })).toBeVisible();
    });
    await move(owner, tongue, competition, "publish");

    const api = await ownerByToken();
    const phone = { ...look, ...PHONE };
    const captain = await pageOf(browser, await aConfirmedPerson(api, "He Qing"), phone);
    const mate = await pageOf(browser, await aConfirmedPerson(api, "Bai Lu"), phone);
    await test.step("a team forms before the weekend, by a link that one sends the other", async () => {
      await enter(captain, tongue, competition, { team });
      await followInvitation(mate, tongue, captain);
    });

    await test.step("the weekend has begun: a demo is handed in, and the code twice, with a receipt each time", async () => {
      await deliver(mate, tongue, competition, slides, { name: "demo.mp4", buffer: Buffer.from("no video") });
      await expect(
        mate.getByText(say("deliverables.refusals.wrongContent", { ending: ".mp4" })),
      ).toBeVisible();
      await deliver(mate, tongue, competition, slides, { name: "demo.pdf", buffer: PDF });
      await expect(mate.getByText(say("deliverables.receiptPage.thanks"))).toBeVisible();
      for (const version of [1, 2]) {
        const buffer = await zipOf({ "main.py": `print(${version})\n` });
        await deliver(captain, tongue, competition, source, { name: "source.zip", buffer });
        await expect(captain.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
      }
      await captain.goto(`${competition}/deliverables`);
      await expect(captain.getByText(say("deliverables.allThere"))).toBeVisible();
      await expect(captain.getByText(say("deliverables.earlier", { count: 1 }))).toBeVisible();
      await captain.setViewportSize({ width: 390, height: 844 });
      expect(await captain.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
        true,
      );
    });

    await test.step("48 hours are over: the code is shut, stands as it was, and the organiser takes it all away", async () => {
      await setDue(owner, tongue, competition, source, hoursFromNow(-1));
      await captain.reload();
      await expect(captain.getByText(say("deliverables.refusals.closed"))).toHaveCount(1);
      await expect(captain.getByText(say("deliverables.earlier", { count: 1 }))).toBeVisible();
      const row = owner.getByRole("row").filter({ hasText: team });
      await expect(
        row.getByRole("link", { name: say("deliverables.version", { version: 2 }) }),
      ).toBeVisible();
      const all = owner.getByRole("link", { name: say("deliverables.manage.all") }).first();
      const zip = await owner.request.get((await all.getAttribute("href")) as string);
      expect((await zip.body()).subarray(0, 2).toString()).toBe("PK");
      const receipts = await owner.request.get(`${competition}/manage/deliverables/receipts.csv`);
      expect((await receipts.text()).match(/source\.zip/g)).toHaveLength(2);
      await move(owner, tongue, competition, "close");
      await mate.goto(`${competition}/deliverables`);
      await expect(mate.getByText(say("deliverables.refusals.competitionClosed")).first()).toBeVisible();
      await expect(mate.locator('main input[type="file"]')).toHaveCount(0);
    });
  });
}
