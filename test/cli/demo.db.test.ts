import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BoardSettings } from "../../app/api/board-shapes.ts";
import {
  Competition,
  Competitions,
  Entries,
  Leaderboard,
  Submission,
  Submitted,
  Token,
} from "../../app/api/shapes.ts";
import { Announcements, Clarifications } from "../../app/api/talk-shapes.ts";
import { Organisation, WaitingMemberships } from "../../app/api/team-shapes.ts";
import { Client } from "../../app/cli/client.ts";
import { runDemo } from "../../app/cli/demo/run-demo.ts";
import { filesOf, zipOf } from "../../app/cli/demo/zip.ts";
import { TELL_SUBSCRIBERS, tell } from "../../app/discussions/tell.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { webConfig } from "../../config.ts";
import { serveApi } from "../support/api-server.ts";

let api: Awaited<ReturnType<typeof serveApi>>;
let jobs: Awaited<ReturnType<typeof startJobs>>;
const password = "a password of tests";

beforeAll(async () => {
  jobs = await startJobs({ [TELL_SUBSCRIBERS]: tell });
  api = await serveApi();
});
afterAll(async () => {
  await api.close();
  await jobs.stop();
});

const signedIn = async (email: string, scopes = ["read", "take_part"]) => {
  const guest = new Client(api.url);
  const body = { email, password, name: "test", scopes };
  return guest.as((await guest.post("/tokens", Token, { body })).token);
};

test("the demo fills an empty Podium through the API, and a second time adds nothing", {
  timeout: 300_000,
}, async () => {
  writeFileSync(path.join(webConfig().PODIUM_DATA, "setup-code"), "CODE-OF-TESTS");
  const order = { url: api.url, judges: false, password, say: () => {} };
  const signIns = await runDemo({ ...order, setupCode: "CODE-OF-TESTS" });
  expect(signIns.map((s) => s.email)).toContain("organiser@demo.example");

  const guest = new Client(api.url);
  const first = await guest.get("/competitions", Competitions);
  expect(first.competitions.map((c) => [c.slug, c.state, c.entries, c.phase !== null])).toEqual(
    expect.arrayContaining([
      [expect.stringContaining("digits"), "published", 13, true],
      [expect.stringContaining("load"), "published", 4, true],
      ["points-for-practice", "published", 3, true],
    ]),
  );

  const organiser = await signedIn("organiser@demo.example", ["read", "organise"]);
  const digits = first.competitions.find((c) => c.slug.includes("digits"))!.slug;
  const seen = async () => ({
    open: await guest.get("/competitions", Competitions),
    drafts: (await organiser.get("/competitions", Competitions)).competitions.map((c) => [c.slug, c.state]),
    announced: (await guest.get(`/competitions/${digits}/announcements`, Announcements)).announcements.length,
    asked: (await organiser.get(`/competitions/${digits}/clarifications`, Clarifications)).queue
      .map((c) => c.isPublic)
      .toSorted(),
    schools: {
      members: (await guest.get("/organisations/qinghe-university", Organisation)).members,
      waiting: (await organiser.get("/memberships", WaitingMemberships)).memberships.map((one) => one.email),
    },
    own: (await organiser.get(`/competitions/${digits}/entries`, Entries)).entries
      .filter((entry) => entry.kind !== "team")
      .map((entry) => [entry.teamName, entry.kind]),
    medals: (await organiser.get(`/competitions/${digits}/boards`, BoardSettings)).boards[0]!.medals,
  });
  const before = await seen();
  expect(before).toMatchObject({ announced: 1, asked: [false, true] });
  expect(before.drafts).toContainEqual(["software-cup-demo", "draft"]);
  expect(before.schools).toEqual({ members: 4, waiting: ["visitor@demo.example"] });
  expect(before.own).toEqual([["线性判别 LDA", "baseline"]]);
  expect(before.medals).toEqual({ by: "count", gold: 1, silver: 2, bronze: 3 });

  await runDemo({ ...order, setupCode: null });
  expect(await seen()).toEqual(before);
  expect(before.open).toEqual(first);
});

test("a team hands in, sees its submission wait, cancels it, and strangers see nothing of it", async () => {
  const { competitions } = await new Client(api.url).get("/competitions", Competitions);
  const slug = competitions.find((c) => c.slug.includes("digits"))!.slug;
  const team = await signedIn("centroid@demo.example");

  const { phases } = await team.get(`/competitions/${slug}`, Competition);
  expect(phases).toMatchObject([{ position: 0, open: true, timeLimitS: 30 }]);
  const archive = await zipOf(filesOf("app/cli/demo/digits/teams/centroid-1"));
  const made = await team.post(`/competitions/${slug}/submissions`, Submitted, {
    archive,
    query: { fileName: "centroid.zip", note: "plain Python" },
  });
  const shown = await team.get(`/submissions/${made.id}`, Submission);
  expect(shown).toMatchObject({
    state: "queued",
    fileName: "centroid.zip",
    note: "plain Python",
    scores: [],
  });

  const stranger = await signedIn("visitor@demo.example");
  await expect(stranger.get(`/submissions/${made.id}`, Submission)).rejects.toMatchObject({ status: 404 });
  await expect(stranger.post(`/submissions/${made.id}/cancel`, Submission)).rejects.toMatchObject({
    status: 404,
  });
  await expect(
    stranger.post(`/competitions/${slug}/submissions`, Submitted, { archive }),
  ).rejects.toMatchObject({ code: "forbidden" });

  expect(await team.post(`/submissions/${made.id}/cancel`, Submission)).toMatchObject({
    state: "cancelled",
    counts: false,
  });
  const board = await stranger.get(`/competitions/${slug}/leaderboard`, Leaderboard);
  expect(board).toMatchObject({
    rows: [],
    metrics: [{ key: "accuracy" }, { key: "macro_f1" }, { key: "duration" }],
  });
});

test("what is no zip is refused with a sentence", async () => {
  const { competitions } = await new Client(api.url).get("/competitions", Competitions);
  const slug = competitions.find((c) => c.slug.includes("digits"))!.slug;
  const team = await signedIn("tree@demo.example");

  await expect(
    team.post(`/competitions/${slug}/submissions`, Submitted, { archive: Buffer.from("no zip") }),
  ).rejects.toMatchObject({ status: 422, reason: "submissions.refusals.notAnArchive" });
});
