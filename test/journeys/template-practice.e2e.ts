import { SLUG_CHARS } from "../../app/competitions/limits.ts";
import { aConfirmedPerson, ownerByToken } from "../support/api.ts";
import { expect, test } from "../support/journey.ts";
import { pageOf } from "../support/people-in-browsers.ts";
import {
  draftFrom,
  enter,
  expectAtField,
  move,
  send,
  TONGUES,
  upload,
} from "../support/templates-in-browsers.ts";

for (const tongue of TONGUES) {
  const { say, look, locale } = tongue;
  test(`a practice is open at once, takes one attempt after the other, and is put away, ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const english = locale === "en";
    const title = english ? "Points for practice" : "三类点练习场";
    const { owner, competition: draft } = await draftFrom(browser, tongue, "practice", title);
    const unique = `practice-${locale.toLowerCase()}-${process.pid}-${Date.now()}`;

    await test.step("an address that is none is refused at its field, and the rest stays typed", async () => {
      await owner.goto(`${draft}/manage/settings`);
      const field = (name: string) => owner.locator(`input[name="${name}"]`);
      await field("slug").fill("Not an address");
      await field("reward").fill(english ? "A good feeling" : "成就感");
      await send(field("slug"));
      await expectAtField(field("slug"), say("editor.refusals.slugWrong", { SLUG_CHARS }));
      await expect(field("reward")).toHaveValue(english ? "A good feeling" : "成就感");
      await field("slug").fill(unique);
      await send(field("slug"));
      await expect(owner.getByText(say("editor.saved"), { exact: true })).toBeVisible();
    });
    const competition = `/competitions/${unique}`;
    await move(owner, tongue, competition, "publish");

    const learner = await pageOf(browser, await aConfirmedPerson(await ownerByToken(), "Gao Lan"), look);
    await test.step("a learner takes the starting kit, hands it in as it is, and again at once", async () => {
      await enter(learner, tongue, competition, { team: "Gao Lan" });
      const kit = await learner.request.get(`${competition}/files/starting_kit?n=0`);
      expect(kit.ok()).toBe(true);
      for (const name of ["first.zip", "second.zip"]) {
        await learner.goto(`${competition}/submit`);
        await expect(learner.getByText(say("submissions.submit.unlimited"))).toHaveCount(2);
        await upload(learner, tongue, say("submissions.submit.file"), { name, buffer: await kit.body() });
        await learner.getByRole("button", { name: say("submissions.submit.send"), exact: true }).click();
        await learner.waitForURL(/\/submissions\//);
      }
      await expect(learner.getByText(say("submissions.states.scored"), { exact: true }).first()).toBeVisible({
        timeout: 60_000,
      });
      await learner.goto(`${competition}/submissions`);
      await expect(learner.locator("main tbody tr")).toHaveCount(2);
      await learner.goto(`${competition}/leaderboard`);
      await expect(learner.locator("main tbody tr")).toHaveCount(1);
      await expect(learner.locator("main tbody tr")).toContainText("Gao Lan");
    });

    await test.step("closed and put away it is in no list, takes nothing, and can still be read", async () => {
      await move(owner, tongue, competition, "close");
      await move(owner, tongue, competition, "archive");
      const guest = await (await browser.newContext(look)).newPage();
      await guest.goto("/competitions");
      await expect(guest.getByText(title)).toHaveCount(0);
      await guest.goto(`${competition}/leaderboard`);
      await expect(guest.locator("main tbody tr")).toContainText("Gao Lan");
      await learner.goto(`${competition}/submit`);
      await expect(learner.getByText(say("submissions.refusals.notOpenYet"))).toBeVisible();
    });
  });
}
