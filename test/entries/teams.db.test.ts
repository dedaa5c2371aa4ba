import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { acceptRules } from "../../app/entries/accept-rules.server.ts";
import { allowChange } from "../../app/entries/allow-change.server.ts";
import { decideEntry } from "../../app/entries/decide.server.ts";
import { handOver } from "../../app/entries/hand-over.server.ts";
import { inviteByMail, revokeInvitation } from "../../app/entries/invite.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { acceptInvitation, joinTeam } from "../../app/entries/join-team.server.ts";
import { leave, removeMember } from "../../app/entries/leave.server.ts";
import { entriesFor, entryFor, exportEntries } from "../../app/entries/manage-queries.server.ts";
import { acceptMerge, endProposal, proposeMerge } from "../../app/entries/merge.server.ts";
import { entryOf, pendingEntries, rulesToAccept } from "../../app/entries/queries.server.ts";
import { renameTeam } from "../../app/entries/rename.server.ts";
import { withdraw } from "../../app/entries/withdraw.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import {
  competitions,
  competitionTracks,
  entries,
  notices,
  submissions,
  teamInvitations,
} from "../../db/schema/index.ts";
import { score } from "../factories/boards.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aSchool, belongsTo } from "../factories/organisations.ts";
import { aContest, aTeamIn, NOW } from "../factories/submissions.ts";

const now = new Date("2026-11-23T09:00:00Z");
const onDecided = followEntry;

/** The secret in the newest mail to the address. */
async function mailedSecret(email: string): Promise<string> {
  const mails = await db.select().from(notices).where(eq(notices.to, email));
  const link = mails
    .map((m) => /\/invitations\/([\w-]+)/.exec(m.text)?.[1])
    .filter((secret) => secret !== undefined)
    .at(-1);
  if (!link) throw new Error("No invitation was mailed");
  return link;
}

const invite = (captain: Awaited<ReturnType<typeof aViewer>>, entryId: string, email: string, more = {}) =>
  inviteByMail({ viewer: captain, entryId, email, role: "member", locale: "zh-Hans", now, ...more });

test("of 20 teams of one school that join at once, as many get in as its cap says", async () => {
  const competition = await aCompetition({ set: { maxTeamsPerOrganisation: 3 } });
  const school = await aSchool();
  const crowd = await Promise.all(Array.from({ length: 20 }, () => aViewer()));
  for (const viewer of crowd) await belongsTo(viewer, school);

  const outcomes = await Promise.all(
    crowd.map((viewer, i) =>
      join({
        viewer,
        slug: competition.slug,
        teamName: `Crowd ${i}`,
        organisationId: school.id,
        acceptRules: true,
        now,
      }),
    ),
  );

  expect(outcomes.filter((o) => o.ok)).toHaveLength(3);
  expect(outcomes.find((o) => !o.ok)).toMatchObject({ refusal: { reason: "entries.refusals.schoolFull" } });
  const codes = await db
    .select({ code: entries.code })
    .from(entries)
    .where(eq(entries.competitionId, competition.id));
  expect(codes.map((c) => c.code).sort()).toEqual(["T-0001", "T-0002", "T-0003"]);
});

