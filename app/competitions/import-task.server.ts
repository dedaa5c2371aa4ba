import { readFile } from "node:fs/promises";
import path from "node:path";
import { blobStore } from "../../db/blobs/disk.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import type { Outcome } from "../web/outcome.ts";
import { done } from "../web/outcome.ts";
import { withScratch } from "../web/scratch.server.ts";
import { decoded, Keeper, Unusable } from "./bundle/keeper.server.ts";
import { inItsLanguage } from "./bundle/language.ts";
import { programsOf } from "./bundle/store.server.ts";
import { readTaskYaml } from "./bundle/task-yaml.ts";
import { archiveLimits, unpack } from "./bundle/unpack.server.ts";
import { saveTask } from "./change-tasks.server.ts";
import { TaskForm } from "./forms.ts";
import { organised } from "./organised.server.ts";

const isTaskYaml = (name: string) => /^task\.ya?ml$/i.test(path.posix.basename(name));

/** Adds a task to a competition from a zip with task.yaml at its root, as Codabench exports tasks. */
export async function importTask(command: {
  viewer: SignedInViewer;
  slug: string;
  /** The zip in the store. */
  hash: string;
  now: Date;
}): Promise<Outcome<{ id: string; version: number; renewed: boolean }>> {
  const { hash, ...by } = command;
  // Nobody else has anything unpacked.
  const allowed = await organised(by, async () => done(null));
  if (!allowed.ok) return allowed;
  return withScratch(async (folder) => {
    const root = path.join(folder, "task");
    const files = await unpack(await blobStore().path(hash), root, archiveLimits());
    const found = files.find((name) => isTaskYaml(name) && !name.includes("/"));
    const inside = files.find(isTaskYaml);
    if (!found)
      throw new Unusable(
        inside
          ? { reason: "competitions.bundle.taskWrongRoot", values: { folder: path.posix.dirname(inside) } }
          : { reason: "competitions.bundle.noTaskYaml" },
      );
    const read = readTaskYaml(decoded(await readFile(path.join(root, found))).text);
    if (!read.ok) throw new Unusable(...read.problems);
    const keeper = new Keeper(root, folder, archiveLimits());
    const programs = await programsOf(keeper, "", read.task.files);
    keeper.check();
    const { name, description, ingestionOnlyDuringScoring } = read.task;
    const task: Parameters<typeof saveTask>[0]["task"] = {
      ...TaskForm.parse({ name: inItsLanguage(name), description: inItsLanguage(description) }),
      ingestionOnlyDuringScoring,
    };
    return await saveTask({ ...by, id: null, task, files: programs });
  }).catch((error: unknown) => {
    if (error instanceof Unusable) return error.refusal();
    throw error;
  });
}
