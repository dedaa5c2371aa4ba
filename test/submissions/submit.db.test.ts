import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { submitFacts } from "../../app/submissions/form-queries.server.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { competitions, entries, runs, submissions, uploads } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aSubmission, aTeamIn, aZip, type Contest, later, NOW } from "../factories/submissions.ts";

type Person = Awaited<ReturnType<typeof aPerson>>;

const handIn = async (contest: Contest, { viewer }: Pick<Person, "viewer">, more: object = {}) =>
  submit({ viewer, slug: contest.slug, blob: await aZip(), fileName: "a.zip", now: NOW, ...more });
const reasonOf = (outcome: Awaited<ReturnType<typeof submit>>) =>
  outcome.ok ? "accepted" : outcome.refusal.reason.replace("submissions.refusals.", "");

test("a submission waits as one run for each task of the phase", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const submission = await aSubmission(contest, team);
  expect(submission.number).toBe(1);
  const waiting = await db.select().from(runs).where(eq(runs.submissionId, submission.id));
  expect(waiting.map(({ state, taskId }) => [state, taskId])).toEqual([["queued", contest.taskId]]);
});

test("of twenty submissions that arrive together a quota of three takes exactly three", async () => {
  const contest = await aContest({ maxPerDay: 3 });
  const team = await aTeamIn(contest);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => handIn(contest, team)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3);
  expect(new Set(outcomes.filter((o) => !o.ok).map(reasonOf))).toEqual(new Set(["overDailyQuota"]));
  const kept = await db.select().from(submissions).where(eq(submissions.entryId, team.entryId));
  expect(kept.map((row) => row.number).sort()).toEqual([1, 2, 3]);
});