test("joining says which track and school, and is refused at the field where something is wrong", async () => {
  const competition = await aCompetition({ set: { sameSchool: true } });
  await db.insert(competitionTracks).values([
    { competitionId: competition.id, position: 0, code: "A3", name: { en: "A" }, degreeLevels: ["bachelor"] },
    {
      competitionId: competition.id,
      position: 1,
      code: "B1",
      name: { en: "B" },
      degreeLevels: ["vocational"],
    },
  ]);
  const [pku, thu] = [await aSchool(), await aSchool()];
  const viewer = await aViewer();
  await belongsTo(viewer, pku);
  const trial = (change: object) =>
    join({ viewer, slug: competition.slug, teamName: "Alpha", acceptRules: true, now, ...change });

  expect(await trial({})).toMatchObject({ refusal: { reason: "entries.refusals.trackNeeded" } });
  expect(await trial({ track: "Z" })).toMatchObject({ refusal: { reason: "entries.refusals.noSuchTrack" } });
  expect(await trial({ track: "A3" })).toMatchObject({
    refusal: { reason: "entries.refusals.schoolNeeded", field: "organisationId" },
  });
  expect(await trial({ track: "A3", organisationId: thu.id })).toMatchObject({
    refusal: { reason: "entries.refusals.notYourSchool" },
  });
  expect(await trial({ track: "B1", organisationId: pku.id })).toMatchObject({
    refusal: { reason: "entries.refusals.wrongLevel", field: "track" },
  });
  const joined = await trial({ track: "A3", organisationId: pku.id });
  expect(joined).toMatchObject({ ok: true });
  expect(await entryOf(viewer, competition.id)).toMatchObject({ code: "A3-0001", state: "accepted" });

  const other = await aViewer();
  await belongsTo(other, thu);
  const inviteCode = joined.ok ? joined.value.inviteCode : "";
  expect(await joinTeam({ viewer: other, inviteCode, acceptRules: true, now })).toMatchObject({
    refusal: { reason: "entries.refusals.otherSchool" },
  });
  await belongsTo(other, pku);
  expect(
    await join({
      viewer: other,
      slug: competition.slug,
      teamName: "ALPHA",
      track: "A3",
      organisationId: pku.id,
      acceptRules: true,
      now,
    }),
  ).toMatchObject({ refusal: { reason: "teams.refusals.nameTaken" } });
  expect(await joinTeam({ viewer: other, inviteCode, acceptRules: true, now })).toMatchObject({ ok: true });
});

test("a team that is too small waits, and is accepted with its code once it is large enough", async () => {
  const competition = await aCompetition({ set: { minTeamSize: 2 } });
  const { captain, inviteCode } = await anEntry({ competition });
  expect(await entryOf(captain, competition.id)).toMatchObject({ state: "pending", code: null });
  await joinTeam({ viewer: await aViewer(), inviteCode, acceptRules: true, now });
  expect(await entryOf(captain, competition.id)).toMatchObject({ state: "accepted", code: "T-0001" });
});

test("a mailed invitation works once, even when two take it at the same moment", async () => {
  const competition = await aCompetition();
  const { captain, id } = await anEntry({ competition });
  expect(await invite(captain, id, "wu@podium.test")).toMatchObject({ ok: true });
  const secret = await mailedSecret("wu@podium.test");
  expect(await db.select().from(teamInvitations).where(eq(teamInvitations.tokenHash, secret))).toEqual([]);

  const people = [await aViewer(), await aViewer()];
  const outcomes = await Promise.all(
    people.map((viewer) => acceptInvitation({ viewer, secret, acceptRules: true, now })),
  );

  expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
  expect(outcomes.find((o) => !o.ok)).toMatchObject({ refusal: { reason: "teams.refusals.invitationUsed" } });
});

test("an invitation that was taken back, or is too old, gives no place", async () => {
  const competition = await aCompetition();
  const { captain, id } = await anEntry({ competition });
  const viewer = await aViewer();
  const first = await invite(captain, id, "late@podium.test");
  const secret = await mailedSecret("late@podium.test");
  const inEightDays = new Date(now.getTime() + 8 * 86_400_000);
  expect(await acceptInvitation({ viewer, secret, acceptRules: true, now: inEightDays })).toMatchObject({
    refusal: { reason: "teams.refusals.invitationExpired" },
  });
  const invitationId = first.ok ? first.value.id : "";
  expect(await revokeInvitation({ viewer, entryId: id, invitationId, now })).toMatchObject({ ok: false });
  expect(await revokeInvitation({ viewer: captain, entryId: id, invitationId, now })).toMatchObject({
    ok: true,
  });
  expect(await acceptInvitation({ viewer, secret, acceptRules: true, now })).toMatchObject({
    refusal: { reason: "teams.refusals.noSuchInvitation" },
  });
});

