import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { db } from "../../db/connect.ts";
import { blobs, uploads } from "../../db/schema/index.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { takeRoom } from "./upload-room.server.ts";

/** Where resumable uploads (the tus protocol) are received. */
export const UPLOADS_PATH = "/uploads";

// The upload that a request begins, written down before the protocol's server hears of it.
const begun = new WeakMap<Request, string>();

const PLACE_LENGTH = 200;

const folder = () => path.resolve(webConfig().PODIUM_DATA, "uploads");

// Who asks for an upload while it is being moved waits for the same move.
const moving = new Map<string, Promise<void>>();

/** Moves a whole file into the store and says so on its upload: both, or neither. */
function finish(id: string): Promise<void> {
  const known = moving.get(id);
  if (known) return known;
  const move = async () => {
    const place = path.join(folder(), id);
    await blobStore().adopt(place, async (tx, blob) => {
      await tx.update(uploads).set({ blobHash: blob.hash }).where(eq(uploads.id, id));
    });
    await rm(`${place}.json`, { force: true });
  };
  const begun = move().finally(() => moving.delete(id));
  moving.set(id, begun);
  return begun;
}

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
    namingFunction: (request) => begun.get(request) ?? randomUUID(),
    onUploadCreate: async (request, { id, metadata }) => {
      if (begun.get(request) !== id) throw new Error("an upload that nobody wrote down");
      const said = {
        ...(metadata?.filename && { fileName: metadata.filename.slice(-200) }),
        ...(metadata?.place && { place: metadata.place.slice(0, PLACE_LENGTH) }),
      };
      if (Object.keys(said).length > 0) await db.update(uploads).set(said).where(eq(uploads.id, id));
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      await finish(upload.id);
      return {};
    },
  });
  return server;
}

const UPLOAD = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Answers one request of a resumable upload. Somebody else's upload does not exist. */
export async function receiveUpload(viewer: SignedInViewer, request: Request): Promise<Outcome<Response>> {
  if (request.method === "POST") {
    if (!mayTakePart(viewer)) return refused("forbidden", "submissions.refusals.unverified");
    const length = Number(request.headers.get("upload-length") ?? Number.NaN);
    if (!Number.isSafeInteger(length) || length < 0)
      return refused("invalid", "submissions.refusals.uploadLength");
    const taken = await takeRoom(viewer.person.id, { fileName: "file", size: length });
    if (!taken.ok) return taken;
    const { id } = taken.value;
    begun.set(request, id);
    const response = await tus().handleWeb(request);
    if (response.status !== 201) await db.delete(uploads).where(eq(uploads.id, id));
    return done(response);
  }
  const id = UPLOAD.exec(new URL(request.url).pathname)?.[1];
  const [own] = id
    ? await db
        .select({ id: uploads.id, size: uploads.size, blobHash: uploads.blobHash })
        .from(uploads)
        .where(and(eq(uploads.id, id), eq(uploads.personId, viewer.person.id)))
    : [];
  if (!own) return refused("not_found", "submissions.refusals.uploadUnfinished");
  if (request.method === "HEAD" && own.blobHash) return done(whole(own.size));
  const response = await tus().handleWeb(request);
  // All of it arrived, and whoever was to move it into the store died.
  if (request.method === "HEAD" && response.headers.get("upload-offset") === String(own.size))
    await finish(own.id);
  if (request.method === "DELETE" && response.ok) await db.delete(uploads).where(eq(uploads.id, own.id));
  return done(response);
}

/** To who asks how much of an upload is here: everything. */
const whole = (size: number) =>
  new Response(null, {
    headers: {
      "tus-resumable": "1.0.0",
      "cache-control": "no-store",
      "upload-offset": String(size),
      "upload-length": String(size),
    },
  });

/**
 * Keeps what was sent in one piece, as a finished upload of the viewer's: it counts and expires like any other.
 * What arrived and is refused belongs to nobody, and the store frees it.
 */
export function keepUpload(
  viewer: SignedInViewer,
  blob: Blob,
  fileName: string,
  now: Date,
): Promise<Outcome<{ id: string }>> {
  return takeRoom(viewer.person.id, { fileName, size: blob.size, blobHash: blob.hash, createdAt: now });
}

/** Lets go of an upload that became what it was brought for. */
export async function forgetUpload(viewer: SignedInViewer, uploadId: string): Promise<void> {
  await db.delete(uploads).where(and(eq(uploads.id, uploadId), eq(uploads.personId, viewer.person.id)));
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

/** How many uploads a page offers again. */
const OFFERED = 5;

/**
 * Uploads of the viewer's that are whole and were brought for this place, but not handed in: the newest first.
 * Only what is handed in as a submission or a deliverable is forgotten then, so ask for those places alone.
 */
export const waitingUploads = (viewer: SignedInViewer, place: string) =>
  db
    .select({ id: uploads.id, fileName: uploads.fileName, size: blobs.size, at: uploads.createdAt })
    .from(uploads)
    .innerJoin(blobs, eq(blobs.hash, uploads.blobHash))
    .where(and(eq(uploads.personId, viewer.person.id), eq(uploads.place, place)))
    .orderBy(desc(uploads.createdAt))
    .limit(OFFERED);

/**
 * Throws away uploads that were not finished, or not handed in, within UPLOAD_EXPIRES_H, and files of that age that
 * no upload knows of. Answers how many.
 */
export async function expireUploads(now: Date): Promise<number> {
  const before = new Date(now.getTime() - webConfig().UPLOAD_EXPIRES_H * 3_600_000);
  const gone = await db.delete(uploads).where(lt(uploads.createdAt, before)).returning({ id: uploads.id });
  for (const { id } of gone) {
    await rm(path.join(folder(), id), { force: true });
    await rm(path.join(folder(), `${id}.json`), { force: true });
  }
  return gone.length + (await forgetStrays(before));
}

/** What a person who left, or a process that died, had begun to send. */
async function forgetStrays(before: Date): Promise<number> {
  const names = await readdir(folder()).catch(() => []);
  const ids = [...new Set(names.map((name) => name.replace(/\.json$/, "")).filter(isUuid))];
  const rows =
    ids.length === 0 ? [] : await db.select({ id: uploads.id }).from(uploads).where(inArray(uploads.id, ids));
  const known = new Set(rows.map(({ id }) => id));
  let gone = 0;
  for (const name of names) {
    if (known.has(name.replace(/\.json$/, ""))) continue;
    const file = path.join(folder(), name);
    const facts = await stat(file).catch(() => null);
    if (!facts || facts.mtime >= before) continue;
    await rm(file, { force: true });
    gone += 1;
  }
  return gone;
}
