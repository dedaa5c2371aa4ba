import { promisify } from "node:util";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Viewer } from "../people/viewer.ts";
import { asText, compareFiles, compareScores, diffTexts, type FileChange, type Listed } from "./compare.ts";
import { downloadOf, submissionById } from "./queries.server.ts";

/** Bounds of what is read for one comparison: the archives are somebody's, and the page is only a page. */
const MOST_FILES = 5000;
const MOST_CHANGES = 100;
const MOST_DIFFS = 20;
const FILE_BYTES = 128 * 1024;
const ALL_BYTES = 2 * 1024 * 1024;

export type ChangedFile = FileChange & {
  diff: ReturnType<typeof diffTexts>;
  /** Why there is no diff, where one might be expected. */
  why: "large" | "binary" | null;
};

/**
 * Two submissions of the viewer's own team side by side, or any two of a competition they organise; null for
 * anything else. `b` is told as it is beside `a`.
 */
export async function comparison(viewer: Viewer, a: string, b: string) {
  const [one, two] = await Promise.all([submissionById(viewer, a), submissionById(viewer, b)]);
  if (!one || !two || one.sight === "public" || two.sight === "public") return null;
  if (one.competition.id !== two.competition.id) return null;
  return {
    a: one,
    b: two,
    scores: compareScores(one.runs, two.runs),
    files: await filesOf(viewer, one, two),
  };
}

type Side = { id: string; kind: string };

async function filesOf(viewer: Viewer, a: Side, b: Side) {
  if (a.kind !== "archive" || b.kind !== "archive") return null;
  const opened: Archive[] = [];
  try {
    for (const { id } of [a, b]) {
      const file = await downloadOf(viewer, id, "submission");
      if (!file) return null;
      opened.push(await openArchive(await blobStore().path(file.hash)));
    }
    const [left, right] = opened as [Archive, Archive];
    const { changes, same } = compareFiles(left.files, right.files);
    const budget = { bytes: ALL_BYTES, diffs: MOST_DIFFS };
    const shown: ChangedFile[] = [];
    for (const change of changes.slice(0, MOST_CHANGES))
      shown.push({ ...change, ...(await diffOf(change, left, right, budget)) });
    return { changes: shown, more: changes.length > MOST_CHANGES, same };
  } catch {
    // An archive that cannot be read has no files to compare; its page says why it failed.
    return null;
  } finally {
    for (const { zip } of opened) zip.close();
  }
}

type Budget = { bytes: number; diffs: number };

async function diffOf({ name }: FileChange, left: Archive, right: Archive, budget: Budget) {
  const sizes = [left, right].map(({ entries }) => entries.get(name)?.uncompressedSize ?? 0);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.some((size) => size > FILE_BYTES) || all > budget.bytes || budget.diffs === 0)
    return { diff: null, why: "large" as const };
  budget.bytes -= all;
  budget.diffs -= 1;
  const texts: string[] = [];
  for (const archive of [left, right]) {
    const text = asText(await archive.read(name));
    if (text === null) return { diff: null, why: "binary" as const };
    texts.push(text);
  }
  const diff = diffTexts(texts[0]!, texts[1]!);
  return { diff, why: diff ? null : ("large" as const) };
}

type Archive = {
  zip: ZipFile;
  files: Listed[];
  entries: Map<string, Entry>;
  /** The content of a small file; nothing when it is not there. */
  read(name: string): Promise<Buffer>;
};

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

async function openArchive(path: string): Promise<Archive> {
  const zip = await openZip(path, { autoClose: false, lazyEntries: true });
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, entry);
      if (entries.size >= MOST_FILES) resolve();
      else zip.readEntry();
    });
    zip.readEntry();
  });
  return {
    zip,
    entries,
    files: [...entries.values()].map((entry) => ({
      name: entry.fileName,
      size: entry.uncompressedSize,
      crc32: entry.crc32,
    })),
    read: (name) => contentOf(zip, entries.get(name)),
  };
}

function contentOf(zip: ZipFile, entry: Entry | undefined): Promise<Buffer> {
  if (!entry) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on("error", reject);
      stream.on("data", (chunk: Buffer) => {
        size += chunk.length;
        // Its header said less than it holds.
        if (size > FILE_BYTES) stream.destroy(new Error("larger than it says"));
        else chunks.push(chunk);
      });
      stream.on("end", () => resolve(Buffer.concat(chunks)));
    });
  });
}
