import { Readable } from "node:stream";
import { and, count, eq, inArray, ne } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { entries, organisationMembers, organisations, teamMembers } from "../../db/schema/index.ts";
import { DEGREE_LEVELS } from "../../db/vocabulary.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { ownsAddress } from "./names.ts";
import { proofType } from "./proof.ts";

const TEXT_MAX = 120;
const MOST = 5;

/** Called in the same transaction once a person was verified somewhere. */
export type OnVerified = (tx: Transaction, personId: string, now: Date) => Promise<unknown>;

export type Proof = { content: Uint8Array; name: string };

/**
 * Says where the viewer studies or works. Their confirmed address verifies them where it is one of the
 * organisation's; else they wait, best with a proof, for somebody who verifies.
 */
export async function belong(command: {
  viewer: SignedInViewer;
  organisationId: string;
  degreeLevel: string;
  department: string;
  memberNumber: string;
  proof: Proof | null;
  now: Date;
  onVerified: OnVerified;
}): Promise<Outcome<{ verified: boolean }>> {
  const { viewer, now } = command;
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  const degreeLevel = DEGREE_LEVELS.find((level) => level === command.degreeLevel) ?? null;
  if (command.degreeLevel && !degreeLevel)
    return refused("invalid", "organisations.refusals.degreeWrong", { field: "degreeLevel" });
  for (const field of ["department", "memberNumber"] as const)
    if (command[field].trim().length > TEXT_MAX)
      return refused("invalid", "organisations.refusals.textLong", { field, values: { max: TEXT_MAX } });
  const kept = command.proof ? await keep(command.proof) : null;
  if (kept && !kept.ok) return kept;
  const said = {
    degreeLevel,
    department: command.department.trim() || null,
    memberNumber: command.memberNumber.trim() || null,
  };
  return db.transaction(async (tx) => {
    const [organisation] = await visible(tx, viewer, command.organisationId);
    if (!organisation) return refused("not_found", "organisations.refusals.notFound");
    const its = and(
      eq(organisationMembers.organisationId, organisation.id),
      eq(organisationMembers.personId, viewer.person.id),
    );
    const [before] = await tx.select().from(organisationMembers).where(its).for("update");
    const [others] = await tx
      .select({ n: count() })
      .from(organisationMembers)
      .where(
        and(
          eq(organisationMembers.personId, viewer.person.id),
          ne(organisationMembers.organisationId, organisation.id),
        ),
      );
    if (!before && (others?.n ?? 0) >= MOST)
      return refused("conflict", "organisations.refusals.tooMany", { values: { max: MOST } });
    const byDomain = viewer.person.verified && ownsAddress(organisation.mailDomains, viewer.person.email);
    // What was verified by a look at it is looked at again when it says something else.
    const same =
      before?.state === "verified" &&
      before.degreeLevel === said.degreeLevel &&
      before.memberNumber === said.memberNumber;
    const verified = byDomain || same;
    const row = {
      ...said,
      state: verified ? ("verified" as const) : ("pending" as const),
      method: byDomain ? ("domain" as const) : same ? before.method : null,
      ...(kept && { documentHash: kept.value.hash, documentName: kept.value.name }),
      ...(!same && { decidedBy: null, decidedAt: byDomain ? now : null }),
      reason: null,
    };
    await tx
      .insert(organisationMembers)
      .values({ organisationId: organisation.id, personId: viewer.person.id, createdAt: now, ...row })
      .onConflictDoUpdate({
        target: [organisationMembers.organisationId, organisationMembers.personId],
        set: row,
      });
    if (verified) await command.onVerified(tx, viewer.person.id, now);
    return done({ verified });
  });
}

async function visible(tx: Transaction, viewer: SignedInViewer, id: string) {
  if (!isUuid(id)) return [];
  const found = await tx.select().from(organisations).where(eq(organisations.id, id));
  return found.filter((o) => o.approved || o.createdBy === viewer.person.id);
}

async function keep({ content, name }: Proof): Promise<Outcome<{ hash: string; name: string }>> {
  const max = webConfig().PROOF_MAX_BYTES;
  if (content.byteLength > max)
    return refused("invalid", "organisations.refusals.proofLarge", {
      field: "proof",
      values: { max: formatBytes(max) },
    });
  if (!proofType(content)) return refused("invalid", "organisations.refusals.proofKind", { field: "proof" });
  const blob = await blobStore().put(Readable.from([Buffer.from(content)]), { maxBytes: max });
  return done({ hash: blob.hash, name: name.slice(-200) || "proof" });
}

/** Takes a membership of one's own away; not while a team of theirs takes part for the organisation. */
export async function stopBelonging(command: {
  viewer: SignedInViewer;
  organisationId: string;
}): Promise<Outcome<null>> {
  const { viewer, organisationId } = command;
  if (!isUuid(organisationId)) return refused("not_found", "organisations.refusals.notFound");
  return db.transaction(async (tx) => {
    const [used] = await tx
      .select({ id: entries.id })
      .from(entries)
      .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
      .where(
        and(
          eq(entries.organisationId, organisationId),
          eq(teamMembers.personId, viewer.person.id),
          inArray(entries.state, ["pending", "accepted"]),
        ),
      )
      .limit(1);
    if (used) return refused("conflict", "organisations.refusals.inUse");
    const gone = await tx
      .delete(organisationMembers)
      .where(
        and(
          eq(organisationMembers.organisationId, organisationId),
          eq(organisationMembers.personId, viewer.person.id),
        ),
      )
      .returning({ id: organisationMembers.organisationId });
    return gone.length > 0 ? done(null) : refused("not_found", "organisations.refusals.notFound");
  });
}
