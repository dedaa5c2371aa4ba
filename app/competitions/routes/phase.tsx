import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { SUBMISSION_KINDS } from "../../../db/vocabulary.ts";
import { turnEnd } from "../../queues/queries.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { minutesOf, timeOf, writeLocal } from "../../web/zone.ts";
import { removePhase, savePhase } from "../change-phases.server.ts";
import { dueInPhase } from "../due-in-phase.server.ts";
import { Group, LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, replyTo } from "../editor-reply.server.ts";
import { FileChoice } from "../file-choice.tsx";
import { knownFiles } from "../files.server.ts";
import { PHASE_SWITCHES, PRIORITIES, phaseForm } from "../forms.ts";
import { TITLE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { phaseFaults } from "../phase-faults.ts";
import { RemoveForm } from "../row-actions.tsx";
import { PHASE_FILES } from "../task-files.ts";
import { chosenFile, wishOf } from "./chosen-file.server.ts";

export const handle = { title: "manage.sections.phases" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, timeZone, tasks } = competition;
  const phase =
    params.id === "new" ? null : (competition.phases.find((p) => p.id === params.id) ?? notFound());
  const local = (at: Date | null | undefined) => (at ? writeLocal(at, timeZone) : "");
  // A new phase begins where the last one ends.
  const last = competition.phases.at(-1);
  return {
    competition: { slug, title, timeZone },
    tasks: tasks.map((task) => ({ id: task.id, name: task.name })),
    phase,
    local: {
      startsAt: local(phase ? phase.startsAt : last?.endsAt),
      endsAt: local(phase?.endsAt),
      freezeAt: local(phase?.freezeAt),
      dayTurns: timeOf(phase?.dayTurnsAtMin ?? 0),
    },
    known: await knownFiles(competition),
    due: phase ? await dueInPhase(competition.id, phase) : 0,
    turnEnds: await turnEnd(competition),
    maxBytes: webConfig().UPLOAD_MAX_BYTES,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const id = params.id === "new" ? null : (params.id ?? null);
  const command = { viewer, slug: competition.slug, now };
  const back = `/competitions/${competition.slug}/manage/phases`;
  if (body.get("intent") === "remove" && id) {
    const removed = await removePhase({ ...command, id });
    return removed.ok ? redirect(back) : replyTo(body, [removed.refusal]);
  }
  const form = parseWithZod(body, { schema: phaseForm(competition.timeZone) });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const locale = detectLocale(request);
  const faults = phaseFaults({ id, ...form.value }, competition.phases, locale);
  if (faults.length) return replyTo(body, faults);
  const known = await knownFiles(competition);
  const files: { [K in (typeof PHASE_FILES)[number]]?: string | null } = {};
  for (const name of PHASE_FILES) {
    const chosen = await chosenFile(viewer, wishOf(body, name), name, known);
    if (!chosen.ok) return replyTo(body, [chosen.refusal]);
    if (chosen.value !== undefined) files[name] = chosen.value;
  }
  const { dayTurns, moveDueDates, ...phase } = form.value;
  const saved = await savePhase({
    ...command,
    id,
    phase: { ...phase, dayTurnsAtMin: minutesOf(dayTurns) },
    files,
    moveDueDates,
    locale,
  });
  return saved.ok ? redirect(`${back}?saved`) : replyTo(body, [saved.refusal]);
}

export default function EditPhase() {
  const { competition, phase, local, tasks, known, due, turnEnds, maxBytes } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const form = useEditorForm(answer, "phase", {
    ...localizedValues("name", phase?.name),
    ...localizedValues("description", phase?.description),
    ...local,
    moveDueDates: true,
    ...Object.fromEntries(PHASE_SWITCHES.map((name) => [name, phase?.[name] ?? false])),
    maxPerDay: phase?.maxPerDay ?? 5,
    maxPerMonth: phase?.maxPerMonth ?? 0,
    maxTotal: phase?.maxTotal ?? 100,
    maxWaiting: phase?.maxWaiting ?? 0,
    maxFinal: phase?.maxFinal ?? 0,
    timeLimitS: phase?.timeLimitS ?? 600,
    priority: phase?.priority ?? 0,
  });
  const removing = useEditorForm(answer, "remove", {});
  const label = (name: string) => t(`editor.phases.${name}` as "editor.phases.startsAt");
  const number = (name: string, min = 0) => (
    <Field {...form.at(name)} type="number" min={min} label={label(name)} hint={label(`${name}Hint`)} />
  );
  const ticked = (name: string, stored: readonly string[]) =>
    form.answer?.typed[name] ?? (form.answer ? [] : stored);
  const accepts = ticked("accepts", phase?.accepts ?? ["archive"]);
  const taskIds = ticked("taskIds", phase?.taskIds ?? tasks.map((task) => task.id));
  const named = Object.entries(PRIORITIES) as [keyof typeof PRIORITIES, number][];
  // The API may have given it another one, which a form must not lose.
  const priorities = [...new Set([...named.map(([, n]) => n), phase?.priority ?? 0])].sort((a, b) => b - a);
  const priorityName = (priority: number) => {
    const [name] = named.find(([, n]) => n === priority) ?? [];
    return name ? t(`editor.phases.priorities.${name}`) : String(priority);
  };
  const pair = "grid gap-6 sm:grid-cols-2";
  return (
    <ManagePage competition={competition} section="phases">
      <Link to=".." relative="path" className="text-accent hover:underline">
        ← {t("editor.back")}
      </Link>
      <Form method="post" noValidate className="flex flex-col gap-10">
        <input type="hidden" name="intent" value="phase" />
        {form.answer && <FormError>{form.wrong ?? t("editor.notSaved")}</FormError>}
        <Group title={label("what")} lead={label("whatLead")}>
          <LocalizedFields form={form} name="name" label={t("editor.name")} max={TITLE_CHARS} />
          <LocalizedFields form={form} name="description" label={t("editor.description")} rows={2} />
        </Group>
        <Group title={label("when")} lead={t("editor.phases.whenLead", { timeZone: competition.timeZone })}>
          <div className={pair}>
            <Field {...form.at("startsAt")} type="datetime-local" step={1} label={label("startsAt")} />
            <Field
              {...form.at("endsAt")}
              type="datetime-local"
              step={1}
              label={label("endsAt")}
              hint={label("endsAtHint")}
            />
            <Field
              {...form.at("freezeAt")}
              type="datetime-local"
              step={1}
              label={label("freezeAt")}
              hint={label("freezeAtHint")}
            />
          </div>
          {due > 0 && (
            <Checkbox
              {...form.check("moveDueDates")}
              label={t("editor.phases.moveDueDates", { count: due })}
              hint={label("moveDueDatesHint")}
            />
          )}
          <Checkbox
            {...form.check("autoMigrate")}
            label={label("autoMigrate")}
            hint={label("autoMigrateHint")}
          />
        </Group>
        <Group title={label("handIn")} lead={label("handInLead")}>
          <fieldset className="flex flex-col gap-3">
            <legend className="pb-2 text-sm font-semibold">{label("accepts")}</legend>
            {SUBMISSION_KINDS.map((kind) => (
              <Checkbox
                key={kind}
                name="accepts"
                value={kind}
                defaultChecked={accepts.includes(kind)}
                label={t(`editor.phases.kinds.${kind}`)}
              />
            ))}
          </fieldset>
          <fieldset className="flex flex-col gap-3">
            <legend className="pb-2 text-sm font-semibold">{label("judgedOn")}</legend>
            {tasks.length === 0 && <p className="text-sm text-muted">{label("noTask")}</p>}
            {tasks.map((task) => (
              <Checkbox
                key={task.id}
                name="taskIds"
                value={task.id}
                defaultChecked={taskIds.includes(task.id)}
                label={localized(task.name, locale)}
              />
            ))}
            {form.error("taskIds") && <p className="text-sm font-medium text-bad">{form.error("taskIds")}</p>}
          </fieldset>
          <div className={pair}>
            {number("maxPerDay")}
            <Field
              {...form.at("dayTurns")}
              type="time"
              label={label("dayTurns")}
              hint={label("dayTurnsHint")}
            />
            {number("maxPerMonth")}
            {number("maxTotal")}
            {number("maxWaiting")}
            {number("maxFinal")}
            {number("timeLimitS", 1)}
            <Select
              {...form.at("priority")}
              label={label("priority")}
              hint={label(turnEnds === null ? "priorityHint" : "priorityShared")}
            >
              {priorities.map((priority) => (
                <option key={priority} value={priority}>
                  {priorityName(priority)}
                </option>
              ))}
            </Select>
          </div>
        </Group>
        <Group title={label("seen")} lead={label("seenLead")}>
          {PHASE_SWITCHES.filter((name) => name !== "autoMigrate").map((name) => (
            <Checkbox key={name} {...form.check(name)} label={label(name)} hint={label(`${name}Hint`)} />
          ))}
        </Group>
        <Group title={label("files")} lead={label("filesLead")}>
          {PHASE_FILES.map((name) => (
            <FileChoice
              key={name}
              form={form}
              name={name}
              hint={t(`editor.files.${name}Hint`)}
              current={phase?.[name] ?? null}
              known={known}
              maxBytes={maxBytes}
            />
          ))}
        </Group>
        <div className="sticky bottom-0 -mx-5 border-t border-line bg-paper px-5 py-4 sm:mx-0 sm:px-0">
          <Button type="submit">{t("editor.save")}</Button>
        </div>
      </Form>
      {phase && <RemoveForm error={removing.wrong} />}
    </ManagePage>
  );
}
