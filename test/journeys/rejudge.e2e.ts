import { expect, type Page, test } from "@playwright/test";
import { aTeam, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { isStillOpen, mark, standing } from "../support/boards-in-browsers.ts";
import { answersBetween, countingBundle, scorer, zipOf } from "../support/bundle.ts";
import { ownerPage } from "../support/people-in-browsers.ts";

/** Begins a rejudge of what the task's new version affects, and waits until it can be decided. */
async function begin(owner: Page, affected: string): Promise<void> {
  await owner.goto(affected);
  await expect(owner.getByText("Submissions: 2. Runs: 2")).toBeVisible();
  await owner.getByLabel("Reason").fill("The first three answers were printed in the task.");
  await owner.getByRole("button", { name: "Start judging" }).click();
  await expect(owner.getByText("All runs have ended: decide")).toBeVisible({ timeout: 60_000 });
}

test("a mended scorer changes nothing when its rejudge is discarded, and the public board when it is approved", async ({
  browser,
  page: guest,
}) => {
  test.setTimeout(180_000);
  const api = await ownerByToken();
  const slug = await publishBundle(api, await countingBundle("Squares judged again"));
  const [head, tail] = [await aTeam(api, slug, "Head"), await aTeam(api, slug, "Tail")];
  const sent = [
    await handIn(head, slug, await answersBetween(0, 5)),
    await handIn(tail, slug, await answersBetween(3, 7)),
  ];
  await Promise.all([judged(head, sent[0] as string), judged(tail, sent[1] as string)]);
  const before = ["Head 0.7143", "Tail 0.5714"];
  await guest.goto(`/competitions/${slug}/leaderboard`);
  await expect.poll(() => standing(guest)).toEqual(before);

  const owner = await ownerPage(browser);
  await owner.goto(`/competitions/${slug}/manage/tasks`);
  await owner.getByRole("link", { name: /^Edit/ }).click();
  const file = owner.getByRole("group", { name: "Scoring program" });
  await file
    .locator('input[type="file"]')
    .setInputFiles({ name: "scorer.zip", mimeType: "application/zip", buffer: await zipOf(scorer(3)) });
  await expect(file.getByText("Uploaded.")).toBeVisible();
  await owner.getByLabel("What changed").fill("The first three no longer count");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByText("Version 2 is in force")).toBeVisible();
  await owner.getByRole("main").getByRole("link", { name: "Judge again", exact: true }).click();
  await owner.waitForURL("**/manage/rejudges?task=*");
  const affected = owner.url();

  await begin(owner, affected);
  const preview = (team: string) => owner.getByRole("row").filter({ hasText: team }).first();
  await expect(preview("Tail")).toContainText("up 1");
  await expect(preview("Tail")).toContainText(/1\.0000.*before 0\.5714/s);
  await expect(preview("Head")).toContainText("down 1");
  await expect(preview("Head")).toContainText(/0\.5000.*before 0\.7143/s);
  await owner.getByRole("button", { name: "Discard" }).click();
  await expect(owner.getByText("Discarded: nothing changed")).toBeVisible();
  expect(await standing(guest)).toEqual(before);
  await guest.reload();
  await expect.poll(() => standing(guest)).toEqual(before);

  await begin(owner, affected);
  await mark(guest);
  await owner.getByRole("button", { name: "Approve all" }).click();
  await expect(owner.getByText("Tick this to approve: it cannot be taken back.")).toBeVisible();
  expect(await standing(guest)).toEqual(before);
  await owner.getByLabel("Yes, these results become official now").check();
  await owner.getByRole("button", { name: "Approve all" }).click();
  await expect(owner.getByText("Approved: these results are official")).toBeVisible();
  await expect.poll(() => standing(guest)).toEqual(["Tail 1.0000", "Head 0.5000"]);
  expect(await isStillOpen(guest)).toBe(true);
});
