import { aCaptain, aConfirmedPerson, handIn, judged, ownerByToken } from "../support/api.ts";
import { standing } from "../support/boards-in-browsers.ts";
import { zipOf } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { pageOf } from "../support/people-in-browsers.ts";
import {
  draftFrom,
  enter,
  expectAtField,
  followInvitation,
  move,
  send,
  TONGUES,
  upload,
} from "../support/templates-in-browsers.ts";

// The organiser's own task: the public part is the first line of the answers, the private one the second.
const scorer = () =>
  zipOf({
    metadata: "command: python3 score.py\n",
    "score.py": `
import json
answers = open("/app/input/res/answers.txt").read().split()
public, private = open("/app/input/ref/truth.txt").read().split()
json.dump({"accuracy": float(answers[0]) * float(public), "accuracy_private": float(answers[1]) * float(private)},
          open("/app/output/scores.json", "w"))
`,
  });
const truth = () => zipOf({ "truth.txt": "0.5 0.25\n" });
const answers = (pub: number, priv: number) => zipOf({ "answers.txt": `${pub} ${priv}\n` });

for (const tongue of TONGUES) {
  const { say, look, locale } = tongue;
  test(`an organiser's benchmark goes from its template to the reveal of what was private, ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const english = locale === "en";
    /** The private column, as the template names it. */
    const secret = english ? "Accuracy (private)" : "准确率（私有）";
    const { owner, competition } = await draftFrom(
      browser,
      tongue,
      "ai_benchmark",
      english ? "Depth from one photo" : "单张照片测深挑战赛",
    );
    const slug = competition.split("/").at(-1) as string;

    await test.step("a quota below zero and a phase that runs into the next are refused where they are", async () => {
      await owner.goto(`${competition}/manage/phases`);
      await owner
        .getByRole("link", { name: `${say("editor.edit")} ${english ? "Development" : "初赛"}` })
        .click();
      const field = (name: string) => owner.locator(`input[name="${name}"]`);
      await field("maxPerDay").fill("-1");
      await field("maxTotal").fill("7");
      await send(field("maxPerDay"));
      await expectAtField(field("maxPerDay"), say("editor.refusals.wholeNumber", { min: 0, max: 1_000_000 }));
      await expect(field("maxPerDay")).toHaveValue("-1");
      await field("maxPerDay").fill("3");
      const ends = await field("endsAt").inputValue();
      await field("endsAt").fill("2099-01-01T00:00");
      await send(field("endsAt"));
      const next = english ? "Final" : "决赛";
      await expectAtField(field("endsAt"), say("editor.refusals.endsInPhase", { phase: next }));
      await expect(field("maxPerDay")).toHaveValue("3");
      await expect(field("maxTotal")).toHaveValue("7");
      await field("endsAt").fill(ends);
      await send(field("endsAt"));
      await expect(owner.getByText(say("editor.saved"), { exact: true })).toBeVisible();
    });

    await test.step("programs and data of the organiser's own replace the sample's", async () => {
      await owner.goto(`${competition}/manage/tasks`);
      await owner.getByRole("link", { name: new RegExp(`^${say("editor.edit")}`) }).click();
      const file = (what: "scoringProgram" | "referenceData") =>
        say("editor.files.upload", { what: say(`editor.files.${what}`) });
      await upload(owner, tongue, file("scoringProgram"), { name: "scorer.zip", buffer: await scorer() });
      await upload(owner, tongue, file("referenceData"), { name: "truth.zip", buffer: await truth() });
      const memory = owner.locator('input[name="limits.memoryBytes"]');
      const note = owner.locator('input[name="note"]');
      await note.fill(english ? "Our own data" : "换成我们的数据");
      await memory.fill("1");
      await send(memory);
      const most = await memory.getAttribute("max");
      await expectAtField(memory, say("editor.refusals.limitOutside", { min: 16, max: String(most) }));
      await expect(note).toHaveValue(english ? "Our own data" : "换成我们的数据");
      await expect(owner.getByText("scorer.zip", { exact: true })).toBeVisible();
      await memory.fill("64");
      await send(memory);
      await expect(owner.getByText(say("editor.tasks.renewed", { n: 2 }))).toBeVisible();
    });
    await move(owner, tongue, competition, "publish");

    const api = await ownerByToken();
    const [lin, mo] = [await aConfirmedPerson(api, "Lin Yue"), await aConfirmedPerson(api, "Mo Ran")];
    const captain = await pageOf(browser, lin, look);
    const mate = await pageOf(browser, mo, look);
    const [ours, others] = english ? ["Spiral", "Straight"] : ["螺旋队", "直线队"];
    const other = await aCaptain(api, slug, others);

    await test.step("a team of two forms by its link and hands in to the real judge", async () => {
      await enter(captain, tongue, competition, { team: ours });
      await followInvitation(mate, tongue, captain);
      await mate.goto(`${competition}/submit`);
      await upload(mate, tongue, say("submissions.submit.file"), {
        name: "answers.zip",
        buffer: await answers(1, 0.1),
      });
      await mate.getByRole("button", { name: say("submissions.submit.send"), exact: true }).click();
      const theirs = await handIn(other.team, slug, await answers(0.8, 0.9));
      await expect(mate.getByText(say("submissions.states.scored"), { exact: true }).first()).toBeVisible({
        timeout: 60_000,
      });
      await judged(other.team, theirs);
      await expect(mate.locator("main").getByText("0.5000").first()).toBeVisible();
      await expect(mate.getByText(secret)).toHaveCount(0);
      await owner.goto(`${competition}/manage/submissions`);
      await expect(owner.locator("main tbody tr")).toHaveCount(2);
      await expect(owner.locator("main tbody")).toContainText(ours);
    });

    const guest = await (await browser.newContext(look)).newPage();
    await guest.goto(`${competition}/leaderboard`);
    await expect.poll(() => standing(guest)).toEqual([`${ours} 0.5000`, `${others} 0.4000`]);
    await expect(guest.getByText(secret)).toHaveCount(0);

    await test.step("the organiser ends it, and the reveal turns the board round before everybody's eyes", async () => {
      await move(owner, tongue, competition, "close");
      await captain.goto(`${competition}/submit`);
      await expect(captain.getByText(say("submissions.refusals.notOpenYet"))).toBeVisible();
      await owner.goto(`${competition}/manage/board`);
      await owner.getByLabel(say("leaderboards.settings.revealConfirm")).first().check();
      await owner
        .getByRole("button", { name: say("leaderboards.settings.reveal"), exact: true })
        .first()
        .click();
      await expect(guest.getByText(secret).first()).toBeVisible();
      await expect
        .poll(async () => (await standing(guest)).map((row) => row.split(" ")[0]))
        .toEqual([others, ours]);
      await mate.reload();
      await expect(mate.getByText(secret).first()).toBeVisible();
    });
  });
}
