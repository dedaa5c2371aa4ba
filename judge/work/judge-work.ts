import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { unpackArchive } from "../contract/archive.ts";
import { artifactBytes } from "../contract/limits.ts";
import {
  type Circumstances,
  type Facts,
  type Finish,
  ImageReference,
  type LogStream,
  OUTPUT_FILES,
  type Sample,
  type Step,
  type Work,
} from "../contract/protocol.ts";
import { validText } from "../contract/valid-text.ts";
import type { Cause } from "../contract/verdict.ts";
import type { DeviceMeter } from "../devices/meter.ts";
import { cleanOutput, digestOf, type Hashed, packFiles } from "../sandbox/collect.ts";
import { UnfitImage } from "../sandbox/image-archive.ts";
import { type FoundImage, ImageUnavailable } from "../sandbox/images.ts";
import type { Ended, Mount, Program, Sandbox } from "../sandbox/sandbox.ts";
import type { SubmittedImage, SubmittedImages } from "../sandbox/submitted-images.ts";
import { copyTree, give, openWorkspace, sweepWorkspaces, type Workspace } from "../sandbox/workspace.ts";
import { decideScoring, decideStep } from "../scoring/decide-verdict.ts";
import { commandOf, type Metadata, type Who } from "../scoring/metadata.ts";
import type { Cache, Held } from "./cache.ts";
import { detailedPage, metadataOf, scoresIn } from "./program-files.ts";
import { VERSION } from "./version.ts";

export type ArtifactKind = "prediction_output" | "scoring_output" | "detailed_results";

/** What a run needs of its host. */
export type Bench = {
  sandbox: Sandbox;
  submitted: SubmittedImages;
  cache: Cache;
  /** The folder of attempts; each gets one of its own in it. */
  attempts: string;
  slot: number;
  /** The image that runs for a work; throws ImageUnavailable. */
  image(work: Pick<Work, "image" | "imageNamed" | "sameImage">): Promise<FoundImage>;
  /** What the devices of these ids are called. */
  describe(uuids: readonly string[]): Circumstances["devices"];
  fetch(hash: string, to: string): Promise<void>;
  /** Measures the devices of the run; null where it has none. */
  meter: DeviceMeter | null;
};

/** Where a run tells what happens. */
export type Report = {
  step(step: Step): void;
  log(stream: LogStream, text: string): void;
  artifact(kind: ArtifactKind, file: string): Promise<void>;
  /** What the step that runs uses now. */
  sampled(now: Pick<Sample, "cpuMs" | "memoryBytes" | "pids">): void;
};

const BOMB_RATIO = 1000;
/** How much of a command that cannot be read is told. */
const COMMAND_SHOWN = 1000;
/** Data up to this size is given to programs as their own copy, which they may write into. */
const COPIED = { bytes: 32 * 1024 * 1024, files: 2000 };

/** `files` counts folders too. */
type Size = { bytes: number; files: number };
/** `image`: what was handed in is an image, and the folder is empty. */
type Unpacked = Size & { folder: string; image?: SubmittedImage };
/** What the prediction step left: the folder that scoring sees as /app/input/res, and its room on the disk. */
type Results = {
  folder: string;
  /** The folder it lies in, which no program has seen. */
  above: string;
  space: Workspace;
  /** Until it is packed nobody may change it. */
  packed: Promise<unknown>;
  /** The submission's files where a task reads them during scoring. */
  ingested: Unpacked | null;
};

/** A program ended in a way for which it, or somebody on the machine, may be to blame: it is judged once more. */
class PerhapsKilled extends Error {}

/** Ends a run early with its cause. */
class Verdict extends Error {
  readonly verdict: Cause;
  constructor(cause: Cause, detail: string) {
    super(detail);
    this.verdict = cause;
  }
}

async function referenceIn(file: string): Promise<string> {
  const read = ImageReference.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!read.success) throw new Verdict("invalid_archive", "it names no image");
  return read.data.reference;
}

/** How the programs of a step ended, each at its place; null where there was nothing to run. */
type StepEnd = { ended: Ended | null; exits: (number | null)[]; wallsMs: (number | null)[] };
const NOTHING_RAN: StepEnd = { ended: null, exits: [], wallsMs: [] };

/** Where the results lie in the room of the prediction step: as the scoring program finds them below /app. */
const RESULTS = "input/res";
/** The file that Codabench adds to a prediction. */
const METADATA = "metadata";

