import { and, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { organisationMembers, organisations, people } from "../../db/schema/index.ts";
import { LOCALES, type Locale, type Localized, ORGANISATION_KINDS } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { wording } from "../notices/wording.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { OnVerified } from "./belong.server.ts";
import { NAME_MAX } from "./create.server.ts";
import { readDomains, searchNameOf } from "./names.ts";
import { mayVerify } from "./queries.server.ts";

const REASON_MAX = 1000;

/** Says whether a person belongs where they say; they get the word by mail. For those who verify. */
export async function decideMembership(command: {
  viewer: SignedInViewer;
  organisationId: string;
  personId: string;
  state: "verified" | "refused";
  reason: string;
  now: Date;
  onVerified: OnVerified;
}): Promise<Outcome<null>> {
  const { viewer, organisationId, personId, state, now } = command;
  if (!mayVerify(viewer)) return refused("forbidden", "organisations.refusals.verifiersOnly");
  const reason = command.reason.trim();
  if (state === "refused" && reason === "")
    return refused("invalid", "organisations.refusals.reasonNeeded", { field: "reason" });
  if (reason.length > REASON_MAX)
    return refused("invalid", "organisations.refusals.textLong", {
      field: "reason",
      values: { max: REASON_MAX },
    });
  if (!isUuid(organisationId) || !isUuid(personId))
    return refused("not_found", "organisations.refusals.notFound");
  return db.transaction(async (tx) => {
    const its = and(
      eq(organisationMembers.organisationId, organisationId),
      eq(organisationMembers.personId, personId),
    );
    const [held] = await tx.select().from(organisationMembers).where(its).for("update");
    if (!held) return refused("not_found", "organisations.refusals.notFound");
    if (held.state !== "pending") return refused("conflict", "organisations.refusals.notPending");
    const method = state === "verified" ? (held.documentHash ? "document" : "organiser") : null;
    await tx
      .update(organisationMembers)
      .set({ state, method, reason: reason || null, decidedBy: viewer.person.id, decidedAt: now })
      .where(its);
    await recordAct(tx, {
      viewer,
      act: `membership.${state}`,
      subjectId: personId,
      details: { organisationId, ...(reason && { reason }) },
      now,
    });
    const [told] = await tx
      .select({ name: people.name, email: people.email, locale: people.locale, at: organisations.name })
      .from(people)
      .innerJoin(organisations, eq(organisations.id, organisationId))
      .where(eq(people.id, personId));
    if (told) {
      const locale: Locale = LOCALES.find((l) => l === told.locale) ?? "en";
      const values = {
        name: told.name,
        organisation: localized(told.at, locale),
        reason,
        link: `${webConfig().PUBLIC_URL}/account/organisations`,
      };
      await sendNotice(tx, {
        kind: `membership_${state}`,
        to: told.email,
        locale,
        subject: wording(locale, `organisations.mail.${state}.subject`, values),
        text: wording(locale, `organisations.mail.${state}.text`, values),
      });
    }
    if (state === "verified") await command.onVerified(tx, personId, now);
    return done(null);
  });
}

/** Sets an organisation's names, kind and mail domains, and approves it. For those who verify. */
export async function editOrganisation(command: {
  viewer: SignedInViewer;
  slug: string;
  name: Localized;
  kind: string;
  mailDomains: string;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, now } = command;
  if (!mayVerify(viewer)) return refused("forbidden", "organisations.refusals.verifiersOnly");
  const name: Localized = {};
  for (const locale of LOCALES) {
    const words = command.name[locale]?.trim();
    if (!words) continue;
    if (words.length > NAME_MAX)
      return refused("invalid", "organisations.refusals.nameLong", {
        field: `name.${locale}`,
        values: { max: NAME_MAX },
      });
    name[locale] = words;
  }
  if (Object.keys(name).length === 0)
    return refused("invalid", "organisations.refusals.nameNeeded", { field: "name.en" });
  const kind = ORGANISATION_KINDS.find((k) => k === command.kind);
  if (!kind) return refused("invalid", "organisations.refusals.kindNeeded", { field: "kind" });
  const mailDomains = readDomains(command.mailDomains);
  if (!mailDomains) return refused("invalid", "organisations.refusals.domainWrong", { field: "mailDomains" });
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(organisations)
      .set({ name, kind, mailDomains, searchName: searchNameOf(name), approved: true })
      .where(eq(organisations.slug, command.slug))
      .returning({ id: organisations.id });
    if (!changed) return refused("not_found", "organisations.refusals.notFound");
    await recordAct(tx, {
      viewer,
      act: "organisation.approved",
      subjectId: changed.id,
      details: { mailDomains },
      now,
    });
    return done(null);
  });
}
