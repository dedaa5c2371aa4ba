import { randomUUID } from "node:crypto";
import { copyFile, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { blobStore } from "../../../db/blobs/disk.ts";
import { type ArchiveLimits, inspectArchive, unpackArchive } from "../../../judge/contract/archive.ts";
import { refused } from "../../web/outcome.ts";
import { type FoundFile, findFile } from "./find-file.server.ts";
import { folderOfProgram } from "./folder-of-program.ts";
import type { Problem, Remark } from "./shape.ts";
import { UUID } from "./values.ts";
import { contentOf, zipContent, zipFolder } from "./zip-folder.server.ts";

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

  /**
   * The content hash of a file or, zipped, of a folder. `asZip` for what the judge will unpack; a `program` has its
   * metadata on top.
   */
  async keep(
    key: string,
    named: string,
    { asZip, program = false }: { asZip: boolean; program?: boolean },
  ): Promise<string> {
    const { relative, place, found } = await this.find(key, named);
    const name = asZip ? relative : `${relative} as it is`;
    const before = this.kept.get(name);
    if (before) {
      this.uses.set(relative, (this.uses.get(relative) ?? 1) + 1);
      return before;
    }
    const source =
      asZip || found.isDirectory() ? await this.zipped(place, { key, path: named }, program) : place;
    const copy = path.join(this.scratch, randomUUID());
    await copyFile(source, copy);
    const { hash } = await blobStore().adopt(copy);
    this.kept.set(name, hash);
    return hash;
  }

  /** The zip that stands for a place: itself, or one of the folder or the single file that is there. */
  private async zipped(
    place: string,
    values: { key: string; path: string },
    program: boolean,
  ): Promise<string> {
    const to = path.join(this.scratch, `${randomUUID()}.zip`);
    if ((await stat(place)).isDirectory()) {
      const content = await contentOf(place);
      const top = program ? this.topOf(content.files, values) : "";
      return top ? zipFolder(path.join(place, top), to) : zipContent(place, content, to);
    }
    const facts = await inspectArchive(place, this.limits);
    if (!facts.ok && (facts.problem !== "not_an_archive" || /\.zip$/i.test(values.path)))
      throw new Unusable({
        reason: "competitions.bundle.badZip",
        values: { ...values, detail: facts.detail },
      });
    const files = facts.ok ? facts.files : [path.basename(place)];
    const top = program ? this.topOf(files, values) : "";
    if (!facts.ok) {
      this.remarks.push({ kind: "mended", reason: "competitions.bundle.fileZipped", values });
      return zipContent(path.dirname(place), { files, emptyFolders: [] }, to);
    }
    if (!top) return place;
    const folder = path.join(this.scratch, randomUUID());
    await unpackArchive(place, folder, this.limits);
    return zipFolder(path.join(folder, top), to);
  }

  /** The folder that a program was packed with, "" where it was not; says so, or that nothing tells how it runs. */
  private topOf(files: readonly string[], values: { key: string; path: string }): string {
    const top = folderOfProgram(files);
    if (top === null)
      this.remarks.push({ kind: "ignored", reason: "competitions.bundle.programSilent", values });
    if (top)
      this.remarks.push({
        kind: "mended",
        reason: "competitions.bundle.programInFolder",
        values: { ...values, folder: top },
      });
    return top ?? "";
  }
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
