import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { changeSettings } from "../../app/competitions/change-settings.server.ts";
import { addHost } from "../../app/judging/change-hosts.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { hostReport } from "../../app/judging/host-report.server.ts";
import { hostByToken, type JudgeHost } from "../../app/judging/hosts.server.ts";
import { competitionImage, imagesOfHost } from "../../app/judging/image-queries.server.ts";
import { countSelected } from "../../app/judging/rejudge-matching.server.ts";
import { lookForImage, takeImage } from "../../app/judging/take-image.server.ts";
import { GUEST, type SignedInViewer } from "../../app/people/viewer.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, judgeHosts, judgeQueues, phases, tasks, taskVersions } from "../../db/schema/index.ts";
import { type HeldImage, HostReport, type LookedImage } from "../../judge/contract/protocol.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aPerson } from "../factories/people.ts";
import { aReport, aZip, claimed, hostFacts, later } from "../factories/submissions.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
const digest = (letter: string) => `lab/x@sha256:${letter.repeat(64)}`;
const [FIRST, SECOND] = [digest("a"), digest("b")];

/** A queue of their own with hosts, and a published competition that runs there in the image lab/x:1. */
async function aFleet({ hosts = 1, labels = [] as string[] } = {}) {
  const { viewer: owner } = await aPerson({ role: "organiser" });
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `queue ${randomUUID()}`, ownerId: owner.person.id, createdAt: NOW })
    .returning();
  const competition = await aCompetition({
    organiser: owner,
    now: NOW,
    set: { image: "lab/x:1", queueId: queue!.id },
  });
  if (labels.length > 0) await db.update(tasks).set({ labels }).where(eq(tasks.id, competition.taskId));
  const fleet = await Promise.all(Array.from({ length: hosts }, () => aHostOf(owner, queue!.id)));
  return { owner, queueId: queue!.id, competition, host: fleet[0]!, fleet };
}

