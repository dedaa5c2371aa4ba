import { acceptRules } from "../entries/accept-rules.server.ts";
import { handOver } from "../entries/hand-over.server.ts";
import { inviteByMail, revokeInvitation } from "../entries/invite.server.ts";
import { acceptInvitation, joinTeam } from "../entries/join-team.server.ts";
import { leave, removeMember } from "../entries/leave.server.ts";
import { acceptMerge, endProposal, proposeMerge } from "../entries/merge.server.ts";
import {
  entriesOf,
  entryOf,
  invitation,
  mailedInvitation,
  rulesToAccept,
  teamDetails,
} from "../entries/queries.server.ts";
import { renameTeam } from "../entries/rename.server.ts";
import { withdraw } from "../entries/withdraw.server.ts";
import { followEntry } from "../leaderboards/follow-entry.server.ts";
import { turnInvite } from "../teams/turn-invite.server.ts";
import { done, refused } from "../web/outcome.ts";
import { Id } from "./editor-shapes.ts";
import { operation } from "./operation.ts";
import { seenHere } from "./organised-here.server.ts";
import { sentence } from "./sentence.ts";
import { EntryQuery } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";
import {
  AcceptRulesBody,
  CaptainBody,
  InviteBody,
  InviteCode,
  Invited,
  JoinBody,
  MergeBody,
  OwnEntry,
  TeamJoined,
  TeamNameBody,
  WithdrawBody,
} from "./team-shapes.ts";

const tag = "Teams";
const noInvite = refused("not_found", "teams.refusals.noSuchInvite");

