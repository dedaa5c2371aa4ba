import { createReadStream, createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { isJunk } from "../../../judge/contract/archive.ts";

/** The same bytes for the same files: a directory that two tasks name is stored once. */
const MADE_AT = new Date(Date.UTC(2000, 0, 1));

/** Placeholders that keep a folder in a repository are no data. */
const isPlaceholder = (name: string) => path.posix.basename(name) === ".gitkeep";

/** The names below a folder, sorted. */
export type Content = { files: string[]; emptyFolders: string[] };

/** What a folder holds beside junk; programs write into folders that come empty. */
export async function contentOf(folder: string): Promise<Content> {
  const found = (await readdir(folder, { recursive: true, withFileTypes: true })).map((entry) => ({
    name: path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
    entry,
  }));
  const names = (kind: "isFile" | "isDirectory") =>
    found
      .filter(({ name, entry }) => entry[kind]() && !isJunk(name) && !isPlaceholder(name))
      .map(({ name }) => name)
      .sort();
  const files = names("isFile");
  const folders = names("isDirectory");
  const held = new Set([...files, ...folders].map((name) => path.posix.dirname(name)));
  return { files, emptyFolders: folders.filter((name) => !held.has(name)) };
}

/** Packs what a folder holds, without a folder around it, to `to`; answers `to`. */
export const zipFolder = async (folder: string, to: string): Promise<string> =>
  zipContent(folder, await contentOf(folder), to);

/** Packs some of a folder's content to `to`; answers `to`. */
export async function zipContent(
  folder: string,
  { files, emptyFolders }: Content,
  to: string,
): Promise<string> {
  const zip = new ZipFile();
  for (const name of emptyFolders) zip.addEmptyDirectory(name, { mtime: MADE_AT });
  for (const file of files) {
    const place = path.join(folder, file);
    const mode = (await stat(place)).mode & 0o111 ? 0o100755 : 0o100644;
    zip.addReadStreamLazy(file, { mtime: MADE_AT, mode }, (done) => done(null, createReadStream(place)));
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(to));
  return to;
}
