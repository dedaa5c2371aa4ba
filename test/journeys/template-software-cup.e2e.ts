import { OrganisationMade } from "../../app/api/team-shapes.ts";
import { aStudentOf, ownerByToken } from "../support/api.ts";
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

for (const tongue of TONGUES) {
  const { say, look, locale } = tongue;
  test(`a software cup goes from its template through proofs and works to its deadline, ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const english = locale === "en";
    const title = english ? "Software of the campus" : "校园软件设计大赛";
    const { owner, competition } = await draftFrom(browser, tongue, "software_cup", title);
    const proofs = english ? "Registration form and student cards" : "报名表与学生证";
    const code = english ? "Source code" : "源代码";
    const works = english
      ? ["Installer or executable", code, "Slides, video and documents"]
      : ["安装包或可执行程序", code, "演示文稿、视频与文档"];
    const team = english ? "Harbour lights" : "港湾灯火";

    await test.step("registration that closes before it opens is refused, and opens today instead", async () => {
      await owner.goto(`${competition}/manage/settings`);
      const field = (name: string) => owner.locator(`input[name="${name}"]`);
      const until = await field("entriesUntil").inputValue();
      await field("entriesFrom").fill(hoursFromNow(-1));
      await field("entriesUntil").fill(hoursFromNow(-2));
      await field("reward").fill(english ? "A trip to the final" : "总决赛入场券");
      await send(field("reward"));
      await expectAtField(field("entriesUntil"), say("editor.refusals.entriesWindow"));
      await expect(field("reward")).toHaveValue(english ? "A trip to the final" : "总决赛入场券");
      await field("entriesUntil").fill(until);
      await send(field("reward"));
      await expect(owner.getByText(say("editor.saved"), { exact: true })).toBeVisible();
    });
    await move(owner, tongue, competition, "publish");

    const api = await ownerByToken();
    const school = english ? "Harbour University" : "港湾大学";
    const { id: schoolId } = await api.post("/organisations", OrganisationMade, {
      body: { name: `${school} ${process.pid}-${Date.now()}`, kind: "school" },
    });
    const captain = await pageOf(
      browser,
      await aStudentOf(api, schoolId, english ? "Chen An" : "陈安"),
      look,
    );
    const mate = await pageOf(browser, await aStudentOf(api, schoolId, english ? "Xu Ning" : "徐宁"), look);

    await test.step("two students of one school choose a problem and hand in their proofs", async () => {
      await enter(captain, tongue, competition, { team, track: "A1" });
      await followInvitation(mate, tongue, captain);
      await captain.goto(`${competition}/deliverables`);
      await expect(captain.getByText(say("deliverables.refusals.entryPending")).first()).toBeVisible();
      const buffer = await zipOf({ "cards.txt": "two cards" });
      await deliver(captain, tongue, competition, proofs, { name: "cards.zip", buffer });
      await expect(captain.getByText(say("deliverables.receiptPage.thanks"))).toBeVisible();
    });

    await test.step("the organiser accepts it from the queue, and its files bear the code", async () => {
      await owner.goto(`${competition}/manage/entries`);
      await owner.getByLabel(say("entries.manage.choose", { team })).check();
      await owner.getByRole("button", { name: say("entries.manage.acceptChosen") }).click();
      await expect(
        owner.getByText(say("entries.manage.acceptedSome", { accepted: 1, left: 0 })),
      ).toBeVisible();
      await mate.goto(`${competition}/team`);
      await expect(mate.getByText("A1-0001")).toBeVisible();
    });

    await test.step("works are handed in under their names, and one is replaced before the deadline", async () => {
      const zip = async (text: string) => zipOf({ "work.txt": text });
      const names = ["A1-0001-1-program.zip", "A1-0001-2-source.zip", "A1-0001-3-documents.zip"];
      await deliver(mate, tongue, competition, code, { name: "source.zip", buffer: await zip("one") });
      await expect(
        mate.getByText(
          say("deliverables.refusals.wrongName", { expected: names[1] as string, name: "source.zip" }),
        ),
      ).toBeVisible();
      for (const [i, slot] of [...works, code].entries()) {
        const name = names[i] ?? (names[1] as string);
        await deliver(mate, tongue, competition, slot, { name, buffer: await zip(`${slot} ${i}`) });
        await expect(mate.getByText(say("deliverables.receiptPage.thanks"))).toBeVisible();
        await expect(mate.getByText(name, { exact: true })).toBeVisible();
      }
      await captain.goto(`${competition}/deliverables`);
      await expect(captain.getByText(say("deliverables.allThere"))).toBeVisible();
      await expect(captain.getByText(say("deliverables.earlier", { count: 1 }))).toBeVisible();
    });

    await test.step("the deadline passes: what was handed in stands, and the organiser has every file", async () => {
      await setDue(owner, tongue, competition, code, hoursFromNow(-1));
      await captain.reload();
      await expect(captain.getByText(say("deliverables.refusals.closed"))).toHaveCount(1);
      const row = owner.getByRole("row").filter({ hasText: team });
      await expect(row.getByRole("link", { name: say("deliverables.version", { version: 2 }) })).toHaveCount(
        1,
      );
      await expect(row.getByRole("link", { name: say("deliverables.version", { version: 1 }) })).toHaveCount(
        3,
      );
      await owner.getByRole("link", { name: say("deliverables.manage.incomplete"), exact: true }).click();
      await expect(owner.getByText(say("deliverables.manage.noTeams"))).toBeVisible();
      const guest = await (await browser.newContext(look)).newPage();
      const files = await guest.request.get(`${competition}/manage/deliverables/receipts.csv`);
      expect(await files.text()).not.toContain(team);
      await move(owner, tongue, competition, "close");
      await guest.goto(competition);
      await expect(guest.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(guest.getByText("A1", { exact: false }).first()).toBeVisible();
      await captain.goto(`${competition}/deliverables`);
      await expect(captain.getByText(say("deliverables.refusals.competitionClosed")).first()).toBeVisible();
    });
  });
}
