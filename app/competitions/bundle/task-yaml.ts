import { parse } from "yaml";
import { z } from "zod";
import { type BundleTask, type Problem, TASK_FILES } from "./shape.ts";
import { flag, isMap, problemsOf, text, title } from "./values.ts";

/** A file of the zip, a data set of another platform, or a path as competition.yaml writes it. */
const File = z
  .union([
    z.string().transform((path) => ({ zip: path, key: undefined })),
    z.object({ zip: z.string().optional(), key: z.string().optional() }),
  ])
  .nullish();
const Task = z.object({
  name: title(256),
  description: text,
  ingestion_only_during_scoring: flag(false),
  scoring_program: File,
  reference_data: File,
  input_data: File,
  ingestion_program: File,
});

/** Reads the task.yaml of a task that Codabench exported. */
export function readTaskYaml(
  yaml: string,
): { ok: true; task: BundleTask } | { ok: false; problems: [Problem, ...Problem[]] } {
  let raw: unknown;
  try {
    raw = parse(yaml, { version: "1.1", uniqueKeys: false });
  } catch (error) {
    const values = { detail: (error as Error).message.split("\n")[0] ?? "" };
    return { ok: false, problems: [{ reason: "competitions.bundle.taskYamlBroken", values }] };
  }
  if (!isMap(raw)) return { ok: false, problems: [{ reason: "competitions.bundle.notAMap" }] };
  const read = Task.safeParse(raw);
  if (!read.success) {
    const [first, ...rest] = problemsOf(read.error, raw, () => 1).map(
      ({ values }): Problem => ({
        reason: "competitions.bundle.taskYamlKey",
        values: { key: values?.key ?? "" },
      }),
    );
    return { ok: false, problems: [first!, ...rest] };
  }
  const { name, description, ingestion_only_during_scoring, ...files } = read.data;
  const problems: Problem[] = [];
  const named: BundleTask["files"] = {};
  for (const key of TASK_FILES) {
    const file = files[key];
    if (file?.key)
      problems.push({ reason: "competitions.bundle.fileElsewhere", values: { key, uuid: file.key } });
    else if (file?.zip) named[key] = file.zip;
    else if (key === "scoring_program")
      problems.push({ reason: "competitions.bundle.taskYamlKey", values: { key } });
  }
  const [first, ...rest] = problems;
  if (first) return { ok: false, problems: [first, ...rest] };
  return {
    ok: true,
    task: { name, description, files: named, ingestionOnlyDuringScoring: ingestion_only_during_scoring },
  };
}
