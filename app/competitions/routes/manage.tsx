import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { CircleAlert, CircleCheck, CircleX, Copy, Download, Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { refused } from "../../web/outcome.ts";
import { dayAt, readLocal, writeLocal } from "../../web/zone.ts";
import { useEditorForm } from "../editor-form.tsx";
import { replyTo } from "../editor-reply.server.ts";
import { ImportSummary } from "../import-report.tsx";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { overviewOf } from "../overview.server.ts";
import { archive, close, publish, reopen, schedule, unarchive } from "../publish.server.ts";

export const handle = { title: "manage.sections.overview" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition, now } = await managed(request, params.slug);
  const { slug, title, state, timeZone, publishAt, importReport } = competition;
  return {
    competition: { slug, title, state, timeZone, publishAt, standing: competition.standing },
    report: importReport ?? [],
    unconfirmed: importReport !== null && competition.importConfirmedAt === null,
    // Nine in the morning of tomorrow, where nothing is chosen yet.
    suggested: writeLocal(publishAt ?? dayAt(now, 1, "09:00", timeZone), timeZone),
    ...(await overviewOf(competition, now, detectLocale(request))),
  };
}

const MOVES = { publish, close, reopen, archive, unarchive } as const;
const isMove = (what: string): what is keyof typeof MOVES => Object.hasOwn(MOVES, what);

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const body = await request.formData();
  const command = { viewer, slug: params.slug ?? "", now: new Date() };
  const intent = String(body.get("intent"));
  let outcome: Awaited<ReturnType<typeof publish>>;
  if (isMove(intent)) outcome = await MOVES[intent](command);
  else if (intent === "unschedule") outcome = await schedule({ ...command, publishAt: null });
  else {
    const { competition } = await managed(request, params.slug);
    const read = readLocal(String(body.get("publishAt") ?? ""), competition.timeZone);
    if (!read.ok) {
      const reason = read.problem === "skipped" ? "editor.refusals.timeSkipped" : "editor.refusals.notATime";
      const values = { timeZone: competition.timeZone };
      return replyTo(body, [refused("invalid", reason, { field: "publishAt", values }).refusal]);
    }
    outcome = await schedule({ ...command, publishAt: read.at });
  }
  return outcome.ok ? redirect(`/competitions/${command.slug}/manage`) : replyTo(body, [outcome.refusal]);
}

const STATES = { draft: "warn", published: "good", closed: "neutral", archived: "neutral" } as const;

export default function Manage() {
  const { competition, findings, report, unconfirmed } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { state } = competition;
  return (
    <ManagePage
      competition={competition}
      section="overview"
      lead={t(`editor.overview.lead.${state}`)}
      actions={<Badge tone={STATES[state]}>{t(`editor.overview.state.${state}`)}</Badge>}
    >
      <div className="grid items-start gap-10 lg:grid-cols-[1fr_24rem]">
        <div className="flex min-w-0 flex-col gap-10">
          {(state === "draft" || findings.length > 0) && <Readiness />}
          <ImportSummary slug={competition.slug} report={report} unconfirmed={unconfirmed} />
        </div>
        <div className="flex flex-col gap-8">
          <NextStep />
          <Life />
        </div>
      </div>
    </ManagePage>
  );
}

