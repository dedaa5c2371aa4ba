import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { type Locale, SUBMISSION_KINDS } from "../../db/vocabulary.ts";
import { removePhase, savePhase } from "../competitions/change-phases.server.ts";
import { moveTask, removeTask, saveTask, versionsOf } from "../competitions/change-tasks.server.ts";
import { knownFiles } from "../competitions/files.server.ts";
import { importTask } from "../competitions/import-task.server.ts";
import type { CompetitionDetail } from "../competitions/queries.server.ts";
import { chosenFile } from "../competitions/routes/chosen-file.server.ts";
import { PHASE_FILES, TASK_FILES } from "../competitions/task-files.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { keepBody, withBody } from "./archive-body.server.ts";
import {
  Id,
  PhaseBody,
  PhaseSetups,
  TaskBody,
  TaskFileQuery,
  TaskSaved,
  TaskSetups,
  TaskVersions,
  Uploaded,
  UploadQuery,
} from "./editor-shapes.ts";
import { moveAndRemove } from "./move-and-remove.server.ts";
import { operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";

const tag = "Phases and tasks";
const noTask = refused("not_found", "editor.refusals.noSuchTask");

/** The files that a body names; what it does not name stays. */
async function chosenFiles<K extends string>(
  viewer: SignedInViewer,
  competition: CompetitionDetail,
  names: readonly K[],
  wishes: Partial<Record<K, string | null | undefined>>,
): Promise<Outcome<Partial<Record<K, string | null>>>> {
  const chosen: Partial<Record<K, string | null>> = {};
  const asked = names.filter((name) => wishes[name] !== undefined);
  const known = asked.length > 0 ? await knownFiles(competition) : [];
  for (const name of asked) {
    const wish = wishes[name] ?? "none";
    const said = isUuid(wish) ? { uploadId: wish, choice: "" } : { uploadId: "", choice: wish };
    const file = await chosenFile(viewer, said, name, known);
    if (!file.ok) return refused("invalid", file.refusal.reason, { field: `files.${name}` });
    if (file.value !== undefined) chosen[name] = file.value;
  }
  return done(chosen);
}

type Here<Body> = {
  viewer: SignedInViewer;
  params: { slug: string };
  now: Date;
  body: Body;
  locale: Locale;
};

const writePhase = (call: Here<(typeof PhaseBody)["_output"]>, id: string | null) =>
  organisedHere(call, async (competition, command) => {
    const { files, moveDueDates, ...phase } = call.body;
    const chosen = await chosenFiles(call.viewer, competition, PHASE_FILES, files);
    return chosen.ok
      ? savePhase({ ...command, id, phase, files: chosen.value, moveDueDates, locale: call.locale })
      : chosen;
  });

const writeTask = (call: Here<(typeof TaskBody)["_output"]>, id: string | null) =>
  organisedHere(call, async (competition, command) => {
    const { files, ...task } = call.body;
    const chosen = await chosenFiles(call.viewer, competition, TASK_FILES, files);
    return chosen.ok ? saveTask({ ...command, id, task, files: chosen.value }) : chosen;
  });

/** What is judged and when: phases, tasks, their programs and data. */
export const phaseOperations = [
  operation({
    method: "POST",
    path: "/uploads",
    id: "upload",
    tag,
    summary: "Send a program or data; a phase or a task then names it. It is thrown away when nothing does",
    scope: "organise",
    query: UploadQuery,
    body: "file",
    answer: Uploaded,
    status: 201,
    handle: async ({ viewer, query, body, now }) => {
      const { fileName } = query;
      const kept = await keepBody({ viewer, body, maxBytes: webConfig().UPLOAD_MAX_BYTES, fileName, now });
      if (!kept.ok) return kept;
      const { blob, uploadId } = kept.value;
      return done({ id: uploadId, size: blob.size, sha256: blob.hash });
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/phases",
    id: "listPhases",
    tag,
    summary: "The phases with all their settings, for organisers",
    scope: "organise",
    answer: PhaseSetups,
    handle: (call) =>
      organisedHere(call, ({ phases }) =>
        done({
          phases: phases.map((phase) => ({
            ...phase,
            startsAt: phase.startsAt.toISOString(),
            endsAt: phase.endsAt?.toISOString() ?? null,
            freezeAt: phase.freezeAt?.toISOString() ?? null,
            accepts: SUBMISSION_KINDS.filter((kind) => phase.accepts.includes(kind)),
          })),
        }),
      ),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/phases",
    id: "createPhase",
    tag,
    summary: "Add a phase; phases stand in order of time",
    scope: "organise",
    body: PhaseBody,
    answer: Id,
    status: 201,
    handle: (call) => writePhase(call, null),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/phases/{id}",
    id: "changePhase",
    tag,
    summary: "Write a phase anew, the whole of it",
    scope: "organise",
    body: PhaseBody,
    answer: Id,
    handle: (call) => writePhase(call, call.params.id),
  }),
  ...moveAndRemove("phase", "phases", tag, { remove: removePhase }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/tasks",
    id: "listTasks",
    tag,
    summary: "The tasks with their limits and files, for organisers",
    scope: "organise",
    answer: TaskSetups,
    handle: (call) => organisedHere(call, ({ tasks }) => done({ tasks })),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/tasks",
    id: "createTask",
    tag,
    summary: "Add a task; it needs a scoring program",
    scope: "organise",
    body: TaskBody,
    answer: TaskSaved,
    status: 201,
    handle: (call) => writeTask(call, null),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/tasks/bundle",
    id: "importTask",
    tag,
    summary: "Add a task from a zip with task.yaml at its root; the body is the zip itself",
    scope: "organise",
    body: "zip",
    answer: TaskSaved,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const bundle = { viewer, body, maxBytes: webConfig().BUNDLE_MAX_BYTES, fileName: "task.zip", now };
      return withBody(bundle, ({ hash }) => importTask({ viewer, slug: params.slug, hash, now }));
    },
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/tasks/{id}",
    id: "changeTask",
    tag,
    summary: "Write a task anew; other programs or data make a new version, and earlier ones are kept",
    scope: "organise",
    body: TaskBody,
    answer: TaskSaved,
    handle: (call) => writeTask(call, call.params.id),
  }),
  ...moveAndRemove("task", "tasks", tag, { move: moveTask, remove: removeTask }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/tasks/{id}/versions",
    id: "listTaskVersions",
    tag,
    summary: "The versions of a task, the newest first; the latest hundred",
    scope: "organise",
    answer: TaskVersions,
    handle: (call) =>
      organisedHere(call, async ({ tasks }) => {
        const task = tasks.find(({ id }) => id === call.params.id);
        if (!task) return noTask;
        const versions = await versionsOf(task.id);
        return done({
          versions: versions.map((version) => ({ ...version, createdAt: version.createdAt.toISOString() })),
        });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/tasks/{id}/files/{what}",
    id: "openTaskFile",
    tag,
    summary: "A program or data file of a task as it is, or as it was in an earlier version",
    scope: "organise",
    query: TaskFileQuery,
    answer: "zip",
    handle: (call) =>
      organisedHere(call, async ({ tasks }) => {
        const task = tasks.find(({ id }) => id === call.params.id);
        const what = TASK_FILES.find((name) => name === call.params.what);
        if (!task || !what) return noTask;
        const version = call.query.version ?? task.version;
        const found =
          version === task.version ? task : (await versionsOf(task.id)).find((v) => v.version === version);
        const hash = found?.[what];
        if (!hash) return refused("not_found", "editor.refusals.noSuchFile");
        const fileName = `${call.params.slug}-task-${task.position + 1}-${what}-v${version}.zip`;
        return done({ fileName, content: await blobStore().open(hash) });
      }),
  }),
];