/** Files as an attempt's record names them; null where they are too many. */
const keptFiles = (files: Hashed[]): Hashed[] | null =>
  files.length <= OUTPUT_FILES.most &&
  files.reduce((bytes, { name }) => bytes + Buffer.byteLength(name), 0) <= OUTPUT_FILES.nameBytes
    ? files
    : null;

const copied = (held: Size | null): Size | null =>
  held && held.bytes <= COPIED.bytes && held.files <= COPIED.files ? held : null;

/**
 * The file that Codabench adds to a prediction, in its words: scoring programs read times from it. Where the
 * submission had nothing to run, `elapsedTime` is the ingestion program's, which ran its code.
 */
function metadataLeft({ exits, wallsMs }: StepEnd): string {
  const seconds = (ms: number | null | undefined) => (ms == null ? "null" : String(ms / 1000));
  return [
    `elapsedTime: ${seconds(wallsMs[0] ?? wallsMs[1])}`,
    `exitCode: ${exits[0] ?? "null"}`,
    `ingestionElapsedTime: ${seconds(wallsMs[1])}`,
    `ingestionExitCode: ${exits[1] ?? "null"}`,
    "",
  ].join("\n");
}

/**
 * The file that CodaLab puts beside `ref` and `res`: its scoring programs open it, and some ask for the phase.
 * Who submitted is left out: scoring is blind.
 */
const inputMetadata = (phaseNumber: number): string =>
  `ref: ref\nres: res\ncompetition-phase: ${phaseNumber}\n`;

/**
 * Judges one attempt from its archives to its verdict, leaving no container, mount or folder. Throws only when
 * `signal` aborted for another reason than a cancelled submission; all else is a Finish.
 *
 * What ended as if somebody on the machine had killed it is judged a second time, from the start. Ending so again it
 * is the program's own doing; a team is never charged for a kill that nobody can tell from an exit code.
 */
export async function judgeWork(
  work: Work,
  bench: Bench,
  report: Report,
  signal: AbortSignal,
): Promise<Finish> {
  for (const again of [false, true]) {
    const verdict = await judgeOnce(work, bench, report, { signal, again });
    if (verdict) return verdict;
  }
  throw new Error("judged twice without a verdict");
}

/** The verdict; null where it takes a second time to tell whose doing the end was. */
async function judgeOnce(
  work: Work,
  bench: Bench,
  report: Report,
  { signal, again }: { signal: AbortSignal; again: boolean },
): Promise<Finish | null> {
  const run = new Attempt(work, bench, report, { signal, again });
  try {
    const scores = await run.judge();
    return { cause: "accepted", scores, detail: "", facts: run.facts };
  } catch (error) {
    if (error instanceof PerhapsKilled && !signal.aborted) return null;
    const cause = signal.aborted
      ? "cancelled"
      : error instanceof Verdict
        ? error.verdict
        : error instanceof UnfitImage
          ? "invalid_archive"
          : error instanceof ImageUnavailable
            ? "image_unavailable"
            : "judge_broke";
    return {
      cause,
      scores: {},
      detail: validText((error as Error).message.slice(0, 2000)),
      facts: run.facts,
    };
  } finally {
    await run.cleanUp();
  }
}

class Attempt {
  facts: Facts | null = null;
  private readonly folder: string;
  private uid = 0;
  private readonly held: Held[] = [];
  private readonly uploads: Promise<void>[] = [];
  private image = "";
  private submitted: SubmittedImage | null = null;
  private readonly work: Work;
  private readonly bench: Bench;
  private readonly report: Report;
  private readonly signal: AbortSignal;
  private readonly again: boolean;

  constructor(
    work: Work,
    bench: Bench,
    report: Report,
    { signal, again }: { signal: AbortSignal; again: boolean },
  ) {
    this.work = work;
    this.bench = bench;
    // What is quoted of a submission's own texts may be as broken as what it prints.
    this.report = { ...report, log: (stream, text) => report.log(stream, validText(text)) };
    this.signal = signal;
    this.again = again;
    this.folder = path.join(bench.attempts, work.attemptId);
  }

