import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { DetailedError, Upload } from "tus-js-client";
import { BegunUploads } from "./begun-uploads.ts";

/** Proxies take requests of this size, and no more than it is on its way when a connection ends. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** A lost connection is tried again after so long; once something moved, from the beginning. */
const AGAIN_AFTER_MS = [0, 500, 1000, 2000, 5000, 10_000, 20_000];

type Told = (sent: number, size: number) => void;
type Sending = { url: string; token: string | undefined; language: string; file: string; told: Told };

/** A file that was brought whole, and waits to be handed in. */
export type Brought = { uploadId: string; fileName: string; handedIn(): Promise<void> };

/**
 * Brings a file to `/uploads` in pieces, by the tus protocol, and tells how many bytes are there. The same content
 * for the same Podium (SHA-256 and size) goes on where an earlier try was, also of a command that was killed,
 * until it was handed in. Throws the server's sentence when it takes no more.
 */
export async function sendInPieces({ url, token, language, file, told }: Sending): Promise<Brought> {
  const { size } = await stat(file).catch(() => {
    throw new Error(`${file} cannot be read.`);
  });
  if (size === 0) throw new Error(`${file} is empty.`);
  const fingerprint = `${url} ${await sha256(file)} ${size}`;
  const begun = new BegunUploads();
  const address = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint: `${url}/uploads`,
      headers: { "accept-language": language, ...(token && { authorization: `Bearer ${token}` }) },
      metadata: { filename: path.basename(file) },
      chunkSize: PIECE_BYTES,
      retryDelays: AGAIN_AFTER_MS,
      fingerprint: async () => fingerprint,
      urlStorage: begun,
      onProgress: told,
      onError: (problem) => reject(asSentence(problem, url)),
      onSuccess: () => resolve(upload.url ?? ""),
    });
    upload.findPreviousUploads().then(([earlier]) => {
      if (earlier) upload.resumeFromPreviousUpload(earlier);
      upload.start();
    }, reject);
  });
  return {
    uploadId: address.split("/").at(-1) ?? "",
    fileName: path.basename(file),
    handedIn: () => begun.removeUpload(fingerprint),
  };
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** What the server said, else that it was not heard; sent again, the command goes on from there. */
function asSentence(problem: Error | DetailedError, url: string): Error {
  const answer = problem instanceof DetailedError ? problem.originalResponse : null;
  if (answer?.getStatus() === 401) return new Error("This token is unknown, was revoked or has expired.");
  const said = answer?.getBody().trim();
  return new Error(
    said || `The connection to ${url} was lost: repeat the command, and it goes on from there.`,
  );
}
