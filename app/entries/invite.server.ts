import { and, count, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { people, teamInvitations, teams } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { noAddress, wording } from "../notices/wording.ts";
import { tooMany } from "../people/limit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { newInvitationSecret } from "../teams/invitation-secret.server.ts";
import { lockFacts, mayCome, mayReplace, roomFor } from "../teams/membership.ts";
import { localized } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { hasSubmitted, participantsOf } from "./facts.server.ts";
import { captainsEntry } from "./own-entry.server.ts";
import { localeOf } from "./tell-team.server.ts";

const DAY_MS = 86_400_000;
/** How many invitations of a team may be open at once, and how many one person may send an hour. */
const OPEN_MOST = 20;
const AN_HOUR = 30;
/** How many invitations one address gets a day, whoever sends them. */
const TO_ONE_A_DAY = 10;

const Address = z.string().trim().toLowerCase().max(254).pipe(z.email());

/**
 * Offers a place in the team by mail; for its captain. The link in it works once and for a while.
 * With `replaces` whoever accepts takes that member's place, which counts as a change once members are locked.
 */
export async function inviteByMail(command: {
  viewer: SignedInViewer;
  entryId: string;
  email: string;
  role: "member" | "advisor";
  replaces?: string | undefined;
  /** The captain's language: the invited person's when they have no account. */
  locale: Locale;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, now } = command;
  const address = Address.safeParse(command.email);
  if (!address.success) return refused("invalid", "people.refusals.emailWrong", { field: "email" });
  const email = address.data;
  if (await tooMany(`invite:${viewer.person.id}`, AN_HOUR, 3600, now))
    return refused("over_quota", "people.refusals.tooOften");
  return db.transaction(async (tx) => {
    const own = await captainsEntry(tx, viewer, command.entryId);
    if (!own.ok) return own;
    const { entry, competition } = own.value;
    if (entry.state !== "pending" && entry.state !== "accepted")
      return refused("conflict", "entries.refusals.otherState");
    const members = await participantsOf(tx, entry.teamId);
    if (members.some((m) => m.email === email))
      return refused("conflict", "teams.refusals.memberAlready", { field: "email" });
    const goes = command.replaces ? members.find((m) => m.personId === command.replaces) : undefined;
    if (command.replaces && (!goes || goes.role === "captain"))
      return refused("not_found", "teams.refusals.noSuchMember", { field: "replaces" });
    const role = goes ? (goes.role === "advisor" ? "advisor" : "member") : command.role;
    const submitted = await hasSubmitted(tx, [entry.id]);
    const facts = lockFacts(competition, entry, submitted);
    const change = goes ? mayReplace(facts, now) : mayCome(facts, true, now);
    if (!change.ok) return change;
    const room = roomFor(
      role,
      members.filter((m) => m !== goes).map((m) => m.role),
      competition,
    );
    if (!room.ok) return room;
    const stillOpen = and(
      eq(teamInvitations.teamId, entry.teamId),
      isNull(teamInvitations.acceptedAt),
      isNull(teamInvitations.revokedAt),
      gt(teamInvitations.expiresAt, now),
    );
    // A newer invitation to the same address takes the older one's place.
    await tx
      .update(teamInvitations)
      .set({ revokedAt: now })
      .where(and(stillOpen, eq(teamInvitations.email, email)));
    const [open] = await tx.select({ n: count() }).from(teamInvitations).where(stillOpen);
    if ((open?.n ?? 0) >= OPEN_MOST)
      return refused("over_quota", "teams.refusals.tooManyInvitations", { values: { max: OPEN_MOST } });

    // Counted last, so that only who may invite uses an address's share up.
    if (await tooMany(`invited:${email}`, TO_ONE_A_DAY, 86_400, now))
      return refused("over_quota", "people.refusals.tooOften", { field: "email" });
    const days = webConfig().TEAM_INVITATION_DAYS;
    const { secret, hash } = newInvitationSecret();
    const [invitation] = await tx
      .insert(teamInvitations)
      .values({
        teamId: entry.teamId,
        email,
        role,
        replaces: goes?.personId ?? null,
        tokenHash: hash,
        invitedBy: viewer.person.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + days * DAY_MS),
      })
      .returning({ id: teamInvitations.id });
    if (!invitation) throw new Error("the invitation was not written");
    const [team] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, entry.teamId));
    const [known] = await tx.select({ locale: people.locale }).from(people).where(eq(people.email, email));
    const locale = known?.locale ? localeOf(known.locale) : command.locale;
    const values = {
      captain: noAddress(viewer.person.name),
      team: noAddress(team?.name ?? ""),
      competition: localized(competition.title, locale),
      role: wording(locale, `teams.show.${role}`),
      days,
      link: `${webConfig().PUBLIC_URL}/invitations/${secret}`,
    };
    await sendNotice(tx, {
      kind: "team_invitation",
      to: email,
      locale,
      subject: wording(locale, "teams.mail.invited.subject", values),
      text: wording(locale, "teams.mail.invited.text", values),
    });
    return done({ id: invitation.id });
  });
}

/** Takes an open invitation back; its link no longer works. For the team's captain. */
export async function revokeInvitation(command: {
  viewer: SignedInViewer;
  entryId: string;
  invitationId: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  return db.transaction(async (tx) => {
    const own = await captainsEntry(tx, command.viewer, command.entryId);
    if (!own.ok) return own;
    const open = await tx
      .select({ id: teamInvitations.id })
      .from(teamInvitations)
      .where(
        and(
          eq(teamInvitations.teamId, own.value.entry.teamId),
          isNull(teamInvitations.acceptedAt),
          isNull(teamInvitations.revokedAt),
        ),
      );
    if (!open.some((i) => i.id === command.invitationId))
      return refused("not_found", "teams.refusals.noSuchInvitation");
    await tx
      .update(teamInvitations)
      .set({ revokedAt: command.now })
      .where(eq(teamInvitations.id, command.invitationId));
    return done({ id: command.invitationId });
  });
}