  async judge(): Promise<Record<string, string>> {
    const { task } = this.work;
    this.report.step("preparing");
    await mkdir(this.folder, { recursive: true });
    this.uid = await this.bench.sandbox.ownerOf(this.bench.slot);
    const preparing = [
      this.takeSubmission(),
      this.hold(task.scoringProgram),
      this.hold(task.ingestionProgram),
      this.hold(task.inputData),
      this.hold(task.referenceData),
      this.prepareImage(),
    ] as const;
    // Where one fails the others still write: cleaning up waits for them.
    await Promise.allSettled(preparing);
    const [submission, scoring, ingestion, input, reference] = await Promise.all(preparing);
    const { image } = submission;
    if (image) {
      const ran = { ...this.facts!.ran!, submittedImageId: image.id };
      this.facts = { ...this.facts!, image: `${this.facts!.image}; submitted ${image.id}`, ran };
    }
    const duringScoring = task.ingestionOnlyDuringScoring;
    this.signal.throwIfAborted();
    this.report.step("predicting");
    const results = await this.predict(submission, duringScoring ? null : ingestion, input);
    this.signal.throwIfAborted();
    this.report.step("scoring");
    const scores = await this.score(
      scoring!,
      reference,
      results,
      duringScoring && ingestion ? { program: ingestion, input } : null,
    );
    this.report.step("reporting");
    await Promise.all(this.uploads);
    return scores;
  }

  async cleanUp(): Promise<void> {
    await Promise.allSettled(this.uploads);
    // What the engine will not remove now, the next start of this host does.
    await this.submitted?.release().catch(() => {});
    for (const one of this.held) one.release();
    await sweepWorkspaces(this.folder);
  }

  private async prepareImage() {
    const { imageNamed, devices, seed } = this.work;
    const [{ id, exact }, { engine, runtimeVersion, kernel }] = await Promise.all([
      this.bench.image(this.work),
      this.bench.sandbox.about(),
    ]);
    this.image = id;
    this.facts = {
      image: imageNamed ? `${imageNamed} (${id})` : id,
      engine,
      runtime: this.bench.sandbox.runtime,
      prediction: null,
      scoring: null,
      predictionExit: null,
      scoringExit: null,
      predictionDigest: null,
      scoringDigest: null,
      ran: {
        podium: VERSION,
        image: exact,
        imageId: id,
        submittedImageId: null,
        runtimeVersion,
        kernel,
        processor: os.cpus()[0]?.model ?? null,
        processors: os.availableParallelism(),
        memoryBytes: os.totalmem(),
        devices: this.bench.describe(devices.map(({ uuid }) => uuid)),
        seed,
      },
    };
  }

  private async hold(file: { hash: string } | null): Promise<Held | null> {
    if (!file) return null;
    const one = await this.bench.cache.hold(file.hash, (to) => this.bench.fetch(file.hash, to));
    this.held.push(one);
    return one;
  }

  private async takeSubmission(): Promise<Unpacked> {
    const { limits, submission, attemptId } = this.work;
    const archive = path.join(this.folder, "submission.zip");
    const folder = path.join(this.folder, "submission");
    await this.bench.fetch(submission.hash, archive);
    if (submission.kind !== "archive") {
      await mkdir(folder);
      const given = { file: archive, scratch: this.folder, attemptId, maxBytes: limits.imageBytes };
      this.submitted =
        submission.kind === "image_tar"
          ? await this.bench.submitted.load(given)
          : await this.bench.submitted.pull(await referenceIn(archive), attemptId);
      return { folder, bytes: 0, files: 0, image: this.submitted };
    }
    const facts = await unpackArchive(archive, folder, {
      maxFiles: limits.unpackedFiles,
      maxBytes: limits.unpackedBytes,
      maxRatio: BOMB_RATIO,
    });
    if (!facts.ok) throw new Verdict("invalid_archive", `${facts.problem}: ${facts.detail}`);
    return { folder, bytes: facts.bytes, files: facts.files.length + facts.folders };
  }