test("only the captain invites, removes, renames and hands over", async () => {
  const competition = await aCompetition();
  const member = await aViewer();
  const { captain, id, teamId } = await anEntry({ competition, people: [await aViewer(), member] });
  const captainOnly = { refusal: { reason: "teams.refusals.captainOnly" } };
  const stranger = await aViewer();

  expect(await invite(member, id, "x@podium.test")).toMatchObject(captainOnly);
  expect(await invite(stranger, id, "x@podium.test")).toMatchObject({ refusal: { code: "not_found" } });
  expect(await removeMember({ viewer: member, teamId, personId: captain.person.id, now })).toMatchObject(
    captainOnly,
  );
  expect(await renameTeam({ viewer: member, entryId: id, teamName: "Mine", now, onDecided })).toMatchObject(
    captainOnly,
  );
  const toMember = { viewer: captain, entryId: id, personId: member.person.id, now };
  expect(await handOver({ ...toMember, viewer: member })).toMatchObject(captainOnly);
  expect(await handOver({ ...toMember, personId: stranger.person.id })).toMatchObject({
    refusal: { reason: "teams.refusals.noSuchMember" },
  });
  expect(await handOver(toMember)).toMatchObject({ ok: true });
  expect(await entryOf(member, competition.id)).toMatchObject({ role: "captain" });
  expect(await removeMember({ viewer: member, teamId, personId: captain.person.id, now })).toMatchObject({
    ok: true,
  });
});

test("after the lock a member changes once, and whoever went gets no new quota elsewhere", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest, "Locked");
  await db
    .update(competitions)
    .set({ teamsLockAt: NOW, memberChanges: 1 })
    .where(eq(competitions.id, contest.competitionId));
  const [entry] = await db.select().from(entries).where(eq(entries.id, team.entryId));
  const goes = await aViewer({ name: "Goes" });
  await db.update(competitions).set({ teamsLockAt: null }).where(eq(competitions.id, contest.competitionId));
  await invite(team.viewer, team.entryId, "goes@podium.test", { now: NOW });
  await acceptInvitation({
    viewer: goes,
    secret: await mailedSecret("goes@podium.test"),
    acceptRules: true,
    now: NOW,
  });
  await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  await db.update(competitions).set({ teamsLockAt: NOW }).where(eq(competitions.id, contest.competitionId));

  expect(await leave({ viewer: goes, teamId: "no id", now: NOW })).toMatchObject({ ok: false });
  expect(await leave({ viewer: goes, teamId: entry!.teamId, now: NOW })).toMatchObject({
    refusal: { reason: "teams.refusals.locked" },
  });
  const comes = await aViewer({ name: "Comes" });
  await invite(team.viewer, team.entryId, "comes@podium.test", { replaces: goes.person.id, now: NOW });
  const secret = await mailedSecret("comes@podium.test");
  expect(await acceptInvitation({ viewer: comes, secret, acceptRules: true, now: NOW })).toMatchObject({
    ok: true,
  });
  const after = await entryOf(team.viewer, contest.competitionId);
  expect(after?.members.map((m) => m.personId).sort()).toEqual([team.id, comes.person.id].sort());
  expect(after?.memberChangesUsed).toBe(1);
  expect(
    await invite(team.viewer, team.entryId, "more@podium.test", { replaces: comes.person.id, now: NOW }),
  ).toMatchObject({ refusal: { reason: "teams.refusals.changesUsed" } });
  expect(
    await join({ viewer: goes, slug: contest.slug, teamName: "Afresh", acceptRules: true, now: NOW }),
  ).toMatchObject({ refusal: { reason: "entries.refusals.alreadyIn" } });
});

