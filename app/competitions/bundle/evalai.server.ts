import { copyFile, cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ArchiveLimits, unpackArchive } from "../../../judge/contract/archive.ts";
import { type EvalaiChallenge, readEvalai } from "./evalai.ts";
import { EVALAI_DRIVER } from "./evalai-driver.ts";
import { findFile } from "./find-file.server.ts";
import { decoded, Unusable } from "./keeper.server.ts";
import type { Bundle, Remark } from "./shape.ts";

const YAML_BYTES = 4 * 1024 * 1024;
/** Where the programs are made, inside the unpacked challenge. */
const MADE = ".podium-evalai";

const isConfig = (name: string) => /^challenge_config\.ya?ml$/i.test(name);

/** Whether unpacked files are an EvalAI challenge: also one that was zipped with its folder. */
export const isEvalai = (files: readonly string[]): boolean =>
  files.some((file) => isConfig(path.posix.basename(file)));

/**
 * Reads an unpacked EvalAI challenge as a bundle, and makes the scoring program and the reference data of each
 * phase beside its files. `used` are the files that went into them.
 */
export async function evalaiBundle(
  root: string,
  files: readonly string[],
  limits: ArchiveLimits,
): Promise<{ bundle: Bundle; yaml: string; remarks: Remark[]; used: string[] }> {
  const found = files.find(isConfig);
  if (!found) {
    const inside = files.find((file) => isConfig(path.posix.basename(file)))!;
    const values = { folder: path.posix.dirname(inside) };
    throw new Unusable({ reason: "competitions.evalai.wrongRoot", values });
  }
  const place = path.join(root, found);
  if ((await stat(place)).size > YAML_BYTES)
    throw new Unusable({ reason: "competitions.bundle.yamlTooLong" });
  const yaml = decoded(await readFile(place)).text;
  const read = readEvalai(yaml);
  if (!read.ok) throw new Unusable(...read.problems);
  const { challenge } = read;
  const remarks = [...challenge.remarks];
  const used = [found];
  const script = await scriptFolder(root, challenge, limits, used);
  if ((await readdir(script)).includes("requirements.txt"))
    remarks.push({ kind: "ignored", reason: "competitions.evalai.requirements" });
  for (const [i, phase] of challenge.phases.entries()) {
    const program = `${MADE}/program-${i}`;
    await cp(script, path.join(root, program, "podium_challenge"), { recursive: true });
    const write = (name: string, text: string) => writeFile(path.join(root, program, name), text);
    await write("podium_evaluate.py", EVALAI_DRIVER);
    await write("metadata.yaml", "command: python3 podium_evaluate.py\n");
    await write("podium.json", `${JSON.stringify(phase.config, null, 2)}\n`);
    const task = challenge.bundle.tasks[i]!;
    task.files.scoring_program = program;
    if (phase.annotationFile && phase.config.annotations) {
      const key = `challenge_phases[${i}].test_annotation_file`;
      const file = await within(root, key, phase.annotationFile, used);
      const reference = `${MADE}/reference-${i}`;
      await mkdir(path.join(root, reference), { recursive: true });
      await copyFile(file, path.join(root, reference, phase.config.annotations));
      task.files.reference_data = reference;
    }
  }
  return { bundle: challenge.bundle, yaml, remarks, used };
}

/** The place of a file or folder that the challenge names, inside it and there. */
async function within(root: string, key: string, named: string, used: string[]): Promise<string> {
  const found = await findFile(root, named);
  if (!found) throw new Unusable({ reason: "competitions.bundle.fileMissing", values: { key, path: named } });
  used.push(found.relative);
  return found.place;
}

/** The folder of the evaluation script's package: that of its `__init__.py`. */
async function scriptFolder(
  root: string,
  { evaluationScript }: EvalaiChallenge,
  limits: ArchiveLimits,
  used: string[],
): Promise<string> {
  const key = "evaluation_script";
  let folder = await within(root, key, evaluationScript, used);
  if ((await stat(folder)).isFile()) {
    const to = path.join(root, MADE, "script");
    const facts = await unpackArchive(folder, to, limits, { ignoreJunk: true });
    if (!facts.ok)
      throw new Unusable({
        reason: "competitions.bundle.badZip",
        values: { key, path: evaluationScript, detail: facts.detail },
      });
    folder = to;
  }
  const names = await readdir(folder, { withFileTypes: true });
  if (names.some((one) => one.name === "__init__.py")) return folder;
  const [only, ...others] = names.filter((one) => one.isDirectory());
  if (only && others.length === 0) {
    const inner = path.join(folder, only.name);
    if ((await readdir(inner)).includes("__init__.py")) return inner;
  }
  throw new Unusable({ reason: "competitions.evalai.noEvaluate", values: { path: evaluationScript } });
}
