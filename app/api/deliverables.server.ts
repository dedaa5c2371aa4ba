import { webConfig } from "../../config.ts";
import { deleteSlot } from "../entries/delete-slot.server.ts";
import { deliver } from "../entries/deliver.server.ts";
import { asFileName } from "../entries/deliverable-name.ts";
import {
  deliverableTable,
  openDeliverable,
  receiptOf,
  slotsOf,
  teamDeliverables,
  tracksOf,
} from "../entries/deliverable-queries.server.ts";
import { receiptsCsv, slotArchive } from "../entries/export-deliverables.server.ts";
import { moveSlot } from "../entries/move-slot.server.ts";
import { nudge } from "../entries/remind.server.ts";
import { saveSlot } from "../entries/save-slot.server.ts";
import { slotFault, writeMebibytes } from "../entries/slot-form.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { finishedUpload } from "../submissions/uploads.server.ts";
import { localized } from "../web/format.ts";
import { done, refused } from "../web/outcome.ts";
import { withBody } from "./archive-body.server.ts";
import { Id } from "./editor-shapes.ts";
import { moveAndRemove } from "./move-and-remove.server.ts";
import { operation } from "./operation.ts";
import { organisedHere, seenHere } from "./organised-here.server.ts";
import { sentence } from "./sentence.ts";
import { EntryQuery } from "./shapes.ts";
import {
  Deliverables,
  Delivered,
  DeliverQuery,
  DeliverUploadBody,
  Nudged,
  Receipt,
  ReceiptsQuery,
  SlotBody,
  Slots,
  TeamReceipts,
} from "./team-shapes.ts";

const tag = "Deliverables";
const noSuch = refused("not_found", "deliverables.refusals.notFound");

type Kept = { hash: string; createdAt: Date };
const receipt = <T extends Kept>({ hash, createdAt, ...rest }: T) => ({
  ...rest,
  sha256: hash,
  createdAt: createdAt.toISOString(),
});

type Writing = {
  viewer: SignedInViewer;
  params: { slug: string };
  body: (typeof SlotBody)["_output"];
  now: Date;
};
const writeSlot = (call: Writing, slotId: string | null) =>
  organisedHere(call, async ({ id: competitionId }, { viewer, now }) => {
    const most = webConfig().UPLOAD_MAX_BYTES;
    if (call.body.maxBytes > most)
      return refused("invalid", "deliverables.refusals.badSize", {
        field: "maxBytes",
        values: { max: writeMebibytes(most) },
      });
    const tracks = await tracksOf(competitionId);
    const refusal = slotFault(
      call.body,
      tracks.map(({ id }) => id),
    );
    if (refusal) return { ok: false, refusal };
    return saveSlot({ viewer, competitionId, slotId, values: call.body, now });
  });