test("a withdrawn team leaves the boards, and its people do not enter again with a new quota", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest, "Gone");
  await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const command = { viewer: team.viewer, entryId: team.entryId, now: NOW, onDecided };

  expect(await withdraw({ ...command, confirmed: false })).toMatchObject({
    refusal: { reason: "entries.refusals.confirm", field: "confirmed" },
  });
  expect(await withdraw({ ...command, confirmed: true })).toMatchObject({ ok: true });
  expect((await boardFor(GUEST, contest.slug, undefined, NOW))?.total).toBe(0);
  expect(await join({ viewer: team.viewer, slug: contest.slug, acceptRules: true, now: NOW })).toMatchObject({
    refusal: { reason: "entries.refusals.alreadyIn" },
  });
});

test("two teams become one: people, submissions, quota and board follow, and the code stays", async () => {
  const contest = await aContest({ maxTotal: 3 });
  const [stays, ends] = [await aTeamIn(contest, "Stays"), await aTeamIn(contest, "Ends")];
  await db
    .update(competitions)
    .set({ mergeUntil: new Date(NOW.getTime() + 1) })
    .where(eq(competitions.id, contest.competitionId));
  await db.update(entries).set({ code: "T-0007" }).where(eq(entries.id, stays.entryId));
  await score(contest, stays.entryId, { accuracy: "0.5" }, NOW);
  const best = await score(contest, ends.entryId, { accuracy: "0.9" }, NOW);
  const ask = () => proposeMerge({ viewer: ends.viewer, entryId: ends.entryId, code: "t-0007 ", now: NOW });

  expect(await ask()).toMatchObject({ ok: true });
  const asked = await ask();
  expect(asked).toMatchObject({ refusal: { reason: "entries.merge.proposedAlready" } });
  const merges = await db.query.teamMerges.findMany();
  const mergeId = merges.find((m) => m.fromEntryId === ends.entryId)!.id;
  const accept = (viewer: typeof ends.viewer) => acceptMerge({ viewer, mergeId, now: NOW, onDecided });
  expect(await accept(ends.viewer)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await accept(stays.viewer)).toMatchObject({ ok: true });

  expect(await entryOf(ends.viewer, contest.competitionId)).toMatchObject({
    id: stays.entryId,
    role: "member",
  });
  expect(await db.select().from(entries).where(eq(entries.id, ends.entryId))).toMatchObject([
    { state: "merged", mergedInto: stays.entryId },
  ]);
  const counted = await db
    .select()
    .from(submissions)
    .where(and(eq(submissions.entryId, stays.entryId), eq(submissions.counts, true)));
  expect(counted).toHaveLength(2);
  const board = await boardFor(GUEST, contest.slug, undefined, NOW);
  expect(board?.rows).toMatchObject([{ team: "Stays", values: { accuracy: "0.9" }, submissionId: best }]);
  expect(await accept(stays.viewer)).toMatchObject({ refusal: { code: "not_found" } });
});

test("two teams that have used more than one team's quota do not merge", async () => {
  const contest = await aContest({ maxTotal: 3 });
  const [stays, ends] = [await aTeamIn(contest, "Two"), await aTeamIn(contest, "Too")];
  await db
    .update(competitions)
    .set({ mergeUntil: new Date(NOW.getTime() + 1) })
    .where(eq(competitions.id, contest.competitionId));
  await db.update(entries).set({ code: "T-0001" }).where(eq(entries.id, stays.entryId));
  for (const entryId of [stays.entryId, stays.entryId, ends.entryId, ends.entryId])
    await score(contest, entryId, { accuracy: "0.5" }, NOW);

  expect(
    await proposeMerge({ viewer: ends.viewer, entryId: ends.entryId, code: "T-0001", now: NOW }),
  ).toMatchObject({
    refusal: { reason: "entries.merge.tooManySubmissions", values: { used: 4, max: 3 } },
  });
});

