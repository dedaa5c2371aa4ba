import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { and, count, eq, lt, sum } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { db } from "../../db/connect.ts";
import { blobs, uploads } from "../../db/schema/index.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Where resumable uploads (the tus protocol) are received. */
export const UPLOADS_PATH = "/uploads";

// Whose request it is, for the hooks that the protocol's server calls.
const senders = new WeakMap<Request, string>();

const folder = () => path.resolve(webConfig().PODIUM_DATA, "uploads");

let server: Server | undefined;
function tus(): Server {
  if (server) return server;
  mkdirSync(folder(), { recursive: true });
  server = new Server({
    path: UPLOADS_PATH,
    relativeLocation: true,
    allowedOrigins: [],
    datastore: new FileStore({ directory: folder() }),
    maxSize: webConfig().UPLOAD_MAX_BYTES,
    namingFunction: () => randomUUID(),
    onUploadCreate: async (request, upload) => {
      const personId = senders.get(request);
      if (!personId) throw new Error("an upload without a sender");
      const fileName = (upload.metadata?.filename ?? "file").slice(-200);
      await db.insert(uploads).values({ id: upload.id, personId, fileName, size: upload.size ?? 0 });
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      const place = path.join(folder(), upload.id);
      const blob = await blobStore().adopt(place);
      await rm(`${place}.json`, { force: true });
      await db.update(uploads).set({ blobHash: blob.hash }).where(eq(uploads.id, upload.id));
      return {};
    },
  });
  return server;
}

const UPLOAD = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Answers one request of a resumable upload. Somebody else's upload does not exist. */
export async function receiveUpload(viewer: SignedInViewer, request: Request): Promise<Outcome<Response>> {
  const max = webConfig().UPLOAD_MAX_BYTES;
  if (request.method === "POST") {
    if (!mayTakePart(viewer)) return refused("forbidden", "submissions.refusals.unverified");
    const length = Number(request.headers.get("upload-length") ?? Number.NaN);
    if (!Number.isSafeInteger(length) || length < 0)
      return refused("invalid", "submissions.refusals.uploadLength");
    if (length > max)
      return refused("invalid", "submissions.refusals.uploadTooLarge", {
        values: { max: formatBytes(max) },
        field: "file",
      });
    if (!(await hasRoom(viewer.person.id, length)))
      return refused("over_quota", "submissions.refusals.uploadsTooMany", { field: "file" });
  } else {
    const id = UPLOAD.exec(new URL(request.url).pathname)?.[1];
    const [own] = id
      ? await db
          .select({ blobHash: uploads.blobHash })
          .from(uploads)
          .where(and(eq(uploads.id, id), eq(uploads.personId, viewer.person.id)))
      : [];
    if (!own) return refused("not_found", "submissions.refusals.uploadUnfinished");
  }
  senders.set(request, viewer.person.id);
  return done(await tus().handleWeb(request));
}

/** Whether one more upload of this size leaves the person within what one may bring before the rest expires. */
async function hasRoom(personId: string, bytes: number): Promise<boolean> {
  const { UPLOADS_PER_PERSON, UPLOADS_PER_PERSON_BYTES } = webConfig();
  const [held] = await db
    .select({ n: count(), bytes: sum(uploads.size) })
    .from(uploads)
    .where(eq(uploads.personId, personId));
  return (held?.n ?? 0) < UPLOADS_PER_PERSON && Number(held?.bytes ?? 0) + bytes <= UPLOADS_PER_PERSON_BYTES;
}

/** Keeps what was sent in one piece, as a finished upload of the viewer's; it expires like any other. */
export async function keepUpload(
  viewer: SignedInViewer,
  blob: Blob,
  fileName: string,
  now: Date,
): Promise<string> {
  const [kept] = await db
    .insert(uploads)
    .values({
      personId: viewer.person.id,
      fileName: fileName.slice(-200),
      size: blob.size,
      blobHash: blob.hash,
      createdAt: now,
    })
    .returning({ id: uploads.id });
  if (!kept) throw new Error("an upload was not written");
  return kept.id;
}

/** A finished upload of the viewer's, ready to be handed in; null when there is none. */
export async function finishedUpload(
  viewer: SignedInViewer,
  uploadId: string,
): Promise<{ blob: Blob; fileName: string } | null> {
  if (!UPLOAD.test(`/${uploadId}`)) return null;
  const [upload] = await db
    .select({ fileName: uploads.fileName, hash: blobs.hash, size: blobs.size })
    .from(uploads)
    .innerJoin(blobs, eq(blobs.hash, uploads.blobHash))
    .where(and(eq(uploads.id, uploadId), eq(uploads.personId, viewer.person.id)));
  return upload ? { blob: { hash: upload.hash, size: upload.size }, fileName: upload.fileName } : null;
}

/** Throws away uploads that were not finished, or not handed in, within UPLOAD_EXPIRES_H. Answers how many. */
export async function expireUploads(now: Date): Promise<number> {
  const before = new Date(now.getTime() - webConfig().UPLOAD_EXPIRES_H * 3_600_000);
  const gone = await db.delete(uploads).where(lt(uploads.createdAt, before)).returning({ id: uploads.id });
  for (const { id } of gone) {
    await rm(path.join(folder(), id), { force: true });
    await rm(path.join(folder(), `${id}.json`), { force: true });
  }
  return gone.length;
}
