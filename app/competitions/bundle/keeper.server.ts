import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { blobStore } from "../../../db/blobs/disk.ts";
import { type ArchiveLimits, inspectArchive } from "../../../judge/contract/archive.ts";
import type { Problem, Remark } from "./shape.ts";

/** The same bytes for the same files: a directory that two tasks name is stored once. */
const MADE_AT = new Date(Date.UTC(2000, 0, 1));
const TEXT_BYTES = 8 * 1024 * 1024;

/** Thrown on the first thing that makes a bundle unusable; the import turns it into a refusal. */
export class Unusable extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** Puts the files of an unpacked bundle into the store, each path once. */
export class Keeper {
  readonly kept = new Map<string, string>();
  readonly remarks: Remark[] = [];
  private readonly root: string;
  private readonly scratch: string;
  private readonly limits: ArchiveLimits;

  constructor(root: string, scratch: string, limits: ArchiveLimits) {
    this.root = root;
    this.scratch = scratch;
    this.limits = limits;
  }

  private async find(key: string, named: string) {
    const relative = path.posix.normalize(named).replace(/\/+$/, "");
    const values = { key, path: named };
    if (/^\.\.(\/|$)/.test(relative) || path.posix.isAbsolute(relative) || named.includes("\0"))
      throw new Unusable({ reason: "competitions.bundle.fileMissing", values });
    const place = path.join(this.root, relative);
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
      if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(error.code ?? "")) return null;
      throw error;
    });
    if (!found) throw new Unusable({ reason: "competitions.bundle.fileMissing", values });
    return { relative, place, found };
  }

  async text(key: string, named: string): Promise<{ body: string; format: "markdown" | "html" }> {
    const { place, found } = await this.find(key, named);
    const values = { key, path: named };
    if (!found.isFile() || found.size > TEXT_BYTES)
      throw new Unusable({ reason: "competitions.bundle.notAText", values });
    const body = (await readFile(place, "utf8")).replace(/^\uFEFF/, "");
    if (body.trim() === "") throw new Unusable({ reason: "competitions.bundle.fileEmpty", values });
    return { body, format: /\.html?$/i.test(named) ? "html" : "markdown" };
  }

  /** The content hash of a file or, zipped, of a folder. `asZip` for what the judge will unpack. */
  async keep(key: string, named: string, { asZip }: { asZip: boolean }): Promise<string> {
    const { relative, place, found } = await this.find(key, named);
    const name = asZip ? relative : `${relative} as it is`;
    const before = this.kept.get(name);
    if (before) return before;
    let source = place;
    if (found.isDirectory()) {
      source = await this.zip(place, await filesUnder(place));
    } else if (asZip) {
      const facts = await inspectArchive(place, this.limits);
      const values = { key, path: named };
      if (!facts.ok && (facts.problem !== "not_an_archive" || /\.zip$/i.test(named)))
        throw new Unusable({
          reason: "competitions.bundle.badZip",
          values: { ...values, detail: facts.detail },
        });
      if (!facts.ok) {
        source = await this.zip(path.dirname(place), [path.basename(place)]);
        this.remarks.push({ kind: "mended", reason: "competitions.bundle.fileZipped", values });
      }
    }
    const copy = path.join(this.scratch, randomUUID());
    await copyFile(source, copy);
    const { hash } = await blobStore().adopt(copy);
    this.kept.set(name, hash);
    return hash;
  }

  private async zip(folder: string, files: string[]): Promise<string> {
    const to = path.join(this.scratch, `${randomUUID()}.zip`);
    const zip = new ZipFile();
    for (const file of files) {
      const place = path.join(folder, file);
      const mode = (await stat(place)).mode & 0o111 ? 0o100755 : 0o100644;
      zip.addReadStreamLazy(file, { mtime: MADE_AT, mode }, (done) => done(null, createReadStream(place)));
    }
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(to));
    return to;
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((f) => f.isFile())
    .map((f) => path.relative(folder, path.join(f.parentPath, f.name)).split(path.sep).join("/"))
    .sort();
}
