import { and, eq, max } from "drizzle-orm";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { useUp } from "../../db/blobs/use-up.ts";
import { db } from "../../db/connect.ts";
import { competitions, deliverableSlots, deliverables, entries, teams } from "../../db/schema/index.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { HEAD_BYTES } from "./content-kind.ts";
import { fileFits, mayDeliver } from "./may-deliver.ts";
import { entryOf } from "./queries.server.ts";

/**
 * Hands in a stored file for the viewer's team: a new version, and the receipts of earlier ones stay. Whether it
 * is in time is decided under the entry's lock, by the deadline as it stands then. Refused, nothing is written.
 */
export async function deliver(command: {
  viewer: SignedInViewer;
  slug: string;
  slotId: string;
  /** Which of the viewer's entries; without it the one that is meant when none is named. */
  entryId?: string | null | undefined;
  blob: Blob;
  fileName: string;
  /** The upload that brought the file: handed in, it is used up. */
  uploadId?: string | undefined;
  now: Date;
}): Promise<Outcome<{ id: string; version: number }>> {
  const { viewer, blob, now } = command;
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  if (!isUuid(command.slotId)) return refused("not_found", "deliverables.refusals.notFound");
  const head = await beginning(blob);
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ slot: deliverableSlots, competition: { id: competitions.id, state: competitions.state } })
      .from(deliverableSlots)
      .innerJoin(competitions, eq(competitions.id, deliverableSlots.competitionId))
      .where(and(eq(deliverableSlots.id, command.slotId), eq(competitions.slug, command.slug)))
      .for("share", { of: deliverableSlots });
    if (!found || found.competition.state === "draft")
      return refused("not_found", "deliverables.refusals.notFound");
    const { slot, competition } = found;
    const own = await entryOf(viewer, competition.id, tx, command.entryId);
    const [entry] = own
      ? await tx
          .select({
            id: entries.id,
            state: entries.state,
            trackId: entries.trackId,
            code: entries.code,
            team: teams.name,
          })
          .from(entries)
          .innerJoin(teams, eq(teams.id, entries.teamId))
          .where(eq(entries.id, own.id))
          .for("no key update", { of: entries })
      : [];
    const may = mayDeliver({ competition, entry: entry ?? null, slot, now });
    if (!may.ok) return may;
    if (!entry) throw new Error("a file without an entry was allowed");
    const fileName = command.fileName.normalize("NFC").slice(-200);
    const fits = fileFits({
      slot,
      names: { code: entry.code, team: entry.team, slot: localized(slot.title, "en") },
      file: { name: fileName, size: blob.size, head },
    });
    if (!fits.ok) return fits;
    if (command.uploadId && !(await useUp(tx, viewer.person.id, command.uploadId)))
      return refused("conflict", "submissions.refusals.handedInAlready", { field: "file" });
    const [last] = await tx
      .select({ version: max(deliverables.version) })
      .from(deliverables)
      .where(and(eq(deliverables.slotId, slot.id), eq(deliverables.entryId, entry.id)));
    const version = (last?.version ?? 0) + 1;
    const [row] = await tx
      .insert(deliverables)
      .values({
        slotId: slot.id,
        entryId: entry.id,
        version,
        blobHash: blob.hash,
        fileName,
        size: blob.size,
        personId: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: deliverables.id });
    if (!row) throw new Error("a deliverable was not written");
    return done({ id: row.id, version });
  });
}

async function beginning(blob: Blob): Promise<Uint8Array> {
  if (blob.size === 0) return new Uint8Array();
  const end = Math.min(HEAD_BYTES, blob.size) - 1;
  const parts: Buffer[] = [];
  for await (const part of await blobStore().open(blob.hash, { start: 0, end })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