async function aHostOf(viewer: SignedInViewer, queueId: string): Promise<JudgeHost> {
  const made = await addHost({
    viewer,
    host: { name: `host ${randomUUID()}`, queueId, note: null },
    now: NOW,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  return (await hostByToken(made.value.token))!;
}

const held = (more: Partial<HeldImage> = {}): HeldImage => ({
  image: "lab/x:1",
  asked: null,
  state: "here",
  exact: FIRST,
  progress: null,
  detail: "",
  own: false,
  ...more,
});

async function reports(
  host: JudgeHost,
  images: HeldImage[] = [],
  { looked = [] as LookedImage[], labels = [] as string[], now = NOW } = {},
) {
  const report = HostReport.parse({ host: hostFacts({ labels }), images, looked });
  const said = await hostReport(host, report, now);
  if (!said.ok) throw new Error(said.refusal.reason);
  return said.value;
}

type Fleet = Awaited<ReturnType<typeof aFleet>>;

/** A team hands in; answers what a host is given for it and how to end that. */
async function judged({ competition, host }: Fleet, now = NOW) {
  const { viewer } = await aPerson();
  await anEntry({ competition, people: [viewer], now });
  const blob = await aZip();
  const sent = await submit({ viewer, slug: competition.slug, blob, fileName: "a.zip", now });
  if (!sent.ok) throw new Error(sent.refusal.reason);
  const work = await claimed(host, now);
  const end = () =>
    finish({ hostId: host.id, attemptId: work.attemptId, report: aReport(), now, onScored: async () => {} });
  return { work, end };
}

test("the first host that has an image fixes it for all runs; another word for the same name changes nothing", async () => {
  const fleet = await aFleet({ hosts: 2 });
  const [one, other] = fleet.fleet as [JudgeHost, JudgeHost];
  const wanted = { image: "lab/x:1", named: "lab/x:1", exact: null };
  expect(await reports(one)).toMatchObject({ images: [wanted], looks: [] });
  expect((await reports(one, [held()])).images).toEqual([{ ...wanted, exact: FIRST }]);
  expect((await reports(other, [held({ exact: SECOND })])).images).toEqual([{ ...wanted, exact: FIRST }]);
  const { work } = await judged(fleet);
  expect(work).toMatchObject({ image: FIRST, imageNamed: "lab/x:1" });
  expect(await competitionImage(fleet.owner, fleet.competition.slug, NOW)).toMatchObject({
    fixed: { exact: FIRST, by: null },
    newer: null,
  });
});

test("what is no digest of the name, or a host's own choice, fixes nothing", async () => {
  const fleet = await aFleet();
  for (const exact of ["lab/x:1", `evil/y@sha256:${"a".repeat(64)}`, "sha256:short"])
    expect((await reports(fleet.host, [held({ exact })])).images[0]?.exact).toBeNull();
  expect((await reports(fleet.host, [held({ own: true })])).images[0]?.exact).toBeNull();
  expect((await judged(fleet)).work.image).toBe("lab/x:1");
  const id = `sha256:${"c".repeat(64)}`;
  expect((await reports(fleet.host, [held({ exact: id })])).images[0]?.exact).toBe(id);
});

test("a newer image runs only once an organiser takes it, and then what ran before can be judged again", async () => {
  const fleet = await aFleet();
  const { owner, host, competition } = fleet;
  const { slug, id, taskId } = competition;
  await reports(host, [held()]);
  const before = await judged(fleet);
  await before.end();

  expect(await lookForImage({ viewer: owner, slug, now: NOW })).toMatchObject({ ok: true });
  const { looks } = await reports(host, [held({ asked: FIRST })]);
  expect(looks).toEqual([{ image: "lab/x:1", named: "lab/x:1", askedAt: NOW.getTime() }]);
  const answer = { image: "lab/x:1", askedAt: NOW.getTime(), exact: SECOND, problem: null };
  const orders = await reports(host, [held({ asked: FIRST })], { looked: [answer], now: later(10, NOW) });
  expect(orders.looks).toEqual([]);
  // It is fetched ahead, so that taking it keeps nobody waiting.
  expect(orders.images.map(({ exact }) => exact)).toEqual([FIRST, SECOND]);
  const seen = await competitionImage(owner, slug, NOW);
  expect(seen).toMatchObject({
    fixed: { exact: FIRST },
    newer: { exact: SECOND },
    touches: { submissions: 1, runs: 1 },
  });
  expect((await judged(fleet, later(20, NOW))).work.image).toBe(FIRST);

  const stale = await takeImage({ viewer: owner, slug, exact: FIRST, now: NOW });
  expect(stale).toMatchObject({ refusal: { reason: "judging.refusals.imageGone" } });
  expect(await takeImage({ viewer: owner, slug, exact: SECOND, now: later(30, NOW) })).toMatchObject({
    ok: true,
  });
  expect((await judged(fleet, later(40, NOW))).work.image).toBe(SECOND);
  expect(await countSelected(db, id, { outdated: true })).toMatchObject({
    value: { submissions: 1, runs: 1 },
  });
  const versions = await db.select().from(taskVersions).where(eq(taskVersions.taskId, taskId));
  expect(versions.map(({ version }) => version).toSorted()).toEqual([1, 2]);
  expect(versions.find(({ version }) => version === 2)?.note).toContain(SECOND);
  expect((await reports(host, [held({ asked: SECOND, exact: SECOND })])).images).toMatchObject([
    { exact: SECOND },
  ]);
});

test("a look that finds the image that runs says so, and one that fails says why until another host can tell", async () => {
  const fleet = await aFleet({ hosts: 2 });
  const { owner, competition, host } = fleet;
  await reports(host, [held()]);
  await lookForImage({ viewer: owner, slug: competition.slug, now: NOW });
  const about = { image: "lab/x:1", askedAt: NOW.getTime() };
  await reports(host, [], { looked: [{ ...about, exact: null, problem: "no route" }] });
  const seen = () => competitionImage(owner, competition.slug, NOW);
  expect(await seen()).toMatchObject({ look: { answeredAt: null, problem: "no route" } });
  await reports(fleet.fleet[1]!, [], {
    looked: [{ ...about, exact: FIRST, problem: null }],
    now: later(5, NOW),
  });
  expect(await seen()).toMatchObject({ newer: null, look: { answeredAt: later(5, NOW), problem: null } });
});

test("another name is another image: it is fixed anew, and what ran in the old one is found", async () => {
  const fleet = await aFleet();
  const { owner, host, competition } = fleet;
  await reports(host, [held()]);
  await (await judged(fleet)).end();
  const change = { image: "lab/z:2" };
  expect(await changeSettings({ viewer: owner, slug: competition.slug, change, now: NOW })).toMatchObject({
    ok: true,
  });
  expect((await reports(host)).images).toMatchObject([{ image: "lab/z:2", exact: null }]);
  const exact = `lab/z@sha256:${"d".repeat(64)}`;
  await reports(host, [held({ image: "lab/z:2", exact })]);
  expect(await countSelected(db, competition.id, { outdated: true })).toMatchObject({ value: { runs: 1 } });
  expect((await judged(fleet, later(9, NOW))).work.image).toBe(exact);
});

test("only hosts that may come to judge a competition that is on are told to fetch its image", async () => {
  const { host, competition } = await aFleet({ labels: ["a100"] });
  const told = async (now = NOW, labels: string[] = ["a100"]) =>
    (await reports(host, [], { labels, now })).images.length;
  expect(await told()).toBe(1);
  expect(await told(NOW, [])).toBe(0);
  expect(await told(new Date("2028-06-01T00:00:00Z"))).toBe(0);
  await db.update(competitions).set({ state: "draft" }).where(eq(competitions.id, competition.id));
  expect(await told()).toBe(0);
  await db.update(competitions).set({ state: "published" }).where(eq(competitions.id, competition.id));
  await db.update(phases).set({ endsAt: null }).where(eq(phases.competitionId, competition.id));
  expect(await told(new Date("2028-06-01T00:00:00Z"))).toBe(1);
  await db.update(judgeHosts).set({ state: "draining" }).where(eq(judgeHosts.id, host.id));
  expect(await told()).toBe(0);
});

test("organisers see how far every host is; what others call their hosts stays theirs", async () => {
  const fleet = await aFleet({ hosts: 3 });
  const { owner, competition } = fleet;
  const [a, b, c] = fleet.fleet as [JudgeHost, JudgeHost, JudgeHost];
  await reports(c);
  await reports(a, [held({ state: "fetching", exact: null, progress: 0.25 })]);
  await reports(b, [held({ state: "failed", exact: null, detail: "no route to the registry" })]);
  const byHost = async (viewer: SignedInViewer) =>
    Object.fromEntries(
      (await competitionImage(viewer, competition.slug, NOW))!.hosts.map((one) => [one.id, one]),
    );
  const seen = await byHost(owner);
  expect(seen[a.id]).toMatchObject({ name: a.name, state: "fetching", progress: 0.25 });
  expect(seen[b.id]).toMatchObject({ state: "failed", detail: "no route to the registry" });
  expect(seen[c.id]).toMatchObject({ state: "wanted" });

  const { viewer: stranger } = await aPerson();
  await db.update(judgeQueues).set({ ownerId: stranger.person.id }).where(eq(judgeQueues.id, fleet.queueId));
  expect(Object.values(await byHost(owner)).map(({ name, number }) => [name, number])).toEqual([
    [null, 1],
    [null, 2],
    [null, 3],
  ]);
  expect(await imagesOfHost(owner, a.id, NOW)).toBeNull();
  expect(await imagesOfHost(stranger, a.id, NOW)).toMatchObject([{ image: "lab/x:1", state: "fetching" }]);
  for (const viewer of [stranger, GUEST])
    expect(await competitionImage(viewer, competition.slug, NOW)).toBeNull();
  const refusal = { refusal: { code: "forbidden" } };
  const command = { viewer: stranger, slug: competition.slug, now: NOW };
  expect(await lookForImage(command)).toMatchObject(refusal);
  expect(await takeImage({ ...command, exact: SECOND })).toMatchObject(refusal);
});

test("hosts of one queue fix nothing for the competitions of another", async () => {
  const mine = await aFleet();
  const theirs = await aFleet();
  await reports(theirs.host, [held({ exact: SECOND })]);
  expect((await reports(mine.host)).images).toMatchObject([{ exact: null }]);
  await lookForImage({ viewer: mine.owner, slug: mine.competition.slug, now: NOW });
  const looked = [{ image: "lab/x:1", askedAt: NOW.getTime(), exact: SECOND, problem: null }];
  await reports(theirs.host, [], { looked });
  expect(await competitionImage(mine.owner, mine.competition.slug, NOW)).toMatchObject({
    fixed: null,
    look: { answeredAt: null },
  });
});