  private async predict(submission: Unpacked, ingestion: Held | null, input: Held | null): Promise<Results> {
    const { image } = submission;
    const own = image ? null : await metadataOf(submission.folder, "submission");
    const ingesting = ingestion ? await metadataOf(ingestion.folder, "ingestion") : null;
    const runs = Boolean(image || own?.command || ingesting?.command);
    const contents = [submission, submission, ingestion, copied(input)];
    const space = await this.open("prediction", contents, [RESULTS]);
    const at = (name: string) => path.join(space.folder, name);
    const above = await this.writable(at("input"));
    const output = await this.writable(at(RESULTS));
    // No metadata at all makes a submission of results: its files are the prediction.
    if (!own && !image) await copyTree(submission.folder, output, this.uid);
    let step: StepEnd = NOTHING_RAN;
    if (runs) {
      await copyTree(submission.folder, at("submission"), this.uid);
      if (ingestion) await copyTree(ingestion.folder, at("ingestion"), this.uid);
      const shared: Mount[] = [{ folder: output, at: "/app/output", writable: true }, await this.noData()];
      const data = input ? await this.data(input, at("input_data")) : null;
      if (data) shared.push({ ...data, at: "/app/input_data" });
      // What the oldest submissions call $input.
      const oldInput = data ? [{ ...data, at: "/app/input" }] : [];
      const programs = [
        image
          ? this.imageProgram(image, shared)
          : this.program("submission", own, "prediction", [
              await this.above(at("above_submission")),
              { folder: at("submission"), at: "/app/program", writable: true },
              ...oldInput,
              ...shared,
            ]),
        this.program("ingestion", ingesting, "prediction_ingestion", [
          await this.above(at("above_ingestion")),
          { folder: at("ingestion"), at: "/app/program", writable: true },
          { folder: at("submission"), at: "/app/ingested_program", writable: true },
          ...shared,
        ]),
      ];
      step = await this.runStep([space], programs);
      const { ended, exits } = step;
      this.facts = { ...this.facts!, prediction: ended?.usage ?? null, predictionExit: exits[0] ?? null };
      const cause = ended && decideStep(ended);
      if (cause) throw new Verdict(cause, this.sentence(cause, "prediction", ended));
    }
    const files = await this.collect(output, "prediction", submission);
    const metadata = metadataLeft(step);
    await writeFile(path.join(output, METADATA), metadata, { flag: "wx" }).catch((error) => {
      if (error.code !== "EEXIST") throw error;
      throw new Verdict("invalid_output", "the prediction output already contains something called metadata");
    });
    await give(path.join(output, METADATA), this.uid);
    const packed = this.upload("prediction_output", output, [...files, METADATA]);
    return { folder: output, above, space, packed, ingested: own && !own.command ? submission : null };
  }

  private async score(
    program: Held,
    reference: Held | null,
    results: Results,
    ingestion: { program: Held; input: Held | null } | null,
  ): Promise<Record<string, string>> {
    const metadata = await metadataOf(program.folder, "scoring");
    if (!metadata?.command)
      throw new Verdict("no_scores", "the scoring program has no metadata file with a command");
    const data = ingestion?.input ?? null;
    const ingested = ingestion ? results.ingested : null;
    const contents = [program, ingestion?.program ?? null, ingested, copied(reference), copied(data)];
    const space = await this.open("scoring", contents, ["output", "shared"]);
    const at = (name: string) => path.join(space.folder, name);
    const output = await this.writable(at("output"));
    await copyTree(program.folder, at("program"), this.uid);
    await results.packed;
    // No participant's program writes there any more, and what is left are plain files: the scoring program may do
    // with the folder whatever it likes, as with any. Beside an ingestion program it is a mount of both.
    const free = !ingestion && (await results.space.release(RESULTS));
    const shared: Mount[] = [
      { folder: output, at: "/app/output", writable: true },
      ...(free ? [] : [{ folder: results.folder, at: "/app/input/res", writable: true }]),
      { folder: await this.writable(at("shared")), at: "/app/shared", writable: true },
      await this.noData(),
    ];
    if (data) shared.push({ ...(await this.data(data, at("input_data"))), at: "/app/input_data" });
    const input = free ? results.above : await this.writable(at("input"));
    await writeFile(path.join(input, "metadata"), inputMetadata(this.work.phaseNumber));
    await give(path.join(input, "metadata"), this.uid);
    const scoringOnly: Mount[] = [
      await this.above(at("above_scoring")),
      { folder: at("program"), at: "/app/program", writable: true },
      { folder: input, at: "/app/input", writable: true },
    ];
    // The ingestion program runs participants' code: it never sees the reference data.
    if (reference)
      scoringOnly.push({ ...(await this.data(reference, at("reference"))), at: "/app/input/ref" });
    const scoring = this.program("scoring", metadata, "scoring", [...scoringOnly, ...shared]);
    const programs: (Program | null)[] = [scoring && { ...scoring, decides: true }];
    if (ingestion) {
      await copyTree(ingestion.program.folder, at("ingestion"), this.uid);
      if (ingested) await copyTree(ingested.folder, at("ingested"), this.uid);
      const mounts: Mount[] = [
        await this.above(at("above_ingestion")),
        { folder: at("ingestion"), at: "/app/program", writable: true },
        { folder: ingested ? at("ingested") : results.folder, at: "/app/ingested_program", writable: true },
        { folder: await this.writable(at("ingestion_input")), at: "/app/input", writable: true },
        ...shared,
      ];
      const own = await metadataOf(ingestion.program.folder, "ingestion");
      programs.push(this.program("ingestion", own, "scoring_ingestion", mounts));
    }
    const { ended, exits } = await this.runStep([space, results.space], programs);
    const exit = exits[0] ?? 127;
    this.facts = { ...this.facts!, scoring: ended?.usage ?? null, scoringExit: exit };
    const cause = decideScoring(ended ?? { stopped: null, outOfMemory: false }, exit);
    const failed = cause && new Verdict(cause, this.sentence(cause, "scoring", ended, exit));
    if (failed && cause !== "exit_nonzero") throw failed;
    const files = await this.collect(output, "scoring").catch((error) => {
      throw failed ?? error;
    });
    // Why a program ended itself with another code than 0 may stand on its page.
    const page = this.work.detailedResults ? detailedPage(files) : null;
    if (page) this.send("detailed_results", Promise.resolve(path.join(output, page)));
    if (failed) throw failed;
    this.upload("scoring_output", output, files);
    const read = await scoresIn(output, this.work.metricKeys);
    if (!read.ok) throw new Verdict(read.cause, read.detail);
    return read.scores;
  }

