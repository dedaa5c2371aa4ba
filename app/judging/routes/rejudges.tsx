import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Checkbox, Field, FormError, Select, TextArea } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { rejudge } from "../rejudge.server.ts";
import { howMany } from "../rejudge-matching.server.ts";
import { rejudgesOf } from "../rejudge-queries.server.ts";
import { ENDINGS, type Selection, selectionFrom } from "../rejudge-selection.ts";
import { RejudgeBadge } from "../rejudge-state.tsx";

export const handle = { title: "manage.sections.rejudges" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const search = new URL(request.url).searchParams;
  const page = Math.max(1, Math.trunc(Number(search.get("page") ?? 1)) || 1);
  // The editor links here with a task's id: all that ran on an older version of it.
  const task = competition.tasks.find((candidate) => candidate.id === search.get("task"));
  const selection: Selection = task ? { task: task.position, outdated: true } : selectionFrom(search);
  const asked = search.has("count") || task !== undefined;
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    phases: competition.phases.map(({ position, name }) => ({ position, name })),
    tasks: competition.tasks.map(({ position, name }) => ({ position, name })),
    selection,
    reason: search.get("reason") ?? "",
    counted: asked ? await howMany(viewer, competition.id, selection) : null,
    ...((await rejudgesOf(viewer, competition.slug, page)) ?? notFound()),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const selection = selectionFrom(form);
  const reason = String(form.get("reason") ?? "");
  const begun = await rejudge({ viewer, slug: competition.slug, selection, reason, now });
  if (begun.ok) return redirect(`/competitions/${competition.slug}/manage/rejudges/${begun.value.id}`);
  return data({ refusal: begun.refusal, selection, reason }, { status: statusOf(begun.refusal.code) });
}

export default function Rejudges() {
  const { competition, rejudges, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <ManagePage competition={competition} section="rejudges" lead={t("judging.rejudges.lead")}>
      <Section title={t("judging.rejudges.start")}>
        <Begin />
      </Section>
      <Section title={t("judging.rejudges.list")}>
        {rejudges.length === 0 ? (
          <Empty title={t("judging.rejudges.empty")}>{t("judging.rejudges.emptyText")}</Empty>
        ) : (
          <Table caption={t("judging.rejudges.list")}>
            <thead>
              <tr>
                <Th>{t("judging.rejudges.when")}</Th>
                <Th>{t("judging.rejudges.state")}</Th>
                <Th numeric>{t("judging.rejudges.progress")}</Th>
                <Th>{t("judging.rejudges.reason")}</Th>
                <Th>{t("judging.rejudges.by")}</Th>
              </tr>
            </thead>
            <tbody>
              {rejudges.map((row) => (
                <Tr key={row.id}>
                  <Td className="whitespace-nowrap">
                    <Link
                      to={`/competitions/${competition.slug}/manage/rejudges/${row.id}`}
                      className="font-semibold text-accent hover:underline"
                    >
                      <Time at={row.createdAt} timeZone={competition.timeZone} />
                    </Link>
                  </Td>
                  <Td>
                    <RejudgeBadge state={row.state} />
                  </Td>
                  <Td numeric>
                    {row.progress.ended} / {row.selected}
                  </Td>
                  <Td className="min-w-48 [overflow-wrap:anywhere]">{row.reason}</Td>
                  <Td className="whitespace-nowrap">{row.createdBy}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
        <Pager page={page} pages={pages} />
      </Section>
    </ManagePage>
  );
}

function Begin() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  const selection = answer?.selection ?? loaded.selection;
  const counted = answer ? null : loaded.counted;
  const refusal = answer?.refusal ?? (counted && !counted.ok ? counted.refusal : null);
  const at = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  return (
    <Card>
      {/* Another choice in the address is another form, so that its fields start anew. */}
      <Form method="post" className="flex flex-col gap-6" key={JSON.stringify(loaded.selection)}>
        {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
        <fieldset className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
          <legend className="pb-3 font-display font-semibold">{t("judging.rejudges.which")}</legend>
          <Select
            name="phase"
            label={t("judging.rejudges.phase")}
            defaultValue={selection.phase ?? ""}
            error={at("phase")}
          >
            <option value="">{t("judging.rejudges.anyPhase")}</option>
            {loaded.phases.map(({ position, name }) => (
              <option key={position} value={position}>
                {localized(name, locale)}
              </option>
            ))}
          </Select>
          <Select
            name="task"
            label={t("judging.rejudges.task")}
            defaultValue={selection.task ?? ""}
            error={at("task")}
          >
            <option value="">{t("judging.rejudges.anyTask")}</option>
            {loaded.tasks.map(({ position, name }) => (
              <option key={position} value={position}>
                {localized(name, locale)}
              </option>
            ))}
          </Select>
          <Select name="ending" label={t("judging.rejudges.ending")} defaultValue={selection.ending ?? ""}>
            <option value="">{t("judging.rejudges.anyEnding")}</option>
            {ENDINGS.map((ending) => (
              <option key={ending} value={ending}>
                {t(`judging.endings.${ending}`)}
              </option>
            ))}
          </Select>
          <Field
            name="numbers"
            label={t("judging.rejudges.numbers")}
            hint={t("judging.rejudges.numbersHint")}
            defaultValue={selection.numbers ?? ""}
            error={at("numbers")}
            maxLength={2000}
            inputMode="text"
          />
        </fieldset>
        <Checkbox
          name="outdated"
          label={t("judging.rejudges.outdated")}
          defaultChecked={selection.outdated}
        />
        <TextArea
          name="reason"
          rows={2}
          label={t("judging.rejudges.reason")}
          hint={t("judging.rejudges.reasonHint")}
          defaultValue={answer?.reason ?? loaded.reason}
          error={at("reason")}
        />
        {counted?.ok && (
          <Alert
            tone={counted.value.runs === 0 || counted.value.busy > 0 ? "warn" : "info"}
            title={
              counted.value.runs === 0
                ? t("judging.rejudges.countedNone")
                : t("judging.rejudges.counted", counted.value)
            }
          >
            {counted.value.busy > 0
              ? t("judging.rejudges.countedBusy", { count: counted.value.busy })
              : counted.value.runs > 0 && t("judging.rejudges.countedText")}
          </Alert>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={busy}>
            {t("judging.rejudges.begin")}
          </Button>
          <Button type="submit" variant="quiet" formMethod="get" name="count" value="1" disabled={busy}>
            {t("judging.rejudges.count")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
