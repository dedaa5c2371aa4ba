import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError, Select } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatDateTime, formatPercent, localized } from "../../web/format.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { cancelReport } from "../cancel-report.server.ts";
import { CHOICES } from "../choices.ts";
import { similarityOf } from "../queries.server.ts";
import { beginReport } from "../report.server.ts";

const LOOK_AGAIN_MS = 3_000;

export const handle = { title: "manage.sections.similarity" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const search = new URL(request.url).searchParams;
  const page = Math.max(1, Math.trunc(Number(search.get("page") ?? 1)) || 1);
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    phases: competition.phases.map(({ position, name }) => ({ position, name })),
    ...((await similarityOf(viewer, competition.slug, search.get("report"), page)) ?? notFound()),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const back = `/competitions/${competition.slug}/manage/similarity`;
  if (form.get("intent") === "cancel") {
    const reportId = String(form.get("report") ?? "");
    const cancelled = await cancelReport({ viewer, slug: competition.slug, reportId, now });
    // One that has ended meanwhile is shown as it ended.
    if (!cancelled.ok && cancelled.refusal.code === "not_found") notFound();
    return redirect(back);
  }
  const phase = Number(form.get("phase"));
  const choice = CHOICES.find((known) => known === form.get("choice")) ?? "latest";
  const begun = await beginReport({ viewer, slug: competition.slug, phase, choice, now });
  if (begun.ok) return redirect(back);
  return data({ refusal: begun.refusal, phase, choice }, { status: statusOf(begun.refusal.code) });
}

export default function Similarity() {
  const { competition, report, reports } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const under = report?.state === "queued" || report?.state === "running";
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!under || state !== "idle") return;
    const again = setTimeout(() => document.visibilityState === "visible" && revalidate(), LOOK_AGAIN_MS);
    return () => clearTimeout(again);
  }, [under, state, revalidate]);
  const named = (r: NonNullable<typeof report>) =>
    t("similarity.report", {
      at: formatDateTime(new Date(r.createdAt), { locale, timeZone: competition.timeZone }),
      phase: localized(r.phase, locale),
    });
  const progress = report && t("similarity.progress", { done: report.done, total: report.total });
  return (
    <ManagePage competition={competition} section="similarity" lead={t("similarity.lead")}>
      <Section title={t("similarity.begin")}>
        <Begin />
      </Section>
      {!report && <Empty title={t("similarity.none")}>{t("similarity.noneText")}</Empty>}
      {report && (
        <Section title={named(report)}>
          {under && progress && (
            <div className="flex flex-col gap-3" role="status">
              <p>{progress}</p>
              <Progress
                value={report.total === 0 ? 0 : (100 * report.done) / report.total}
                label={progress}
              />
              <Form method="post" className="flex flex-wrap gap-3">
                <input type="hidden" name="report" value={report.id} />
                <LinkButton to="." variant="quiet" size="small">
                  {t("similarity.lookAgain")}
                </LinkButton>
                <Button type="submit" name="intent" value="cancel" variant="quiet" size="small">
                  {t("similarity.cancel")}
                </Button>
              </Form>
            </div>
          )}
          {report.state === "failed" && (
            <Alert tone="bad">{t(report.lost ? "similarity.lost" : "similarity.failed")}</Alert>
          )}
          {report.state === "cancelled" && <Alert tone="info">{t("similarity.cancelled")}</Alert>}
          {report.state === "ready" && <Pairs />}
        </Section>
      )}
      {reports.length > 1 && (
        <Section title={t("similarity.earlier")}>
          <ul className="flex flex-col gap-2">
            {reports.map((r) => (
              <li key={r.id} className="flex flex-wrap items-center gap-3">
                <Link to={`?report=${r.id}`} className="font-semibold text-accent hover:underline">
                  {named(r)}
                </Link>
                <Badge tone={r.state === "failed" ? "bad" : "neutral"}>
                  {t(`similarity.states.${r.state}`)}
                </Badge>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </ManagePage>
  );
}

function Begin() {
  const { phases } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  return (
    <Card>
      <Form method="post" className="flex flex-col gap-5">
        {answer && answer.refusal.field !== "phase" && <FormError>{say(answer.refusal)}</FormError>}
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            name="phase"
            label={t("similarity.phase")}
            defaultValue={answer?.phase}
            error={answer?.refusal.field === "phase" ? say(answer.refusal) : undefined}
          >
            {phases.map(({ position, name }) => (
              <option key={position} value={position}>
                {localized(name, locale)}
              </option>
            ))}
          </Select>
          <Select name="choice" label={t("similarity.choice")} defaultValue={answer?.choice}>
            {CHOICES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`similarity.choices.${choice}`)}
              </option>
            ))}
          </Select>
        </div>
        <p className="text-sm text-muted">{t("similarity.how")}</p>
        <div>
          <Button type="submit" disabled={busy}>
            {t("similarity.start")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function Pairs() {
  const { competition, pairs, histogram, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  if (pairs.length === 0) return <Empty title={t("similarity.empty")} />;
  const at = `/competitions/${competition.slug}/manage/similarity`;
  return (
    <>
      <Histogram counts={histogram} />
      <Table stacked caption={t("similarity.histogram")}>
        <thead>
          <tr>
            <Th numeric>{t("similarity.similarity")}</Th>
            <Th>{t("similarity.teams")}</Th>
            <Th numeric>
              <span title={t("similarity.longestHint")}>{t("similarity.longest")}</span>
            </Th>
            <Th>{t("similarity.reviewed")}</Th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <Tr key={pair.id}>
              <Td numeric label={t("similarity.similarity")} className="font-display font-semibold">
                {formatPercent(pair.similarity, locale)}
              </Td>
              <Td className="min-w-56 [overflow-wrap:anywhere]">
                <Link to={`${at}/${pair.id}`} className="font-semibold text-accent hover:underline">
                  {t("similarity.pair", {
                    left: `${pair.left.team} #${pair.left.number}`,
                    right: `${pair.right.team} #${pair.right.number}`,
                  })}
                </Link>
                {pair.note && <p className="line-clamp-2 text-sm text-muted">{pair.note}</p>}
              </Td>
              <Td numeric label={t("similarity.longest")}>
                {pair.longest}
              </Td>
              <Td>
                <Badge tone={pair.reviewedAt ? "good" : "neutral"}>
                  {t(pair.reviewedAt ? "similarity.reviewed" : "similarity.notReviewed")}
                </Badge>
                {pair.reviewedAt && (
                  <span className="ml-2 text-sm text-muted">
                    <Time at={pair.reviewedAt} timeZone={competition.timeZone} style="date" />
                  </span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <Pager page={page} pages={pages} />
    </>
  );
}

/** How many pairs are how similar; the words under the bars say the same. */
function Histogram({ counts }: { counts: number[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...counts);
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="text-sm font-semibold">{t("similarity.histogram")}</figcaption>
      <ol className="flex h-32 items-end gap-1.5">
        {counts.map((count, tenth) => (
          <li
            key={tenth}
            className="flex h-full flex-1 flex-col justify-end gap-1 text-center text-xs text-muted tabular-nums"
          >
            <span className="sr-only">
              {t("similarity.bar", { from: tenth * 10, to: tenth * 10 + 10, count })}
            </span>
            <span aria-hidden>{count > 0 && count}</span>
            <span
              aria-hidden
              className={tenth >= 7 ? "rounded-t bg-accent" : "rounded-t bg-info"}
              style={{ height: `${(count / most) * 70}%`, minHeight: count > 0 ? 3 : 1 }}
            />
            <span aria-hidden>{tenth * 10}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
