import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { webConfig } from "../../config.ts";
import { mayCreate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { refused } from "../web/outcome.ts";
import { importBundle } from "./import.server.ts";

class TooMuch extends Error {}

/** Writes a request's body to a local file, at most BUNDLE_MAX_BYTES, and imports it. */
export async function receiveBundle(command: {
  viewer: SignedInViewer;
  body: globalThis.ReadableStream | null;
  fileName: string;
  now: Date;
}) {
  const { viewer, body, fileName, now } = command;
  if (!mayCreate(viewer)) return refused("forbidden", "competitions.refusals.mayNotCreate");
  const max = webConfig().BUNDLE_MAX_BYTES;
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-upload-"));
  try {
    const file = path.join(folder, "bundle.zip");
    let size = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size > max) return done(new TooMuch());
        done(null, chunk);
      },
    });
    const content = body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
    await pipeline(content, meter, createWriteStream(file));
    return await importBundle({ viewer, file, fileName, now });
  } catch (error) {
    if (error instanceof TooMuch)
      return refused("invalid", "competitions.refusals.tooLarge", { values: { max: formatBytes(max) } });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
