import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { type Abilities, abilitiesOf, GB } from "../../queues/abilities.ts";
import { hostsNow } from "../../queues/queries.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { removeTask, saveTask, versionsOf } from "../change-tasks.server.ts";
import { tracksOf } from "../change-tracks.server.ts";
import { Group, LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, replyTo } from "../editor-reply.server.ts";
import { FileChoice } from "../file-choice.tsx";
import { knownFiles } from "../files.server.ts";
import { TaskForm } from "../forms.ts";
import { installationLimits } from "../installation-limits.server.ts";
import { NOTE_CHARS, TITLE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { RemoveForm } from "../row-actions.tsx";
import { TASK_FILES, type TaskFiles } from "../task-files.ts";
import { leastInUnits, limitFaults, ofDevices, TASK_LIMITS, type TaskLimit, UNITS } from "../task-limits.ts";
import { chosenFile, wishOf } from "./chosen-file.server.ts";

export const handle = { title: "manage.sections.tasks" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition, now } = await managed(request, params.slug);
  const { slug, title, timeZone, tasks } = competition;
  const task = params.id === "new" ? null : (tasks.find((one) => one.id === params.id) ?? notFound());
  const [tracks, known, versions, hosts] = await Promise.all([
    tracksOf(competition.id),
    knownFiles(competition),
    task ? versionsOf(task.id) : [],
    hostsNow(competition.queueId, now),
  ]);
  return {
    competition: { slug, title, timeZone },
    task,
    known,
    versions,
    tracks: tracks.map(({ id, code, name }) => ({ id, code, name })),
    maxBytes: webConfig().UPLOAD_MAX_BYTES,
    installation: installationLimits(),
    abilities: abilitiesOf(hosts),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const id = params.id === "new" ? null : (params.id ?? null);
  const command = { viewer, slug: competition.slug, now };
  const back = `/competitions/${competition.slug}/manage/tasks`;
  if (body.get("intent") === "remove" && id) {
    const removed = await removeTask({ ...command, id });
    return removed.ok ? redirect(back) : replyTo(body, [removed.refusal]);
  }
  const form = parseWithZod(body, { schema: TaskForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  // Fields speak of MiB, the judge of bytes.
  const limits = Object.fromEntries(
    TASK_LIMITS.flatMap((name) => {
      const typed = form.value.limits[name];
      return typed === undefined ? [] : [[name, typed * UNITS[name]]];
    }),
  );
  const faults = limitFaults(limits, installationLimits().most);
  if (faults.length) return replyTo(body, faults);
  const known = await knownFiles(competition);
  const files: Partial<TaskFiles> = {};
  for (const name of TASK_FILES) {
    const chosen = await chosenFile(viewer, wishOf(body, name), name, known);
    if (!chosen.ok) return replyTo(body, [chosen.refusal]);
    if (chosen.value !== undefined) files[name] = chosen.value;
  }
  const saved = await saveTask({ ...command, id, task: { ...form.value, limits }, files });
  if (!saved.ok) return replyTo(body, [saved.refusal]);
  return redirect(saved.value.renewed ? `${back}?renewed=${saved.value.id}` : `${back}?saved`);
}

export default function EditTask() {
  const { competition, task, known, tracks, maxBytes, installation, abilities } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const form = useEditorForm(answer, "task", {
    ...localizedValues("name", task?.name),
    ...localizedValues("description", task?.description),
    ...Object.fromEntries(
      TASK_LIMITS.map((name) => {
        const value = task?.limits[name];
        return [`limits.${name}`, value === undefined ? "" : value / UNITS[name]];
      }),
    ),
    trackId: task?.trackId,
    labels: task?.labels.join(", "),
    ingestionOnlyDuringScoring: task?.ingestionOnlyDuringScoring,
  });
  const removing = useEditorForm(answer, "remove", {});
  const limitField = (name: TaskLimit) => {
    const unit = UNITS[name];
    const max = (installation.most[name] ?? 0) / unit;
    const standard = installation.standard[name];
    return (
      <Field
        key={name}
        {...form.at(`limits.${name}`)}
        type="number"
        min={leastInUnits(name)}
        step={name === "cpus" ? 0.1 : 1}
        max={max}
        placeholder={
          standard !== undefined
            ? String(standard / unit)
            : t(name === "wallS" ? "editor.tasks.asPhase" : "editor.tasks.asTime")
        }
        label={t(`editor.limits.${name}`)}
        hint={t("editor.tasks.atMost", { max })}
      />
    );
  };
  return (
    <ManagePage competition={competition} section="tasks">
      <Link to=".." relative="path" className="text-accent hover:underline">
        ← {t("editor.back")}
      </Link>
      <Form method="post" noValidate className="flex flex-col gap-10">
        <input type="hidden" name="intent" value="task" />
        {form.answer && <FormError>{form.wrong ?? t("editor.notSaved")}</FormError>}
        <Group title={t("editor.tasks.what")} lead={t("editor.tasks.whatLead")}>
          <LocalizedFields form={form} name="name" label={t("editor.name")} max={TITLE_CHARS} />
          <LocalizedFields form={form} name="description" label={t("editor.description")} rows={2} />
          {tracks.length > 0 && (
            <Select {...form.at("trackId")} label={t("editor.tasks.track")}>
              <option value="">{t("editor.tasks.allTracks")}</option>
              {tracks.map((track) => (
                <option key={track.id} value={track.id}>
                  {track.code} · {localized(track.name, locale)}
                </option>
              ))}
            </Select>
          )}
        </Group>
        <Group title={t("editor.tasks.files")} lead={t("editor.tasks.filesLead")}>
          {TASK_FILES.map((name) => (
            <FileChoice
              key={name}
              form={form}
              name={name}
              hint={t(`editor.files.${name}Hint`)}
              current={task?.[name] ?? null}
              required={name === "scoringProgram"}
              known={known}
              maxBytes={maxBytes}
            />
          ))}
          <Checkbox
            {...form.check("ingestionOnlyDuringScoring")}
            label={t("editor.tasks.during")}
            hint={t("editor.tasks.duringHint")}
          />
          {task && (
            <Field
              {...form.at("note")}
              label={t("editor.tasks.note")}
              hint={t("editor.tasks.noteHint")}
              maxLength={NOTE_CHARS}
            />
          )}
        </Group>
        <Group title={t("editor.tasks.limits")} lead={t("editor.tasks.limitsLead")}>
          <div className="grid gap-6 sm:grid-cols-2 xl:grid-cols-3">
            {TASK_LIMITS.filter((name) => !ofDevices(name)).map(limitField)}
          </div>
        </Group>
        <Group title={t("editor.tasks.hosts")} lead={t("editor.tasks.hostsLead")}>
          <HostsNow abilities={abilities} />
          <Field
            {...form.at("labels")}
            label={t("editor.tasks.labels")}
            hint={t("editor.tasks.labelsHint")}
            spellCheck={false}
          />
          <div className="grid gap-6 sm:grid-cols-2">{TASK_LIMITS.filter(ofDevices).map(limitField)}</div>
        </Group>
        <div className="sticky bottom-0 -mx-5 border-t border-line bg-paper px-5 py-4 sm:mx-0 sm:px-0">
          <Button type="submit">{t("editor.save")}</Button>
        </div>
      </Form>
      <Versions />
      {task && <RemoveForm error={removing.wrong} />}
    </ManagePage>
  );
}

/** What those who judge this competition can do now, so that nobody asks for what is not there. */
function HostsNow({ abilities }: { abilities: Abilities }) {
  const { t } = useTranslation();
  const { hosts, labels, devices } = abilities;
  if (hosts === 0) return <p className="text-muted">{t("editor.tasks.noHosts")}</p>;
  const cards = devices.map(
    ({ name, memoryBytes, most }) => `${most} × ${name} (${Math.floor(memoryBytes / GB)} GB)`,
  );
  return (
    <dl className="grid gap-x-6 gap-y-2 rounded-2xl bg-sunken px-5 py-4 sm:grid-cols-[auto_1fr]">
      <dt className="text-muted">{t("editor.tasks.hostsNow")}</dt>
      <dd>{hosts}</dd>
      <dt className="text-muted">{t("editor.tasks.labelsNow")}</dt>
      <dd className="[overflow-wrap:anywhere]">{labels.join(", ") || t("editor.tasks.noneNow")}</dd>
      <dt className="text-muted">{t("editor.tasks.gpusNow")}</dt>
      <dd>{cards.join(", ") || t("editor.tasks.noneNow")}</dd>
    </dl>
  );
}

function Versions() {
  const { competition, task, versions } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (!task || versions.length === 0) return null;
  const at = `/competitions/${competition.slug}/manage/tasks/${task.id}/files`;
  return (
    <Section title={t("editor.tasks.versions")}>
      <ol className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
        {versions.map((version) => (
          <li key={version.version} className="flex flex-col gap-1 px-5 py-4">
            <strong>
              {t("editor.tasks.version", { n: version.version })}
              {version.note && ` · ${version.note}`}
            </strong>
            <span className="text-sm text-muted">
              <Time at={version.createdAt} timeZone={competition.timeZone} />
              {version.by && ` · ${version.by}`}
            </span>
            <span className="flex flex-wrap gap-4 text-sm">
              {TASK_FILES.filter((name) => version[name]).map((name) => (
                <a
                  key={name}
                  className="underline"
                  href={`${at}/${name}?version=${version.version}`}
                  download
                >
                  {t(`editor.files.${name}`)}
                </a>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
