import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import Docker from "dockerode";
import { Entry, Logs, Token } from "../../app/api/shapes.ts";
import { Client } from "../../app/cli/client.ts";
import { aTeam, boardOf, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { answers, countingBundle } from "../support/bundle.ts";
import { OWNER } from "../support/owner.ts";
import { processOf } from "../support/processes.ts";
import { dataFolder, removeFolder, startPodium } from "../support/serve.ts";

const docker = new Docker();
const FIVE_OF_SEVEN = "0.7142857143";

/** The attempts that have containers of the served Podium, running or not. */
async function attemptsInContainers(data = process.env.PODIUM_TEST_DATA as string): Promise<string[]> {
  const folder = path.join(data, "judge", "attempts");
  const all = await docker.listContainers({ all: true, filters: { label: ["podium.attempt"] } });
  return all
    .filter((one) => one.Mounts.some((mount) => mount.Source.startsWith(folder)))
    .map((one) => one.Labels["podium.attempt"] as string);
}

/** Waits until the submission's scoring program sleeps as it was asked to. */
async function scoringOf(team: Client, id: string): Promise<void> {
  const said = async () =>
    (await team.get(`/submissions/${id}/logs`, Logs)).chunks.map((c) => c.text).join("");
  await expect.poll(said, { timeout: 30_000, intervals: [100] }).toContain("waiting as asked");
}

test("a judge that is killed in the middle of a run loses nothing: the run is judged again and counts once", async () => {
  test.setTimeout(120_000);
  // What other journeys left at work ends first.
  await expect.poll(() => attemptsInContainers(), { timeout: 30_000 }).toEqual([]);
  const owner = await ownerByToken();
  const slug = await publishBundle(owner, await countingBundle("Squares for a killed judge"));
  const team = await aTeam(owner, slug, "Unshaken");
  const id = await handIn(team, slug, await answers(5, 5));
  const said = async () =>
    (await team.get(`/submissions/${id}/logs`, Logs)).chunks.map((c) => c.text).join("");
  await expect.poll(said, { timeout: 30_000, intervals: [100] }).toContain("waiting as asked");
  const [first, ...others] = await attemptsInContainers();
  expect(others).toEqual([]);
  const killed = processOf("judge.js");
  process.kill(killed, "SIGKILL");

  const secondTry = async () => (await attemptsInContainers()).filter((attempt) => attempt !== first);
  await expect.poll(secondTry, { timeout: 60_000, intervals: [100] }).toHaveLength(1);
  expect(processOf("judge.js")).not.toBe(killed);
  expect(await attemptsInContainers()).not.toContain(first);

  const end = await judged(team, id);
  expect(end).toMatchObject({ state: "scored", cause: "accepted" });
  expect(end.scores.map(({ key, value }) => [key, value])).toEqual([["accuracy", FIVE_OF_SEVEN]]);
  const board = await boardOf(team, slug);
  expect(board.rows).toMatchObject([{ rank: 1, teamName: "Unshaken", submissionId: id }]);
  expect(board.seq).toBe(1);
  await expect.poll(() => attemptsInContainers()).toEqual([]);
  const folders = () => readdirSync(path.join(process.env.PODIUM_TEST_DATA as string, "judge", "attempts"));
  await expect.poll(folders).toEqual([]);
});

test("a web process that is killed comes back to its guests, and their board goes on without a reload", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const owner = await ownerByToken();
  const slug = await publishBundle(owner, await countingBundle("Squares for a killed web"));
  const [early, late] = [await aTeam(owner, slug, "Early"), await aTeam(owner, slug, "Late")];
  await page.goto(`/competitions/${slug}/leaderboard`);
  const board = page.locator("main");
  await expect(board.getByText("Live", { exact: true })).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.dataset.here = "since before the kill";
  });

  // At work while nobody answers its host.
  const atWork = await handIn(early, slug, await answers(5, 4));
  const running = async () => (await attemptsInContainers()).length;
  await expect.poll(running, { timeout: 30_000, intervals: [100] }).toBeGreaterThan(0);
  const killed = processOf("main.js");
  process.kill(killed, "SIGKILL");
  await expect(board.getByText("Reconnecting")).toBeVisible();
  await expect(board.getByText("Live", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(processOf("main.js")).not.toBe(killed);

  expect(await judged(early, atWork)).toMatchObject({ state: "scored", scores: [{ value: FIVE_OF_SEVEN }] });
  await expect(board.getByText("Early", { exact: true })).toBeVisible();
  await judged(late, await handIn(late, slug, await answers(7)));
  await expect(board.getByText("Late", { exact: true })).toBeVisible();
  expect((await boardOf(late, slug)).rows.map((row) => row.teamName)).toEqual(["Late", "Early"]);
  await expect(page.locator("html")).toHaveAttribute("data-here", "since before the kill");
});

test("a Podium whose set-up is killed leaves nothing running, and goes on where it was when it is started again", async () => {
  test.setTimeout(180_000);
  const folder = dataFolder();
  const first = await startPodium(folder);
  try {
    const body = { ...OWNER, code: first.setupCode };
    const { token } = await new Client(first.url).post("/setup", Token, { body });
    const owner = new Client(first.url, token);
    const slug = await publishBundle(owner, await countingBundle("Squares for a killed set-up"));
    const entry = { teamName: "Patient", acceptRules: true };
    await owner.post(`/competitions/${slug}/entries`, Entry, { body: entry });
    const id = await handIn(owner, slug, await answers(5, 4));
    await scoringOf(owner, id);
    first.podium.kill("SIGKILL");
    const answering = () =>
      fetch(`${first.url}/readyz`).then(
        ({ status }) => status,
        () => "nobody",
      );
    await expect.poll(answering, { timeout: 20_000 }).toBe("nobody");
    await expect.poll(() => attemptsInContainers(folder), { timeout: 20_000 }).toEqual([]);

    const second = await startPodium(folder);
    try {
      const again = new Client(second.url, token);
      expect(await judged(again, id)).toMatchObject({ state: "scored", scores: [{ value: FIVE_OF_SEVEN }] });
      expect((await boardOf(again, slug)).rows).toMatchObject([{ submissionId: id }]);
    } finally {
      await second.stop();
    }
  } finally {
    first.podium.kill("SIGKILL");
    removeFolder(folder);
  }
});