test("submissions of many teams at once get different numbers", async () => {
  const contest = await aContest();
  const crowd = await Promise.all(Array.from({ length: 6 }, () => aTeamIn(contest)));
  const made = await Promise.all(crowd.map((team) => aSubmission(contest, team)));
  expect(made.map((submission) => submission.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("the daily quota turns at midnight UTC while the phase's own goes on", async () => {
  const contest = await aContest({ maxPerDay: 1, maxTotal: 2 });
  const team = await aTeamIn(contest);
  await aSubmission(contest, team);
  expect(reasonOf(await handIn(contest, team))).toBe("overDailyQuota");
  expect(reasonOf(await handIn(contest, team, { now: new Date("2026-11-06T00:00:00Z") }))).toBe("accepted");
  expect(reasonOf(await handIn(contest, team, { now: new Date("2026-11-07T00:00:00Z") }))).toBe(
    "overTotalQuota",
  );
});

test("the day turns at the phase's minute in the competition's time zone", async () => {
  const contest = await aContest({ maxPerDay: 1, dayTurnsAtMin: 9 * 60 });
  await db
    .update(competitions)
    .set({ timeZone: "Asia/Shanghai" })
    .where(eq(competitions.id, contest.competitionId));
  const team = await aTeamIn(contest);
  // 20:00 in Shanghai; the day turns at 09:00 there, 01:00 UTC.
  await aSubmission(contest, team);
  const before = await handIn(contest, team, { now: new Date("2026-11-06T00:59:59Z") });
  expect(before).toMatchObject({ refusal: { values: { max: 1, at: "09:00", zone: "Asia/Shanghai" } } });
  expect(reasonOf(await handIn(contest, team, { now: new Date("2026-11-06T01:00:00Z") }))).toBe("accepted");
});

test("the monthly quota turns on the first of the month in the competition's time zone", async () => {
  const contest = await aContest({ maxPerMonth: 2 });
  await db
    .update(competitions)
    .set({ timeZone: "Asia/Shanghai" })
    .where(eq(competitions.id, contest.competitionId));
  const team = await aTeamIn(contest);
  const at = (now: string) => handIn(contest, team, { now: new Date(now) });
  expect(reasonOf(await at("2026-11-05T12:00:00Z"))).toBe("accepted");
  expect(reasonOf(await at("2026-11-29T12:00:00Z"))).toBe("accepted");
  // The last second of November in Shanghai, then the first of December: in UTC still November.
  expect(await at("2026-11-30T15:59:59Z")).toMatchObject({
    refusal: {
      code: "over_quota",
      reason: "submissions.refusals.overMonthlyQuota",
      values: { max: 2, at: "00:00", zone: "Asia/Shanghai" },
    },
  });
  expect(reasonOf(await at("2026-11-30T16:00:00Z"))).toBe("accepted");
});

test("a team that accepted earlier rules reads the new ones before it submits again", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  await aSubmission(contest, team);
  await db.update(competitions).set({ rulesVersion: 2 }).where(eq(competitions.id, contest.competitionId));
  expect(reasonOf(await handIn(contest, team))).toBe("rulesChanged");
  await db.update(entries).set({ rulesVersion: 2 }).where(eq(entries.id, team.entryId));
  expect(reasonOf(await handIn(contest, team))).toBe("accepted");
});

test("no more wait or run at once than the phase lets, however many arrive together", async () => {
  const contest = await aContest({ maxWaiting: 2 });
  const team = await aTeamIn(contest);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => handIn(contest, team)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(2);
  expect(new Set(outcomes.filter((o) => !o.ok).map(reasonOf))).toEqual(new Set(["overWaiting"]));
  const [first] = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  await cancel({ viewer: team.viewer, submissionId: first!.id, now: NOW });
  expect(reasonOf(await handIn(contest, team))).toBe("accepted");
});

test("an upload handed in twice is one submission", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const blob = await aZip();
  const [upload] = await db
    .insert(uploads)
    .values({ personId: team.id, fileName: "a.zip", size: blob.size, blobHash: blob.hash })
    .returning();
  const outcomes = await Promise.all([1, 2].map(() => handIn(contest, team, { blob, uploadId: upload!.id })));
  expect(outcomes.map(reasonOf).sort()).toEqual(["accepted", "handedInAlready"]);
});

describe("a container image", () => {
  const images = { accepts: ["image_tar", "image_reference"] };
  const aTar = (name: string, content: string) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
    header.fill(" ", 148, 156);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return Buffer.concat([header, body]);
  };
  const stored = (...parts: Buffer[]) =>
    blobStore().put(Readable.from([Buffer.concat([...parts, Buffer.alloc(1024)])]), { maxBytes: 100_000 });
  const manifest = JSON.stringify([{ Config: "a.json", RepoTags: ["a:1"], Layers: ["layer.tar"] }]);

  test("is taken as the tar that docker save writes, wherever its manifest stands", async () => {
    const contest = await aContest(images);
    const blob = await stored(aTar("layer.tar", "x".repeat(700)), aTar("manifest.json", manifest));
    expect(reasonOf(await handIn(contest, await aTeamIn(contest), { kind: "image_tar", blob }))).toBe(
      "accepted",
    );
  });

  test("is taken as a name, kept as a small file of its own", async () => {
    const contest = await aContest(images);
    const team = await aTeamIn(contest);
    const kind = "image_reference";
    expect(reasonOf(await handIn(contest, team, { kind, reference: "not a name" }))).toBe("notAReference");
    expect(reasonOf(await handIn(contest, team, { kind, reference: "example.org/a/b:1" }))).toBe("accepted");
    const [row] = await db.select().from(submissions).where(eq(submissions.entryId, team.entryId));
    expect(row).toMatchObject({ kind, fileName: "example.org/a/b:1" });
    const chunks = await (await blobStore().open(row!.blobHash)).toArray();
    expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ reference: "example.org/a/b:1" });
  });

  test.each([
    ["a zip", () => aZip()],
    ["a tar without a manifest", () => stored(aTar("layer.tar", "x"))],
    ["a manifest that lists nothing", () => stored(aTar("manifest.json", "[]"))],
    ["a manifest that is no JSON", () => stored(aTar("manifest.json", "{"))],
  ])("that is %s is refused", async (_what, made) => {
    const contest = await aContest(images);
    const blob = await made();
    expect(reasonOf(await handIn(contest, await aTeamIn(contest), { kind: "image_tar", blob }))).toBe(
      "notAnImage",
    );
  });

  test("is refused where the phase takes archives only, and an archive where it takes images only", async () => {
    const contest = await aContest();
    const kind = "image_reference";
    const team = await aTeamIn(contest);
    expect(reasonOf(await handIn(contest, team, { kind, reference: "a/b" }))).toBe("kindNotTaken");
    const other = await aContest(images);
    expect(reasonOf(await handIn(other, await aTeamIn(other)))).toBe("kindNotTaken");
  });
});

test("the fact sheet's answers are kept, and a required one that is missing is asked for at its field", async () => {
  const contest = await aContest();
  await db
    .update(competitions)
    .set({ factSheet: { method: { type: "text", title: "Method", is_required: "True" } } })
    .where(eq(competitions.id, contest.competitionId));
  const team = await aTeamIn(contest);
  expect(await handIn(contest, team)).toMatchObject({ refusal: { field: "fact.method" } });
  expect(reasonOf(await handIn(contest, team, { factSheet: { method: "trees" } }))).toBe("accepted");
  const [row] = await db.select().from(submissions).where(eq(submissions.entryId, team.entryId));
  expect(row?.factSheet).toEqual({ method: "trees" });
});