  /** Data as programs see it: a copy of their own, as large data never is. */
  private async data(held: Held, copy: string): Promise<{ folder: string; writable: boolean }> {
    if (!copied(held)) return { folder: held.folder, writable: false };
    await copyTree(held.folder, copy, this.uid);
    return { folder: copy, writable: true };
  }

  /** Codabench shows a folder of the host here, the same for all runs; nothing is kept between runs here. */
  private async noData(): Promise<Mount> {
    const folder = path.join(this.folder, "data");
    await mkdir(folder, { recursive: true });
    return { folder, at: "/app/data", writable: false };
  }

  private sentence(cause: Cause, step: "prediction" | "scoring", ended: Ended | null, exit?: number): string {
    const { limits } = this.work;
    if (ended?.stopped === "cpu") return `${step} took more than ${limits.cpuS} s of processor time`;
    if (cause === "timed_out") return `${step} took longer than ${limits.wallS} s`;
    if (ended?.stopped === "device_memory")
      return `${step} needed more than ${limits.gpuMemoryBytes} bytes of a device's memory`;
    if (cause === "out_of_memory") return `${step} needed more than ${limits.memoryBytes} bytes of memory`;
    if (cause === "output_limit")
      return (ended?.usage.printedBytes ?? 0) > limits.printedBytes
        ? `${step} printed more than ${limits.printedBytes} bytes`
        : `${step} wrote more than ${limits.outputBytes} bytes or ${limits.outputFiles} files`;
    return cause === "exit_nonzero"
      ? `the scoring program ended with exit code ${exit}`
      : `${step}: ${cause}`;
  }

  private open(name: string, contents: (Size | null)[], linkless: string[]): Promise<Workspace> {
    const own = { bytes: 0, files: 0 };
    for (const one of contents) {
      own.bytes += one?.bytes ?? 0;
      own.files += one?.files ?? 0;
    }
    const { outputBytes, outputFiles } = this.work.limits;
    return openWorkspace(
      path.join(this.folder, name),
      own,
      { bytes: outputBytes, files: outputFiles },
      linkless,
    );
  }

  private async writable(folder: string): Promise<string> {
    await mkdir(folder, { recursive: true });
    await give(folder, this.uid);
    return folder;
  }

  /** The folder its others lie in: programs start one below, and some write `../log`. */
  private async above(folder: string): Promise<Mount> {
    return { folder: await this.writable(folder), at: "/app", writable: true };
  }

