import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, lstat, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";
import { openPlain } from "./plain-file.ts";

const DEEPEST = 32;

export type Collected =
  | { ok: true; files: string[]; leftOut: string[]; bytes: number }
  | { ok: false; problem: "output_limit" | "invalid_output"; detail: string };

/**
 * Makes an output folder safe to read, after every process that could change it is gone: only regular files
 * with one name stay; links, pipes, sockets and devices are removed, never followed.
 */
export async function cleanOutput(
  folder: string,
  limits: { bytes: number; files: number },
): Promise<Collected> {
  const files: string[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  let seen = 0;
  const folders: { at: string; depth: number }[] = [{ at: "", depth: 0 }];
  for (let next = folders.pop(); next; next = folders.pop()) {
    if (next.depth > DEEPEST)
      return { ok: false, problem: "invalid_output", detail: `folders are nested deeper than ${DEEPEST}` };
    const here = path.join(folder, next.at);
    await chmod(here, 0o755);
    for (const raw of await readdir(Buffer.from(here), { encoding: "buffer" })) {
      const name = raw.toString("utf8");
      const relative = path.posix.join(next.at, name);
      const full = path.join(folder, relative);
      if (++seen > limits.files)
        return { ok: false, problem: "output_limit", detail: `more than ${limits.files} files` };
      if (!Buffer.from(name).equals(raw))
        return { ok: false, problem: "invalid_output", detail: `the name ${relative} is not UTF-8` };
      // A zip takes the one for a folder and the other for a disk.
      if (name.includes("\\") || /^[a-zA-Z]:/.test(relative))
        return { ok: false, problem: "invalid_output", detail: `the name ${relative} fits in no archive` };
      const facts = await lstat(full);
      if (facts.isDirectory()) folders.push({ at: relative, depth: next.depth + 1 });
      else if (facts.isFile() && facts.nlink === 1) {
        bytes += facts.size;
        if (bytes > limits.bytes)
          return { ok: false, problem: "output_limit", detail: `more than ${limits.bytes} bytes` };
        await chmod(full, 0o644);
        files.push(relative);
      } else {
        await rm(full, { force: true });
        leftOut.push(relative);
      }
    }
  }
  return { ok: true, files: files.sort(), leftOut: leftOut.sort(), bytes };
}

/** A file by its path, and the SHA-256 of its content. */
export type Hashed = { name: string; sha256: string };

/** Packs the files of a cleaned folder into a zip at `target`; answers them with their digests, in the order given. */
export async function packFiles(folder: string, files: readonly string[], target: string): Promise<Hashed[]> {
  const zip = new yazl.ZipFile();
  const packed: Hashed[] = [];
  const failed = new Promise<never>((_, reject) => zip.on("error", reject));
  for (const file of files) {
    const { size } = await lstat(path.join(folder, file));
    zip.addReadStreamLazy(file, { size, compressionLevel: 1, mode: 0o100644 }, (give) => {
      openPlain(path.join(folder, file)).then(
        (handle) => {
          if (!handle) return give(new Error(`${file} is no longer a plain file`), new PassThrough());
          const own = createHash("sha256");
          const reader = new Transform({
            transform(chunk: Buffer, _encoding, done) {
              own.update(chunk);
              done(null, chunk);
            },
            flush(done) {
              packed.push({ name: file, sha256: own.digest("hex") });
              done();
            },
          });
          pipeline(handle.createReadStream(), reader).catch((error) => zip.emit("error", error));
          give(null, reader);
        },
        (error) => give(error, new PassThrough()),
      );
    });
  }
  zip.end();
  await Promise.race([
    pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(target)),
    failed,
  ]);
  return packed;
}

/** One SHA-256 of the names and contents of all of them, the order of `files` included. */
export function digestOf(files: readonly Hashed[]): string {
  const digest = createHash("sha256");
  for (const { name, sha256 } of files) digest.update(`${sha256}  ${name}\0`);
  return digest.digest("hex");
}