test("an organiser's word gives the code, is noted, and reaches everybody in the team by mail", async () => {
  const competition = await aCompetition({ set: { autoAccept: false, verifiedMembersOnly: true } });
  const school = await aSchool();
  const viewer = await aViewer();
  await belongsTo(viewer, school, { state: "pending" });
  const joined = await join({
    viewer,
    slug: competition.slug,
    teamName: "Waits",
    organisationId: school.id,
    acceptRules: true,
    now,
  });
  const entryId = joined.ok ? joined.value.entryId : "";
  const decide = (state: "accepted" | "rejected" | "disqualified", reason = "", by = competition.organiser) =>
    decideEntry({ viewer: by, entryId, state, reason, now, onDecided });

  expect(await decide("accepted")).toMatchObject({ refusal: { reason: "entries.lacks.unverified" } });
  expect(await decide("rejected")).toMatchObject({ refusal: { reason: "entries.refusals.reasonNeeded" } });
  expect(await decide("rejected", "no", viewer)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await decide("rejected", "The card is blurred")).toMatchObject({ ok: true });
  const mails = await db.select().from(notices).where(eq(notices.to, viewer.person.email));
  expect(mails.map((m) => m.kind)).toEqual(["entry_rejected"]);
  expect(mails[0]?.text).toContain("The card is blurred");
  const seen = await entryFor(competition.organiser, competition.id, entryId);
  expect(seen?.history.map((h) => h.act)).toEqual(["entry.rejected"]);
});

test("nobody but organisers sees the list, an entry's people or its export", async () => {
  const competition = await aCompetition({ set: { autoAccept: false } });
  const secret = await aViewer({ name: "Only organisers see me" });
  const { id } = await anEntry({ competition, people: [secret] });
  const rival = (await anEntry({ competition })).captain;
  const elsewhere = await aViewer();
  elsewhere.grants.push({ role: "organiser", scope: "competition", scopeId: crypto.randomUUID() });

  for (const viewer of [GUEST, rival, elsewhere]) {
    expect(await entriesFor(viewer, competition.id, {}, 1)).toBeNull();
    expect(await entryFor(viewer, competition.id, id)).toBeNull();
    expect(await exportEntries(viewer, competition.id, {})).toBeNull();
    expect(await pendingEntries(viewer, competition.id)).toBe(0);
  }
  const found = await entriesFor(competition.organiser, competition.id, { words: "only organisers" }, 1);
  expect(found?.rows.map((r) => r.id)).toEqual([id]);
  expect(await pendingEntries(competition.organiser, competition.id)).toBe(2);
});

test("rules that changed are asked for again, and accepted as they were read", async () => {
  const competition = await aCompetition();
  const { captain, id } = await anEntry({ competition });
  expect(await rulesToAccept(captain, competition.id)).toBeNull();
  await db.update(competitions).set({ rulesVersion: 2 }).where(eq(competitions.id, competition.id));
  expect(await rulesToAccept(captain, competition.id)).toMatchObject({
    entryId: id,
    accepted: 1,
    version: 2,
  });
  const accept = (rulesVersion: number) => acceptRules({ viewer: captain, entryId: id, rulesVersion });
  expect(await accept(1)).toMatchObject({ refusal: { reason: "entries.refusals.rulesChanged" } });
  expect(await accept(2)).toMatchObject({ ok: true });
  expect(await rulesToAccept(captain, competition.id)).toBeNull();
});

test("a merge that is accepted and taken back at once is one of the two", async () => {
  const contest = await aContest();
  const [stays, ends] = [await aTeamIn(contest, "Stays"), await aTeamIn(contest, "Ends")];
  await db
    .update(competitions)
    .set({ mergeUntil: new Date(NOW.getTime() + 1) })
    .where(eq(competitions.id, contest.competitionId));
  await db.update(entries).set({ code: "T-0009" }).where(eq(entries.id, stays.entryId));
  const asked = await proposeMerge({
    viewer: ends.viewer,
    entryId: ends.entryId,
    code: "T-0009",
    now: NOW,
  });
  if (!asked.ok) throw new Error(asked.refusal.reason);
  const mergeId = asked.value.id;
  const both = await Promise.all([
    acceptMerge({ viewer: stays.viewer, mergeId, now: NOW, onDecided }),
    endProposal({ viewer: ends.viewer, mergeId, now: NOW }),
  ]);
  expect(both.filter((outcome) => outcome.ok)).toHaveLength(1);
  const [entry] = await db.select().from(entries).where(eq(entries.id, ends.entryId));
  expect(entry?.state === "merged").toBe(both[0].ok);
});