/** What a team does with its own entry. */
export const teamOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/entry",
    id: "showOwnEntry",
    tag,
    summary: "Your entry: its team, what it lacks, open invitations and proposals",
    scope: "read",
    query: EntryQuery,
    answer: OwnEntry,
    handle: (call) =>
      seenHere(call, async (competition, { now }) => {
        const me = signedInHere(call.viewer);
        if (!me.ok) return me;
        const entry = await entryOf(call.viewer, competition.id, undefined, call.query.entry);
        if (!entry) return refused("not_found", "entries.refusals.notFound");
        const [details, rules, all] = await Promise.all([
          teamDetails(entry, competition, now),
          rulesToAccept(call.viewer, competition.id, entry.id),
          entriesOf(me.value, competition.id),
        ]);
        return done({
          ...entry,
          track: details.track,
          organisation: details.school,
          members: entry.members.map((member) => ({
            ...member,
            joinedAt: member.joinedAt.toISOString(),
            verified: details.verified.includes(member.personId),
          })),
          lacks: details.lacks.map(({ reason, values }) => ({
            reason,
            message: sentence(call.locale, reason, values),
          })),
          rulesToAccept: rules && { version: rules.version, notes: rules.notes },
          invitations: details.invitations.map((one) => ({
            ...one,
            expiresAt: one.expiresAt.toISOString(),
          })),
          merges: details.merges.map(({ id, other, code, mine }) => ({
            id,
            team: other,
            code,
            proposedByUs: mine,
          })),
          others: all.filter(({ id }) => id !== entry.id),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/entries/{id}/accept-rules",
    id: "acceptRules",
    tag,
    summary: "Accept the rules as they are now, for your team",
    scope: "take_part",
    body: AcceptRulesBody,
    answer: Id,
    handle: async ({ viewer, params: { id }, body }) => {
      const accepted = await acceptRules({ viewer, entryId: id, ...body });
      return accepted.ok ? done({ id }) : accepted;
    },
  }),
  operation({
    method: "PUT",
    path: "/entries/{id}/name",
    id: "renameTeam",
    tag,
    summary: "Rename your team; for its captain",
    scope: "take_part",
    body: TeamNameBody,
    answer: Id,
    handle: async ({ viewer, params: { id }, body, now }) => {
      const command = { viewer, entryId: id, now, onDecided: followEntry };
      const renamed = await renameTeam({ ...command, ...body });
      return renamed.ok ? done({ id }) : renamed;
    },
  }),
  operation({
    method: "PUT",
    path: "/entries/{id}/captain",
    id: "handOver",
    tag,
    summary: "Make another member the captain",
    scope: "take_part",
    body: CaptainBody,
    answer: Id,
    handle: async ({ viewer, params: { id }, body, now }) => {
      const handed = await handOver({ viewer, entryId: id, ...body, now });
      return handed.ok ? done({ id }) : handed;
    },
  }),
  operation({
    method: "POST",
    path: "/entries/{id}/withdraw",
    id: "withdraw",
    tag,
    summary: "Take your entry out of the competition; for its captain",
    scope: "take_part",
    body: WithdrawBody,
    answer: Id,
    handle: ({ viewer, params: { id }, body, now }) =>
      withdraw({ viewer, entryId: id, ...body, now, onDecided: followEntry }),
  }),
  operation({
    method: "POST",
    path: "/entries/{id}/invitations",
    id: "invite",
    tag,
    summary: "Offer a place in your team by mail; for its captain",
    scope: "take_part",
    body: InviteBody,
    answer: Id,
    status: 201,
    handle: ({ viewer, params: { id }, body, now, locale }) =>
      inviteByMail({ viewer, entryId: id, ...body, locale, now }),
  }),
  operation({
    method: "DELETE",
    path: "/entries/{id}/invitations/{invitation}",
    id: "revokeInvitation",
    tag,
    summary: "Take a mailed invitation back",
    scope: "take_part",
    answer: Id,
    handle: async ({ viewer, params, now }) => {
      const revoked = await revokeInvitation({
        viewer,
        entryId: params.id,
        invitationId: params.invitation,
        now,
      });
      return revoked.ok ? done({ id: params.invitation }) : revoked;
    },
  }),
  operation({
    method: "POST",
    path: "/entries/{id}/merges",
    id: "proposeMerge",
    tag,
    summary: "Ask another team to take yours in",
    scope: "take_part",
    body: MergeBody,
    answer: Id,
    status: 201,
    handle: ({ viewer, params: { id }, body, now }) => proposeMerge({ viewer, entryId: id, ...body, now }),
  }),
  operation({
    method: "POST",
    path: "/merges/{id}/accept",
    id: "acceptMerge",
    tag,
    summary: "Take the other team in: its people and submissions come over",
    scope: "take_part",
    answer: Id,
    handle: async ({ viewer, params: { id }, now }) => {
      const merged = await acceptMerge({ viewer, mergeId: id, now, onDecided: followEntry });
      return merged.ok ? done({ id: merged.value.entryId }) : merged;
    },
  }),
  operation({
    method: "DELETE",
    path: "/merges/{id}",
    id: "endMerge",
    tag,
    summary: "Say no to a proposal, or take your own back",
    scope: "take_part",
    answer: Id,
    handle: ({ viewer, params: { id }, now }) => endProposal({ viewer, mergeId: id, now }),
  }),
  operation({
    method: "POST",
    path: "/teams/{id}/leave",
    id: "leaveTeam",
    tag,
    summary: "Leave a team; the last to go withdraws its entry",
    scope: "take_part",
    answer: Id,
    handle: async ({ viewer, params: { id }, now }) => {
      const left = await leave({ viewer, teamId: id, now });
      return left.ok ? done({ id }) : left;
    },
  }),
  operation({
    method: "DELETE",
    path: "/teams/{id}/members/{person}",
    id: "removeMember",
    tag,
    summary: "Take somebody out of your team; for its captain",
    scope: "take_part",
    answer: Id,
    handle: async ({ viewer, params, now }) => {
      const removed = await removeMember({ viewer, teamId: params.id, personId: params.person, now });
      return removed.ok ? done({ id: params.person }) : removed;
    },
  }),
  operation({
    method: "POST",
    path: "/teams/{id}/invite-code",
    id: "turnInvite",
    tag,
    summary: "Make a new invite link; the old one stops working",
    scope: "take_part",
    answer: InviteCode,
    handle: ({ viewer, params: { id } }) => turnInvite({ viewer, teamId: id }),
  }),
  operation({
    method: "GET",
    path: "/team-invites/{code}",
    id: "showInvite",
    tag,
    summary: "What an invite link leads to",
    scope: "read",
    answer: Invited,
    handle: async ({ viewer, params }) => {
      const found = await invitation(viewer, params.code);
      return found ? done({ ...found, competition: found.slug }) : noInvite;
    },
  }),
  operation({
    method: "POST",
    path: "/team-invites/{code}",
    id: "joinTeam",
    tag,
    summary: "Join the team whose invite link you have",
    scope: "take_part",
    body: JoinBody,
    answer: TeamJoined,
    handle: async ({ viewer, params, body, now }) => {
      const joined = await joinTeam({ viewer, inviteCode: params.code, ...body, now });
      return joined.ok ? done({ teamId: joined.value.teamId, competition: joined.value.slug }) : joined;
    },
  }),
  operation({
    method: "GET",
    path: "/invitations/{secret}",
    id: "showInvitation",
    tag,
    summary: "What a mailed invitation leads to",
    scope: "read",
    answer: Invited,
    handle: async ({ viewer, params, now }) => {
      const found = await mailedInvitation(viewer, params.secret, now);
      return found
        ? done({ ...found, competition: found.slug })
        : refused("not_found", "teams.refusals.noSuchInvitation");
    },
  }),
  operation({
    method: "POST",
    path: "/invitations/{secret}",
    id: "acceptInvitation",
    tag,
    summary: "Take the place that was offered to you by mail",
    scope: "take_part",
    body: JoinBody,
    answer: TeamJoined,
    handle: async ({ viewer, params, body, now }) => {
      const joined = await acceptInvitation({ viewer, secret: params.secret, ...body, now });
      return joined.ok ? done({ teamId: joined.value.teamId, competition: joined.value.slug }) : joined;
    },
  }),
];
