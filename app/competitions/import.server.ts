import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { db } from "../../db/connect.ts";
import { BUILT_IN, type ImageMapping, imageFor } from "../../judge/contract/image-map.ts";
import { mayCreate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { queueByName } from "../queues/queries.server.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { withScratch } from "../web/scratch.server.ts";
import { evalaiBundle, isEvalai } from "./bundle/evalai.server.ts";
import { insertBundle } from "./bundle/insert.server.ts";
import { decoded, Keeper, Unusable } from "./bundle/keeper.server.ts";
import { readBundle } from "./bundle/read.ts";
import type { Bundle, Remark } from "./bundle/shape.ts";
import { storeFiles } from "./bundle/store.server.ts";
import { archiveLimits, unpack } from "./bundle/unpack.server.ts";
import { imageTable } from "./images.server.ts";

const YAML_BYTES = 4 * 1024 * 1024;
const NAMES_SHOWN = 12;

/** What is kept of a bundle beside its competition: for the report, and for an export that loses nothing. */
export type ImportSource = {
  version: string;
  fileName: string;
  yaml: string;
  /** The content of each path that was stored. */
  files: Record<string, string>;
  solutions: { name: string; path: string; tasks: number[]; hash: string }[];
  /** The phases' dates in the bundle's own words. */
  dates: { start: string; end: string | null }[];
};

/**
 * Makes a draft competition from a bundle of Codabench or CodaLab, or a challenge of EvalAI, at a local path, with its creator as
 * organiser. Everything or nothing: the rows are one transaction.
 */
export async function importBundle(command: {
  viewer: SignedInViewer;
  file: string;
  fileName: string;
  now: Date;
}): Promise<Outcome<{ id: string; slug: string; remarks: Remark[] }>> {
  const { viewer, file, fileName, now } = command;
  if (!mayCreate(viewer)) return refused("forbidden", "competitions.refusals.mayNotCreate");
  const limits = archiveLimits();
  return withScratch(async (folder) => {
    const root = path.join(folder, "bundle");
    const files = await unpack(file, root, limits);
    const { yaml, bundle, remarks, used } = await (files.some(isYaml) || !isEvalai(files)
      ? codabenchBundle(root, files)
      : evalaiBundle(root, files, limits));
    remarks.push(...imageRemarks(bundle.dockerImage, await imageTable(db)));
    const queue = await queueOf(viewer, bundle);
    remarks.push(...queue.remarks);
    const keeper = new Keeper(root, folder, limits);
    const stored = await storeFiles(bundle, keeper);
    remarks.unshift(...summaryOf(bundle));
    for (const name of used) keeper.used.add(name);
    remarks.push(...keeper.allRemarks(), ...unusedOf(files, keeper.used));
    const source: ImportSource = {
      version: bundle.version,
      fileName,
      yaml: stored.origin ?? yaml,
      files: Object.fromEntries(keeper.kept),
      solutions: stored.solutions,
      dates: bundle.phases.map(({ startText, endText }) => ({ start: startText, end: endText })),
    };
    const made = await db.transaction((tx) =>
      insertBundle(tx, { viewer, bundle, queueId: queue.id, stored, source, remarks, now }),
    );
    return done({ ...made, remarks });
  }).catch((error: unknown) => {
    if (error instanceof Unusable) return error.refusal();
    throw error;
  });
}

/** The most that a bundle may have, however it comes. */
export const bundleMaxBytes = () => Math.min(webConfig().BUNDLE_MAX_BYTES, webConfig().UPLOAD_MAX_BYTES);

/** Imports what was uploaded in pieces. */
export async function importUpload(command: {
  viewer: SignedInViewer;
  blob: Blob;
  fileName: string;
  now: Date;
}) {
  const { blob, ...rest } = command;
  const max = bundleMaxBytes();
  if (blob.size > max)
    return refused("invalid", "competitions.refusals.tooLarge", {
      field: "file",
      values: { max: formatBytes(max) },
    });
  return importBundle({ ...rest, file: await blobStore().path(blob.hash) });
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

function summaryOf(bundle: Bundle): Remark[] {
  const { version, phases, tasks, board, pages } = bundle;
  return [
    {
      kind: "taken",
      reason:
        version === "evalai"
          ? "competitions.evalai.read"
          : version === "2"
            ? "competitions.bundle.readAsCodabench"
            : "competitions.bundle.readAsCodalab",
      values: { version },
    },
    ...phases.map(
      ({ name, start, end }): Remark => ({
        kind: "taken",
        reason: end ? "competitions.bundle.phaseSpan" : "competitions.bundle.phaseOpenEnd",
        values: { phase: name, start: minute(start), end: end ? minute(end) : "" },
      }),
    ),
    {
      kind: "taken",
      reason: "competitions.bundle.counted",
      values: {
        phases: phases.length,
        tasks: tasks.length,
        columns: board.columns.length,
        pages: pages.length,
      },
    },
  ];
}

/** What an image that a bundle names comes to here: said before anybody submits. */
function imageRemarks(named: string | null, table: ImageMapping[]): Remark[] {
  if (!named) return [];
  const { image } = imageFor(named, table);
  return image === BUILT_IN
    ? [{ kind: "taken", reason: "competitions.bundle.imageBuiltIn", values: { named } }]
    : [{ kind: "mended", reason: "competitions.bundle.imageNeeded", values: { named, image } }];
}

/** The queue of the name that a bundle says, among those that its creator may choose. */
async function queueOf(
  viewer: SignedInViewer,
  bundle: Bundle,
): Promise<{ id: string | null; remarks: Remark[] }> {
  const named = bundle.podium?.queue ?? bundle.queue;
  if (!named) return { id: null, remarks: [] };
  const queue = await queueByName(viewer, named);
  return queue
    ? {
        id: queue.id,
        remarks: [{ kind: "taken", reason: "competitions.bundle.queueFound", values: { queue: queue.name } }],
      }
    : {
        id: null,
        remarks: [{ kind: "ignored", reason: "competitions.bundle.queueUnknown", values: { queue: named } }],
      };
}

const isYaml = (name: string) => /^competition\.ya?ml$/i.test(name);

async function codabenchBundle(root: string, files: string[]) {
  const { yaml, remarks } = await competitionYaml(root, files);
  const read = readBundle(yaml);
  if (!read.ok) throw new Unusable(...read.problems);
  return { yaml, bundle: read.bundle, remarks: [...remarks, ...read.remarks], used: [] as string[] };
}

async function competitionYaml(root: string, files: string[]): Promise<{ yaml: string; remarks: Remark[] }> {
  const found = files.includes("competition.yaml") ? "competition.yaml" : files.find(isYaml);
  if (!found) {
    const inside = files.find((f) => isYaml(path.posix.basename(f)));
    throw new Unusable(
      inside
        ? { reason: "competitions.bundle.wrongRoot", values: { folder: path.posix.dirname(inside) } }
        : { reason: "competitions.bundle.noYaml" },
    );
  }
  const place = path.join(root, found);
  if ((await stat(place)).size > YAML_BYTES)
    throw new Unusable({ reason: "competitions.bundle.yamlTooLong" });
  const { text, encoding } = decoded(await readFile(place));
  const remarks: Remark[] = [];
  if (found !== "competition.yaml")
    remarks.push({ kind: "mended", reason: "competitions.bundle.ymlName", values: { file: found } });
  if (encoding !== "utf-8")
    remarks.push({
      kind: "mended",
      reason: "competitions.bundle.encoding",
      values: { path: found, encoding },
    });
  return { yaml: text, remarks };
}

/** Files that nothing refers to, by their folder at the root: assets of CodaLab's, notes, utilities. */
function unusedOf(files: string[], used: Set<string>): Remark[] {
  const wanted = (file: string) =>
    used.has(file) || [...used].some((name) => name === "." || file.startsWith(`${name}/`));
  const unused = files.filter(
    (file) => !isYaml(file) && !wanted(file) && !/(^|\/)\.git(keep|ignore)$/.test(file),
  );
  const names = [...new Set(unused.map((file) => (file.includes("/") ? `${file.split("/")[0]}/` : file)))];
  if (names.length === 0) return [];
  const more = names.length > NAMES_SHOWN ? ", …" : "";
  return [
    {
      kind: "ignored",
      reason: "competitions.bundle.filesUnused",
      values: { files: names.slice(0, NAMES_SHOWN).join(", ") + more },
    },
  ];
}
