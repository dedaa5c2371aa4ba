import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";
import { Limits } from "../../judge/contract/limits.ts";
import type { LogStream, Work } from "../../judge/contract/protocol.ts";
import type { DeviceMeter } from "../../judge/devices/meter.ts";
import { ensureImage } from "../../judge/images/build.ts";
import type { ImageKind } from "../../judge/images/recipe.ts";
import { dockerSandbox, HOSTS } from "../../judge/sandbox/docker.ts";
import { imageId } from "../../judge/sandbox/images.ts";
import { submittedImages } from "../../judge/sandbox/submitted-images.ts";
import { openCache } from "../../judge/work/cache.ts";
import { judgeWork, type Report } from "../../judge/work/judge-work.ts";
import { readyImages } from "../../judge/work/ready-images.ts";

export type Files = Record<string, string>;

/** The competition's side and the submission of a run, as files by name. */
export type Given = {
  submission: Files | Buffer;
  kind?: Work["submission"]["kind"];
  scoring: Files | Buffer;
  reference?: Files | Buffer;
  input?: Files;
  ingestion?: Files;
  duringScoring?: boolean;
  metricKeys?: string[];
  detailedResults?: boolean;
  limits?: Partial<Limits>;
};

/** The images of a host that no web asks to have any ready. */
export const noImages = () =>
  readyImages({
    target: ({ image }) => ({ tag: image, own: false }),
    find: async () => null,
    fetch: async () => {},
    keep: async () => {},
  });

/** A judge host without a web: archives from memory, reports kept. */
export async function aJudge({ runtime = "runc", kind = "small" as ImageKind } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-judge-test-"));
  const host = `test-${randomUUID()}`;
  const hostsFile = path.join(folder, "hosts");
  await writeFile(hostsFile, HOSTS);
  const sandbox = dockerSandbox({ host, runtime, hostsFile });
  const image = await imageId(await ensureImage(kind, () => {}));
  const submitted = submittedImages({ host, pulls: ["podium-test/*"] });
  const cache = await openCache(path.join(folder, "cache"), 1024 ** 3);
  await mkdir(path.join(folder, "blobs"));

  async function keep(files: Files | Buffer) {
    const file = path.join(folder, "blobs", randomUUID());
    if (Buffer.isBuffer(files)) {
      await writeFile(file, files);
      return keepFile(file);
    }
    const zip = new yazl.ZipFile();
    for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    await pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(file));
    return keepFile(file);
  }
  async function keepFile(file: string) {
    const bytes = await readFile(file);
    const hash = createHash("sha256").update(bytes).digest("hex");
    await rename(file, path.join(folder, "blobs", hash));
    return { hash, size: bytes.length };
  }

  async function judge(given: Given, signal = new AbortController().signal, slot = 0) {
    return judgeFiles(await workOf(given), signal, slot);
  }

  async function workOf(given: Given): Promise<Work> {
    const work: Work = {
      attemptId: randomUUID(),
      leaseS: 10,
      submission: {
        ...(await keep(given.submission)),
        fileName: "submission.zip",
        kind: given.kind ?? "archive",
      },
      task: {
        scoringProgram: await keep(given.scoring),
        referenceData: given.reference ? await keep(given.reference) : null,
        inputData: given.input ? await keep(given.input) : null,
        ingestionProgram: given.ingestion ? await keep(given.ingestion) : null,
        ingestionOnlyDuringScoring: given.duringScoring ?? false,
      },
      image: "builtin",
      imageNamed: null,
      sameImage: false,
      gvisor: false,
      limits: Limits.parse({ wallS: 20, memoryBytes: 256 * 1024 ** 2, ...given.limits }),
      metricKeys: given.metricKeys ?? ["score"],
      detailedResults: given.detailedResults ?? false,
      devices: [],
      phaseNumber: 1,
      seed: 0,
    };
    return work;
  }

  async function judgeFiles(
    work: Work,
    signal = new AbortController().signal,
    slot = 0,
    meter: DeviceMeter | null = null,
    runs = image!,
  ) {
    const logs: Partial<Record<LogStream, string>> = {};
    const artifacts: Record<string, Buffer> = {};
    const samples: Parameters<Report["sampled"]>[0][] = [];
    const finish = await judgeWork(
      work,
      {
        sandbox,
        submitted,
        cache,
        attempts: path.join(folder, "attempts"),
        slot,
        meter,
        image: async () => ({ id: runs, exact: runs }),
        describe: () => [],
        fetch: (hash, to) => copyFile(path.join(folder, "blobs", hash), to),
      },
      {
        step: () => {},
        sampled: (now) => {
          samples.push(now);
        },
        log: (stream, text) => {
          logs[stream] = (logs[stream] ?? "") + text;
        },
        artifact: async (kind, file) => {
          artifacts[kind] = await readFile(file);
        },
      },
      signal,
    );
    return { ...finish, logs, artifacts, samples };
  }
  return {
    judge,
    judgeFiles,
    workOf,
    keep,
    host,
    folder,
    image: image!,
    sandbox,
    submitted,
    end: () => rm(folder, { recursive: true }),
  };
}