  private imageProgram({ id }: SubmittedImage, mounts: Mount[]): Program {
    const heard: Program["heard"] = (stream, text) => this.report.log(`prediction_${stream}`, text);
    return { command: null, image: id, mounts, heard };
  }

  /** Null when the program has nothing to run. */
  private program(
    who: Who,
    metadata: Metadata | null,
    log: "prediction" | "prediction_ingestion" | "scoring" | "scoring_ingestion",
    mounts: Mount[],
  ): Program | null {
    if (!metadata?.command) return null;
    const command = commandOf(metadata.command, who, log.startsWith("scoring"));
    if (!command) {
      const start = metadata.command.slice(0, COMMAND_SHOWN);
      this.report.log(`${log}_stderr`, `The command in metadata cannot be read: ${start}\n`);
      return null;
    }
    return {
      command,
      mounts,
      heard: (stream, text) => this.report.log(`${log}_${stream}`, text),
    };
  }

  private async runStep(spaces: Workspace[], programs: (Program | null)[]): Promise<StepEnd> {
    const running = programs.filter((one) => one !== null);
    if (running.length === 0) return NOTHING_RAN;
    for (const space of spaces) await space.handOver();
    const { attemptId, limits, devices, seed } = this.work;
    const { meter } = this.bench;
    const ended = await this.bench.sandbox.run({
      attemptId,
      slot: this.bench.slot,
      image: this.image,
      programs: running,
      limits,
      seed,
      devices: devices.map(({ uuid }) => uuid),
      isOverDevices: () => meter?.isOver() ?? false,
      isOverfull: async () => {
        for (const space of spaces) if (await space.isOverfull()) return true;
        return false;
      },
      sampled: this.report.sampled,
      signal: this.signal,
    });
    ended.usage.peakDeviceBytes = meter?.takePeak() ?? null;
    if (ended.perhapsKilled && !this.again) {
      const [first] = running;
      first?.heard("stderr", "[A program ended as if it had been killed from outside: judged once more.]\n");
      throw new PerhapsKilled("a program may have been killed");
    }
    const of = (values: number[]) =>
      programs.map((one) => (one ? (values[running.indexOf(one)] ?? null) : null));
    return { ended, exits: of(ended.exits), wallsMs: of(ended.wallsMs) };
  }

  private async collect(output: string, step: "prediction" | "scoring", own?: Size) {
    const { outputBytes, outputFiles } = this.work.limits;
    const found = await cleanOutput(output, {
      bytes: outputBytes + (own?.bytes ?? 0),
      files: outputFiles + (own?.files ?? 0),
    });
    if (!found.ok) throw new Verdict(found.problem, found.detail);
    const used = this.facts?.[step];
    if (used) Object.assign(used, { outputBytes: found.bytes, outputFiles: found.files.length });
    if (found.leftOut.length > 0) {
      const names = found.leftOut.slice(0, 20).map((name) => JSON.stringify(name));
      this.report.log(`${step}_stderr`, `\n[left out of the output, not plain files: ${names.join(", ")}]\n`);
    }
    return found.files;
  }

  /** Packs and sends an output while the run goes on. */
  private upload(kind: ArtifactKind, folder: string, files: string[]): Promise<string> {
    const to = path.join(this.folder, `${kind}.zip`);
    const packed = packFiles(folder, files, to).then((all) => {
      // The times that the judge itself noted among them are never the same twice.
      const left = kind === "prediction_output" ? all.filter(({ name }) => name !== METADATA) : all;
      const named = keptFiles(left);
      const found =
        kind === "prediction_output"
          ? { predictionDigest: digestOf(left), predictionFiles: named }
          : { scoringDigest: digestOf(left), scoringFiles: named };
      this.facts = { ...this.facts!, ...found };
      return to;
    });
    this.send(kind, packed);
    return packed;
  }

  /** What is too large to be kept costs the team nothing but the download. */
  private send(kind: ArtifactKind, coming: Promise<string>): void {
    const sent = coming.then(async (file) => {
      const most = artifactBytes(kind, this.work.limits);
      if ((await lstat(file)).size <= most) return this.report.artifact(kind, file);
      const log = kind === "prediction_output" ? "prediction_stderr" : "scoring_stderr";
      this.report.log(log, `\n[${kind} has more than ${most} bytes and is not kept]\n`);
    });
    sent.catch(() => {});
    this.uploads.push(sent);
  }
}