/** What teams hand in beside submissions, with receipts. */
export const deliverableOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/deliverables",
    id: "listDeliverables",
    tag,
    summary: "What your team has to hand in, and every receipt",
    scope: "read",
    query: EntryQuery,
    answer: Deliverables,
    handle: (call) =>
      seenHere(call, async (competition, { viewer, now }) => {
        const own = await teamDeliverables(viewer, competition, now, call.query.entry);
        if (!own) return refused("not_found", "entries.refusals.notFound");
        return done({
          slots: own.slots.map((slot) => ({
            ...slot,
            dueAt: slot.dueAt?.toISOString() ?? null,
            refusal: slot.refusal && {
              reason: slot.refusal.reason,
              message: sentence(call.locale, slot.refusal.reason, slot.refusal.values),
            },
            receipts: slot.receipts.map(receipt),
          })),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/deliverables/{slot}",
    id: "deliver",
    tag,
    summary: "Hand in a file for your team; the body is the file itself. Earlier receipts stay",
    scope: "take_part",
    query: DeliverQuery,
    body: "file",
    answer: Delivered,
    status: 201,
    handle: async ({ viewer, params, query, body, now }) => {
      const { slug, slot } = params;
      const { entry, fileName } = query;
      return withBody(
        { viewer, body, maxBytes: webConfig().UPLOAD_MAX_BYTES, fileName, now },
        (blob, uploadId) =>
          deliver({ viewer, slug, slotId: slot, entryId: entry, blob, fileName, uploadId, now }),
      );
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/deliverables/{slot}/upload",
    id: "deliverUpload",
    tag,
    summary: "Hand in a file that was brought in pieces: a whole upload of your own below /uploads",
    scope: "take_part",
    body: DeliverUploadBody,
    answer: Delivered,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const { uploadId, entry } = body;
      const file = await finishedUpload(viewer, uploadId);
      if (!file) return refused("invalid", "submissions.refusals.uploadUnfinished", { field: "uploadId" });
      const { slug, slot } = params;
      return deliver({ viewer, slug, slotId: slot, entryId: entry, uploadId, ...file, now });
    },
  }),
  operation({
    method: "GET",
    path: "/deliverables/{id}",
    id: "showReceipt",
    tag,
    summary: "One receipt: what, when, by whom, and the hash of its bytes",
    scope: "read",
    answer: Receipt,
    handle: async ({ viewer, params }) => {
      const found = await receiptOf(viewer, params.id);
      return found ? done({ ...receipt(found), slot: found.slotTitle, competition: found.slug }) : noSuch;
    },
  }),
  operation({
    method: "GET",
    path: "/deliverables/{id}/file",
    id: "openDeliverable",
    tag,
    summary: "The bytes behind a receipt",
    scope: "read",
    answer: "file",
    handle: async ({ viewer, params }) => {
      const found = await openDeliverable(viewer, params.id);
      return found ? done(found) : noSuch;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/slots",
    id: "listSlots",
    tag,
    summary: "What teams have to hand in, and how many did; for organisers",
    scope: "organise",
    answer: Slots,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const slots = await slotsOf(viewer, id);
        return done({
          slots: slots.map((slot) => ({ ...slot, dueAt: slot.dueAt?.toISOString() ?? null })),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/slots",
    id: "createSlot",
    tag,
    summary: "Ask teams for another file",
    scope: "organise",
    body: SlotBody,
    answer: Id,
    status: 201,
    handle: (call) => writeSlot(call, null),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/slots/{id}",
    id: "changeSlot",
    tag,
    summary: "Write a slot anew; what was handed in stays",
    scope: "organise",
    body: SlotBody,
    answer: Id,
    handle: (call) => writeSlot(call, call.params.id),
  }),
  ...moveAndRemove("slot", "slots", tag, {
    move: ({ id, ...command }) => moveSlot({ ...command, slotId: id }),
    remove: ({ id, ...command }) => deleteSlot({ ...command, slotId: id }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/slots/{id}/nudge",
    id: "nudge",
    tag,
    summary: "Remind the teams that lack this file; each at most once an hour",
    scope: "organise",
    answer: Nudged,
    handle: (call) =>
      organisedHere(call, (competition, { viewer, now }) =>
        nudge({ viewer, competition, slotId: call.params.id, now }),
      ),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/slots/{id}/files",
    id: "openSlotFiles",
    tag,
    summary: "Every team's newest file of a slot as a zip",
    scope: "organise",
    answer: "zip",
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer, slug }) => {
        const found = await slotArchive(viewer, id, call.params.id);
        if (!found) return noSuch;
        const fileName = `${slug}-${asFileName(localized(found.title, call.locale))}.zip`;
        return done({ fileName, content: found.content });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/receipts",
    id: "listReceipts",
    tag,
    summary: "Teams with the newest file of each slot; for organisers",
    scope: "organise",
    query: ReceiptsQuery,
    answer: TeamReceipts,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const { teams, ...rest } = await deliverableTable(viewer, id, call.query);
        return done({
          ...rest,
          teams: teams.map(({ id, files, ...team }) => ({
            ...team,
            entryId: id,
            files: files.map((file) => ({ ...file, createdAt: file.createdAt.toISOString() })),
          })),
        });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/receipts/export",
    id: "exportReceipts",
    tag,
    summary: "Every receipt as CSV, earlier versions too",
    scope: "organise",
    answer: "table",
    handle: (call) =>
      organisedHere(call, ({ id }, { viewer, slug }) => {
        const content = receiptsCsv(viewer, id, call.locale);
        return content ? done({ fileName: `${slug}-receipts.csv`, content }) : noSuch;
      }),
  }),
];