test("an organiser allows one change of members more, with a reason that is kept and mailed", async () => {
  const competition = await aCompetition({ set: { memberChanges: 0 } });
  const goes = await aViewer();
  const { captain, id } = await anEntry({ competition, people: [await aViewer(), goes] });
  await db.update(competitions).set({ teamsLockAt: now }).where(eq(competitions.id, competition.id));
  const replace = () => invite(captain, id, "new@podium.test", { replaces: goes.person.id });
  expect(await replace()).toMatchObject({ refusal: { reason: "teams.refusals.changesUsed" } });

  const allow = (viewer = competition.organiser, reason = "Broke her arm") =>
    allowChange({ viewer, entryId: id, reason, now });
  expect(await allow(captain)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await allow(competition.organiser, " ")).toMatchObject({
    refusal: { reason: "entries.refusals.reasonNeeded", field: "changeReason" },
  });
  expect(await allow()).toMatchObject({ ok: true, value: { granted: 1 } });
  expect(await replace()).toMatchObject({ ok: true });
  const comes = await aViewer();
  const secret = await mailedSecret("new@podium.test");
  expect(await acceptInvitation({ viewer: comes, secret, acceptRules: true, now })).toMatchObject({
    ok: true,
  });
  expect(await invite(captain, id, "third@podium.test", { replaces: comes.person.id })).toMatchObject({
    refusal: { reason: "teams.refusals.changesUsed", values: { max: 1 } },
  });

  const seen = await entryFor(competition.organiser, competition.id, id);
  expect(seen).toMatchObject({ memberChangesUsed: 1, memberChangesMost: 1 });
  expect(seen?.history.map((h) => [h.act, h.details.reason])).toContainEqual([
    "entry.change_allowed",
    "Broke her arm",
  ]);
  const mails = await db.select().from(notices).where(eq(notices.to, captain.person.email));
  expect(mails.map((m) => m.kind)).toContain("member_change_allowed");
});

test("once teams are locked nobody comes, goes, is removed or merged, whatever else is open", async () => {
  const competition = await aCompetition({
    set: { memberChanges: 0, mergeUntil: new Date(now.getTime() + 86_400_000) },
  });
  const member = await aViewer();
  const { captain, id, teamId, inviteCode } = await anEntry({
    competition,
    people: [await aViewer(), member],
  });
  const other = await anEntry({ competition });
  const code = (await entryOf(other.captain, competition.id))?.code ?? "";
  await invite(captain, id, "early@podium.test");
  const secret = await mailedSecret("early@podium.test");
  await db.update(competitions).set({ teamsLockAt: now }).where(eq(competitions.id, competition.id));

  const closed = { ok: false, refusal: { reason: "teams.refusals.locked" } };
  const viewer = await aViewer();
  expect(await joinTeam({ viewer, inviteCode, acceptRules: true, now })).toMatchObject(closed);
  expect(await leave({ viewer: member, teamId, now })).toMatchObject(closed);
  expect(await removeMember({ viewer: captain, teamId, personId: member.person.id, now })).toMatchObject(
    closed,
  );
  expect(await acceptInvitation({ viewer, secret, acceptRules: true, now })).toMatchObject({
    refusal: { reason: "teams.refusals.changesUsed" },
  });
  expect(await proposeMerge({ viewer: captain, entryId: id, code, now })).toMatchObject({
    refusal: { reason: "entries.merge.locked" },
  });
});