test("a cancelled submission gives its place in the quota back and its run never starts", async () => {
  const contest = await aContest({ maxTotal: 1 });
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  expect(await cancel({ viewer: team.viewer, submissionId: id, now: later(1) })).toMatchObject({ ok: true });
  const [run] = await db.select().from(runs).where(eq(runs.submissionId, id));
  expect(run?.state).toBe("cancelled");
  expect(reasonOf(await handIn(contest, team))).toBe("accepted");
  const again = await cancel({ viewer: team.viewer, submissionId: id, now: later(2) });
  expect(again).toMatchObject({ refusal: { code: "conflict" } });
});

test("nobody of another team can cancel a submission", async () => {
  const contest = await aContest();
  const { id } = await aSubmission(contest, await aTeamIn(contest));
  const { viewer } = await aTeamIn(contest, "Others");
  expect(await cancel({ viewer, submissionId: id, now: NOW })).toMatchObject({
    refusal: { code: "not_found" },
  });
});

describe("a submission is refused, and nothing is written,", () => {
  const refusals: [
    string,
    string,
    (contest: Contest, team: Person & { entryId: string }) => Promise<object>,
  ][] = [
    ["to a person without an entry", "noEntry", async () => ({ viewer: (await aPerson()).viewer })],
    [
      "to a person whose address is not verified",
      "unverified",
      async () => ({ viewer: (await aPerson({ verified: false })).viewer }),
    ],
    [
      "before the phase begins",
      "phaseNotStarted",
      async () => ({ phasePosition: 0, now: new Date("2026-10-01") }),
    ],
    ["while no phase is open", "noPhaseOpen", async () => ({ now: new Date("2026-10-01") })],
    ["for a phase that does not exist", "noPhase", async () => ({ phasePosition: 7 })],
    ["for a competition that does not exist", "notFound", async () => ({ slug: "nowhere" })],
    [
      "to an entry that waits to be accepted",
      "entryPending",
      async (_c, team) => {
        await db.update(entries).set({ state: "pending" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "to a withdrawn entry",
      "entryWithdrawn",
      async (_c, team) => {
        await db.update(entries).set({ state: "withdrawn" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "to a disqualified entry",
      "entryDisqualified",
      async (_c, team) => {
        await db.update(entries).set({ state: "disqualified" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "once the competition is closed",
      "notOpenYet",
      async (contest) => {
        await db
          .update(competitions)
          .set({ state: "closed" })
          .where(eq(competitions.id, contest.competitionId));
        return {};
      },
    ],
    [
      "when the file is no archive",
      "notAnArchive",
      async () => ({ blob: await blobStore().put(Readable.from(["just text"]), { maxBytes: 100 }) }),
    ],
    [
      "when the file is larger than allowed",
      "tooLarge",
      async () => ({ blob: { ...(await aZip()), size: 10 ** 12 } }),
    ],
  ];
  test.each(refusals)("%s", async (_when, reason, circumstances) => {
    const contest = await aContest();
    const team = await aTeamIn(contest);
    const more = await circumstances(contest, team);
    expect(reasonOf(await handIn(contest, team, more))).toBe(reason);
    expect(
      await db.select().from(submissions).where(eq(submissions.competitionId, contest.competitionId)),
    ).toEqual([]);
  });

  test("after the phase has ended", async () => {
    const contest = await aContest({ endsAt: NOW });
    expect(reasonOf(await handIn(contest, await aTeamIn(contest), { phasePosition: 0 }))).toBe("phaseEnded");
  });
});

test("the form says before a file is brought what handing it in would be told, and nothing else", async () => {
  const contest = await aContest({ maxTotal: 1 });
  const team = await aTeamIn(contest);
  const told = async () => (await submitFacts(team.viewer, contest.slug, NOW))?.phases[0]?.refusal;
  const set = (entry: Partial<typeof entries.$inferInsert>) =>
    db.update(entries).set(entry).where(eq(entries.id, team.entryId));
  const agrees = async (reason: string) => {
    expect((await told())?.reason).toBe(`submissions.refusals.${reason}`);
    expect(reasonOf(await handIn(contest, team))).toBe(reason);
  };
  expect(await told()).toBe(null);
  await set({ state: "pending" });
  await agrees("entryPending");
  await set({ state: "accepted", rulesVersion: 0 });
  await agrees("rulesChanged");
  await set({ rulesVersion: 1 });
  expect(reasonOf(await handIn(contest, team))).toBe("accepted");
  await agrees("overTotalQuota");
});
