import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import {
  boards,
  competitionPages,
  competitions,
  grants,
  metrics,
  phases,
  phaseTasks,
  tasks,
} from "../../db/schema/index.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";
import { mayCreate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { Keeper, Unusable } from "./bundle/keeper.server.ts";
import { inItsLanguage, slugOf } from "./bundle/language.ts";
import { readBundle } from "./bundle/read.ts";
import type { Bundle, Remark } from "./bundle/shape.ts";
import { freeSlug } from "./free-slug.server.ts";

const YAML_BYTES = 4 * 1024 * 1024;

/**
 * Makes a draft competition from a Codabench bundle (version 2) at a local path, with its creator as
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
  const {
    ARCHIVE_MAX_FILES: maxFiles,
    ARCHIVE_MAX_BYTES: maxBytes,
    ARCHIVE_MAX_RATIO: maxRatio,
  } = webConfig();
  const limits = { maxFiles, maxBytes, maxRatio };
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-bundle-"));
  try {
    const root = path.join(folder, "bundle");
    const facts = await unpackArchive(file, root, limits, { ignoreJunk: true });
    if (!facts.ok)
      throw new Unusable({
        reason: `competitions.archive.${facts.problem}`,
        values: { detail: facts.detail },
      });
    const yaml = await competitionYaml(root, facts.files);
    const read = readBundle(yaml);
    if (!read.ok) throw new Unusable(read.problems[0]);
    const { bundle } = read;
    const keeper = new Keeper(root, folder, limits);
    const stored = await storeFiles(bundle, keeper);
    const remarks = [...bundle.phases.map(spanOf), ...read.remarks, ...keeper.remarks];
    const source = {
      version: bundle.version,
      fileName,
      yaml,
      files: Object.fromEntries(keeper.kept),
      solutions: stored.solutions,
    };
    const made = await db.transaction((tx) => insert(tx, { viewer, bundle, stored, source, remarks, now }));
    return done({ ...made, remarks });
  } catch (error) {
    if (error instanceof Unusable)
      return refused("invalid", error.problem.reason, { values: error.problem.values });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

const spanOf = ({ name, start, end }: Bundle["phases"][number]): Remark => ({
  kind: "taken",
  reason: end ? "competitions.bundle.phaseSpan" : "competitions.bundle.phaseOpenEnd",
  values: { phase: name, start: minute(start), end: end ? minute(end) : "" },
});

async function competitionYaml(root: string, files: string[]): Promise<string> {
  if (!files.includes("competition.yaml")) {
    const inside = files.find((f) => f.endsWith("/competition.yaml"));
    if (inside)
      throw new Unusable({
        reason: "competitions.bundle.wrongRoot",
        values: { folder: path.posix.dirname(inside) },
      });
    throw new Unusable({
      reason: files.includes("competition.yml")
        ? "competitions.bundle.ymlName"
        : "competitions.bundle.noYaml",
    });
  }
  const yaml = path.join(root, "competition.yaml");
  if ((await stat(yaml)).size > YAML_BYTES) throw new Unusable({ reason: "competitions.bundle.yamlTooLong" });
  return (await readFile(yaml, "utf8")).replace(/^\uFEFF/, "");
}

async function storeFiles(bundle: Bundle, keeper: Keeper) {
  const asIs = { asZip: false };
  const logo = await keeper.keep("image", bundle.image, asIs);
  const terms = await keeper.text("terms", bundle.terms);
  const pages = [];
  for (const [i, page] of bundle.pages.entries())
    pages.push({ title: page.title, ...(await keeper.text(`pages[${i}].file`, page.file)) });
  const programs = [];
  for (const [i, { files }] of bundle.tasks.entries()) {
    const one = async (key: keyof typeof files) =>
      files[key] ? keeper.keep(`tasks[${i}].${key}`, files[key], { asZip: true }) : null;
    programs.push({
      scoringProgram: (await one("scoring_program"))!,
      referenceData: await one("reference_data"),
      inputData: await one("input_data"),
      ingestionProgram: await one("ingestion_program"),
    });
  }
  const kits = [];
  for (const [i, phase] of bundle.phases.entries()) {
    const one = async (key: string, named?: string) =>
      named ? keeper.keep(`phases[${i}].${key}`, named, asIs) : null;
    kits.push({
      startingKit: await one("starting_kit", phase.startingKit),
      publicData: await one("public_data", phase.publicData),
    });
  }
  const solutions = [];
  for (const [i, s] of bundle.solutions.entries())
    solutions.push({ ...s, hash: await keeper.keep(`solutions[${i}].path`, s.path, { asZip: true }) });
  return { logo, terms, pages, programs, kits, solutions };
}

type Stored = Awaited<ReturnType<typeof storeFiles>>;

async function insert(
  tx: Transaction,
  given: {
    viewer: SignedInViewer;
    bundle: Bundle;
    stored: Stored;
    source: unknown;
    remarks: Remark[];
    now: Date;
  },
) {
  const { viewer, bundle, stored, source, remarks, now } = given;
  const slug = await freeSlug(tx, slugOf(bundle.title));
  const [competition] = await tx
    .insert(competitions)
    .values({
      slug,
      title: inItsLanguage(bundle.title),
      summary: inItsLanguage(bundle.description),
      logo: stored.logo,
      rules: inItsLanguage(stored.terms.body),
      rulesFormat: stored.terms.format,
      autoAccept: bundle.autoAccept,
      image: bundle.dockerImage,
      queue: bundle.queue,
      detailedResults: bundle.detailedResults,
      programsAvailable: bundle.programsAvailable,
      inputDataAvailable: bundle.inputDataAvailable,
      autoRun: bundle.autoRun,
      reward: bundle.reward,
      contactEmail: bundle.contactEmail,
      factSheet: bundle.factSheet,
      source,
      importReport: remarks,
      createdBy: viewer.person.id,
      createdAt: now,
    })
    .returning({ id: competitions.id });
  const competitionId = competition!.id;
  if (stored.pages.length > 0)
    await tx.insert(competitionPages).values(
      stored.pages.map((page, position) => ({
        competitionId,
        position,
        title: inItsLanguage(page.title),
        body: inItsLanguage(page.body),
        format: page.format,
      })),
    );
  const taskIds = await tx
    .insert(tasks)
    .values(
      bundle.tasks.map((task, position) => ({
        competitionId,
        position,
        name: inItsLanguage(task.name),
        description: inItsLanguage(task.description),
        ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
        ...stored.programs[position]!,
      })),
    )
    .returning({ id: tasks.id });
  await tx
    .insert(metrics)
    .values(
      bundle.board.columns.map(({ index, ...column }) => ({ competitionId, position: index, ...column })),
    );
  for (const [position, phase] of bundle.phases.entries()) {
    const [row] = await tx
      .insert(phases)
      .values({
        competitionId,
        position,
        name: inItsLanguage(phase.name),
        description: inItsLanguage(phase.description),
        startsAt: phase.start,
        endsAt: phase.end,
        maxPerDay: phase.maxPerDay,
        maxTotal: phase.maxTotal,
        timeLimitS: phase.timeLimitS,
        hideLogs: phase.hideLogs,
        hidePredictionOutput: phase.hidePredictionOutput,
        hideScoringOutput: phase.hideScoringOutput,
        autoMigrate: phase.autoMigrate,
        resultsOnly: phase.resultsOnly,
        ...stored.kits[position]!,
      })
      .returning({ id: phases.id });
    const phaseId = row!.id;
    await tx
      .insert(phaseTasks)
      .values(phase.tasks.map((task, i) => ({ phaseId, taskId: taskIds[task]!.id, position: i })));
    await tx.insert(boards).values({
      competitionId,
      phaseId,
      title: bundle.board.title,
      submissionRule: bundle.board.rule,
      primaryPosition: bundle.board.primaryIndex,
      hidden: bundle.board.hidden,
    });
  }
  await tx.insert(grants).values({
    personId: viewer.person.id,
    role: "organiser",
    scope: "competition",
    scopeId: competitionId,
    grantedBy: viewer.person.id,
  });
  return { id: competitionId, slug };
}
