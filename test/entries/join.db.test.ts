import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { joinTeam } from "../../app/entries/join-team.server.ts";
import { leave } from "../../app/entries/leave.server.ts";
import { entryOf } from "../../app/entries/queries.server.ts";
import { turnInvite } from "../../app/teams/turn-invite.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, entries } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");

test("one person who joins five times at once has one entry", async () => {
  const { slug, id } = await aCompetition();
  const viewer = await aViewer();
  const outcomes = await Promise.all(
    [1, 2, 3, 4, 5].map(() => join({ viewer, slug, acceptRules: true, now })),
  );
  expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
  expect(await db.select().from(entries).where(eq(entries.competitionId, id))).toHaveLength(1);
});

test("a team takes no more people than the competition allows, even at once", async () => {
  const competition = await aCompetition({ set: { maxTeamSize: 3 } });
  const { inviteCode, captain } = await anEntry({ competition });
  const crowd = await Promise.all([1, 2, 3, 4, 5].map(() => aViewer()));
  const outcomes = await Promise.all(
    crowd.map((viewer) => joinTeam({ viewer, inviteCode, acceptRules: true, now })),
  );
  expect(outcomes.filter((o) => o.ok)).toHaveLength(2);
  expect((await entryOf(captain, competition.id))?.members).toHaveLength(3);
});

test("nobody is in two teams of one competition", async () => {
  const competition = await aCompetition();
  const [a, b] = [await anEntry({ competition }), await anEntry({ competition })];
  expect(
    await joinTeam({ viewer: a.captain, inviteCode: b.inviteCode, acceptRules: true, now }),
  ).toMatchObject({
    refusal: { reason: "entries.refusals.alreadyIn" },
  });
});

test("a turned invite link no longer works, and only the captain turns it", async () => {
  const competition = await aCompetition();
  const { teamId, inviteCode, captain } = await anEntry({ competition });
  expect(await turnInvite({ viewer: await aViewer(), teamId })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect(await turnInvite({ viewer: captain, teamId: "no id" })).toMatchObject({ ok: false });
  expect(await turnInvite({ viewer: captain, teamId })).toMatchObject({ ok: true });
  expect(await joinTeam({ viewer: await aViewer(), inviteCode, acceptRules: true, now })).toMatchObject({
    refusal: { code: "not_found" },
  });
});

test("when the captain leaves, whoever was there longest leads", async () => {
  const competition = await aCompetition();
  const [first, second] = [await aViewer(), await aViewer()];
  const { teamId } = await anEntry({ competition, people: [first, second] });
  expect(await leave({ viewer: first, teamId, now })).toMatchObject({ ok: true });
  expect(await entryOf(second, competition.id)).toMatchObject({ role: "captain" });
  expect(await entryOf(first, competition.id)).toBeNull();
});

test("joining needs a verified address, the rules, and a competition that is open and published", async () => {
  const { slug } = await aCompetition();
  const viewer = await aViewer();
  const trial = (change: object) => join({ viewer, slug, acceptRules: true, now, ...change });
  expect(await trial({ viewer: await aViewer({ verified: false }) })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect(await trial({ acceptRules: false })).toMatchObject({
    refusal: { reason: "entries.refusals.rules" },
  });
  expect(await trial({ rulesVersion: 7 })).toMatchObject({
    refusal: { reason: "entries.refusals.rulesChanged" },
  });
  expect(await trial({ slug: "nowhere" })).toMatchObject({ refusal: { code: "not_found" } });
  expect(await trial({ now: new Date("2028-01-01T00:00:00Z") })).toMatchObject({
    refusal: { code: "closed" },
  });
  const draft = await aCompetition({ draft: true });
  expect(await trial({ slug: draft.slug })).toMatchObject({ refusal: { code: "not_found" } });
});

test("without automatic acceptance an entry waits", async () => {
  const { slug, id } = await aCompetition({ set: { autoAccept: false } });
  const viewer = await aViewer();
  await join({ viewer, slug, acceptRules: true, now });
  expect(await entryOf(viewer, id)).toMatchObject({ state: "pending", teamName: viewer.person.name });
});

test("only those whose addresses the organisers let in take part, with a team of their own or another's", async () => {
  const competition = await aCompetition();
  const { inviteCode } = await anEntry({ competition });
  const [mei, bo] = [await aViewer(), await aViewer()];
  await db
    .update(competitions)
    .set({ allowedEmails: [mei.person.email.toLowerCase()] })
    .where(eq(competitions.id, competition.id));
  const { slug } = competition;
  for (const refused of [
    await join({ viewer: bo, slug, acceptRules: true, now }),
    await joinTeam({ viewer: bo, inviteCode, acceptRules: true, now }),
  ])
    expect(refused).toMatchObject({ refusal: { reason: "entries.refusals.addressNotListed" } });
  expect(JSON.stringify(await competitionBySlug(bo, slug, now))).not.toContain(mei.person.email);
  expect(await joinTeam({ viewer: mei, inviteCode, acceptRules: true, now })).toMatchObject({ ok: true });
});
