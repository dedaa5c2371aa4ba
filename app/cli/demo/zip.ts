import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ZipFile } from "yazl";

/** A zip's files by their path in it. */
export type Files = Record<string, string | Buffer>;

// The same content gives the same zip, so that the store keeps it once.
const LONG_AGO = new Date(Date.UTC(2020, 0, 1));

export async function zipOf(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const name of Object.keys(files).sort())
    zip.addBuffer(Buffer.from(files[name] ?? ""), name, { mtime: LONG_AGO, mode: 0o100644 });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

/** A folder's files, under a name in the zip. */
export function filesOf(folder: string, under = ""): Files {
  const files: Files = {};
  for (const name of readdirSync(folder).sort())
    if (!name.startsWith("__")) files[path.posix.join(under, name)] = readFileSync(path.join(folder, name));
  return files;
}