function Readiness() {
  const { competition, findings } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const say = useSentence();
  if (findings.length === 0)
    return (
      <Alert tone="good" title={t("editor.overview.ready")}>
        {t("editor.overview.readyText")}
      </Alert>
    );
  return (
    <Section title={t(competition.state === "draft" ? "editor.overview.check" : "editor.overview.look")}>
      <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
        {findings.map((finding) => (
          <li key={`${finding.reason} ${finding.values?.phase}`} className="flex items-start gap-3 px-5 py-4">
            {finding.kind === "stops" ? (
              <CircleX aria-label={t("editor.overview.stops")} className="mt-0.5 size-5 shrink-0 text-bad" />
            ) : (
              <CircleAlert
                aria-label={t("editor.overview.look")}
                className="mt-0.5 size-5 shrink-0 text-warn"
              />
            )}
            <span className="min-w-0 grow">{say(finding)}</span>
            <Link
              to={`/competitions/${competition.slug}/manage/${finding.section}`}
              className="whitespace-nowrap font-semibold text-accent hover:underline"
            >
              {t(`manage.sections.${finding.section}`)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NextStep() {
  const { competition, findings, suggested } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const { slug, state, timeZone, publishAt } = competition;
  const form = useEditorForm(answer, "schedule", { publishAt: suggested });
  const moved = useEditorForm(answer, answer?.intent ?? "", {});
  const blocked = findings.some((finding) => finding.kind === "stops");
  const move = (intent: keyof typeof MOVES, variant: "primary" | "quiet" = "quiet", disabled = false) => (
    <Form method="post">
      <Button
        type="submit"
        name="intent"
        value={intent}
        variant={variant}
        disabled={disabled}
        className="w-full"
      >
        {t(`editor.overview.move.${intent}`)}
      </Button>
    </Form>
  );
  return (
    <Card>
      <div className="flex flex-col gap-4">
        {moved.wrong && <FormError>{moved.wrong}</FormError>}
        {state === "draft" && (
          <>
            {publishAt && (
              <p>
                {t("editor.overview.scheduled")} <Time at={publishAt} timeZone={timeZone} withOwn />
              </p>
            )}
            {move("publish", "primary", blocked)}
            <details open={form.answer !== undefined || publishAt !== null}>
              <summary className="cursor-pointer py-1 font-semibold text-accent">
                {t("editor.overview.later")}
              </summary>
              <Form method="post" noValidate className="flex flex-col gap-3 pt-3">
                <input type="hidden" name="intent" value="schedule" />
                <Field
                  {...form.at("publishAt")}
                  type="datetime-local"
                  label={t("editor.overview.publishAt")}
                  hint={t("editor.overview.publishAtHint", { timeZone })}
                />
                <div className="flex flex-wrap gap-3">
                  <Button type="submit" variant="quiet" size="small">
                    {t("editor.overview.schedule")}
                  </Button>
                  {publishAt && (
                    <Button type="submit" variant="plain" size="small" name="intent" value="unschedule">
                      {t("editor.overview.unschedule")}
                    </Button>
                  )}
                </div>
              </Form>
            </details>
          </>
        )}
        {state === "published" && move("close")}
        {state === "closed" && (
          <>
            {move("reopen")}
            {move("archive")}
          </>
        )}
        {state === "archived" && move("unarchive")}
        <LinkButton
          variant="plain"
          to={`/competitions/${slug}?as=participant`}
          className="justify-start! px-0!"
        >
          <Eye aria-hidden className="size-4" />
          {t("editor.overview.preview")}
        </LinkButton>
        <LinkButton
          variant="plain"
          to={`/competitions/new?copy=${slug}#copy`}
          className="justify-start! px-0!"
        >
          <Copy aria-hidden className="size-4" />
          {t("editor.overview.copy")}
        </LinkButton>
        <LinkButton
          variant="plain"
          to={`/competitions/${slug}/export`}
          reloadDocument
          className="justify-start! px-0!"
        >
          <Download aria-hidden className="size-4" />
          {t("competitions.imported.export")}
        </LinkButton>
      </div>
    </Card>
  );
}

function Life() {
  const { competition, life } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const say = useSentence();
  if (life.length === 0) return null;
  return (
    <Section title={t("editor.overview.life")}>
      <ol className="flex flex-col gap-4 border-l-2 border-line pl-5 text-sm">
        {life.map((event) => (
          <li key={event.id} className="flex flex-col gap-0.5">
            <span className="flex items-center gap-2 font-semibold">
              {event.stops.length === 0 && <CircleCheck aria-hidden className="size-4 text-good" />}
              {t(`editor.overview.act.${event.act.slice("competition.".length) as "created"}`)}
            </span>
            {event.stops.map((stop) => (
              <span key={stop.reason} className="text-bad">
                {say(stop)}
              </span>
            ))}
            <span className="text-muted">
              <Time at={event.at} timeZone={competition.timeZone} />
              {event.by && ` · ${event.by}`}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
