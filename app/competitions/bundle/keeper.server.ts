import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { blobStore } from "../../../db/blobs/disk.ts";
import { type ArchiveLimits, inspectArchive, isJunk } from "../../../judge/contract/archive.ts";
import { refused } from "../../web/outcome.ts";
import { type FoundFile, findFile } from "./find-file.server.ts";
import type { Problem, Remark } from "./shape.ts";
import { UUID } from "./values.ts";

/** The same bytes for the same files: a directory that two tasks name is stored once. */
const MADE_AT = new Date(Date.UTC(2000, 0, 1));
const TEXT_BYTES = 8 * 1024 * 1024;

/** Thrown with what makes a bundle unusable; the import turns it into a refusal. */
export class Unusable extends Error {
  readonly problems: [Problem, ...Problem[]];

  constructor(...problems: [Problem, ...Problem[]]) {
    super(problems[0].reason);
    this.problems = problems;
  }

  refusal() {
    const [{ reason, values }, ...others] = this.problems;
    return refused("invalid", reason, { values, field: "file", ...(others.length > 0 && { others }) });
  }
}

/** Puts the files of an unpacked bundle into the store, each path once. */
export class Keeper {
  readonly kept = new Map<string, string>();
  /** What the bundle referred to, by its path in it. */
  readonly used = new Set<string>();
  private readonly remarks: Remark[] = [];
  private readonly problems: Problem[] = [];
  private readonly uses = new Map<string, number>();
  private readonly root: string;
  private readonly scratch: string;
  private readonly limits: ArchiveLimits;

  constructor(root: string, scratch: string, limits: ArchiveLimits) {
    this.root = root;
    this.scratch = scratch;
    this.limits = limits;
  }

  /** Null where a file is unusable: it is told with all others at the end, by `check`. */
  async orTold<T>(work: Promise<T>): Promise<T | null> {
    return work.catch((error: unknown) => {
      if (!(error instanceof Unusable)) throw error;
      this.problems.push(...error.problems);
      return null;
    });
  }

  /** Throws everything that was wrong with the files. */
  check(): void {
    const [first, ...rest] = this.problems;
    if (first) throw new Unusable(first, ...rest);
  }

  /** What there is to say about the files, at the end. */
  allRemarks(): Remark[] {
    const often = [...this.uses].map(
      ([path, n]): Remark => ({
        kind: "taken",
        reason: "competitions.bundle.storedOnce",
        values: { path, n },
      }),
    );
    return [...this.remarks, ...often];
  }

  private async find(key: string, named: string): Promise<FoundFile> {
    const values = { key, path: named };
    const found = await findFile(this.root, named);
    if (found?.exact) return this.use(found);
    if (UUID.test(named))
      throw new Unusable({ reason: "competitions.bundle.fileElsewhere", values: { key, uuid: named } });
    if (!found) throw new Unusable({ reason: "competitions.bundle.fileMissing", values });
    this.remarks.push({
      kind: "mended",
      reason: "competitions.bundle.fileNear",
      values: { ...values, other: found.relative },
    });
    return this.use(found);
  }

  private use<T extends { relative: string }>(found: T): T {
    this.used.add(found.relative);
    return found;
  }

  /** A text to read. `mayBeEmpty`: CodaLab minded no page without words, Codabench minds. */
  async text(
    key: string,
    named: string,
    { mayBeEmpty = false } = {},
  ): Promise<{ body: string; format: "markdown" | "html" }> {
    const { place, found } = await this.find(key, named);
    const values = { key, path: named };
    if (!found.isFile() || found.size > TEXT_BYTES)
      throw new Unusable({ reason: "competitions.bundle.notAText", values });
    const { text: body, encoding } = decoded(await readFile(place));
    if (body === "" && !mayBeEmpty) throw new Unusable({ reason: "competitions.bundle.fileEmpty", values });
    if (body.trim() === "")
      this.remarks.push({ kind: "mended", reason: "competitions.bundle.fileBlank", values });
    if (encoding !== "utf-8")
      this.remarks.push({
        kind: "mended",
        reason: "competitions.bundle.encoding",
        values: { path: named, encoding },
      });
    return { body, format: /\.html?$/i.test(named) ? "html" : "markdown" };
  }

  /** The logo as it is; a name that leads nowhere, such as an address of the web, is said and left out. */
  async logo(named: string): Promise<string | null> {
    try {
      return await this.keep("image", named, { asZip: false });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      this.remarks.push({
        kind: "mended",
        reason: "competitions.bundle.imageMissing",
        values: { path: named },
      });
      return null;
    }
  }

  /** As `keep`, for what a competition can do without: a data set of another platform is left out. */
  async keepIfHere(key: string, named: string | undefined, how: { asZip: boolean }): Promise<string | null> {
    if (!named) return null;
    try {
      return await this.keep(key, named, how);
    } catch (error) {
      if (!(error instanceof Unusable) || error.problems[0].reason !== "competitions.bundle.fileElsewhere")
        throw error;
      this.remarks.push({
        kind: "ignored",
        reason: "competitions.bundle.fileElsewhereLeftOut",
        values: { key, uuid: named },
      });
      return null;
    }
  }

  /** The content hash of a file or, zipped, of a folder. `asZip` for what the judge will unpack. */
  async keep(key: string, named: string, { asZip }: { asZip: boolean }): Promise<string> {
    const { relative, place, found } = await this.find(key, named);
    const name = asZip ? relative : `${relative} as it is`;
    const before = this.kept.get(name);
    if (before) {
      this.uses.set(relative, (this.uses.get(relative) ?? 1) + 1);
      return before;
    }
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

/** Placeholders that keep a folder in a repository are no data. */
const isPlaceholder = (name: string) => path.posix.basename(name) === ".gitkeep";

async function filesUnder(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((f) => f.isFile())
    .map((f) => path.relative(folder, path.join(f.parentPath, f.name)).split(path.sep).join("/"))
    .filter((name) => !isJunk(name) && !isPlaceholder(name))
    .sort();
}

/** A text in UTF-8 or, where its bytes are none, in UTF-16 by its mark or in China's GB 18030. */
export function decoded(bytes: Buffer): { text: string; encoding: string } {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : null;
  for (const encoding of marked ? [marked] : ["utf-8", "gb18030"]) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // not this one
    }
  }
  return { text: new TextDecoder("latin1").decode(bytes), encoding: "latin1" };
}
