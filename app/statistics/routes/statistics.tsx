import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CAUSES } from "../../../judge/contract/verdict.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Bars, Columns, Steps } from "../../ui/chart.tsx";
import { Field } from "../../ui/field.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { formatDuration, formatSpan } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { statisticsOf } from "../queries.server.ts";
import { SPANS_S } from "../shapes.ts";

export const handle = { title: "manage.sections.statistics" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const days = new URL(request.url).searchParams;
  const figures = await statisticsOf(viewer, competition.slug, { days, locale: detectLocale(request), now });
  return {
    competition: { slug: competition.slug, title: competition.title },
    figures: figures ?? notFound(),
  };
}

export default function Statistics() {
  const { competition, figures } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const words = { what: t("statistics.what"), measure: t("statistics.count") };
  const point = (label: string, count: number) => ({ label, value: count, shown: String(count) });
  const spans = (counts: readonly number[]) =>
    counts.every((count) => count === 0)
      ? []
      : counts.map((count, i) => {
          const to = SPANS_S[i];
          return point(
            to === undefined
              ? t("statistics.spanOpen", { from: formatSpan(SPANS_S.at(-1) ?? 0, locale) })
              : t("statistics.span", { to: formatSpan(to, locale) }),
            count,
          );
        });
  const median = ({ median: half, tenth }: typeof figures.waits) =>
    half === null || tenth === null
      ? ""
      : t("statistics.median", {
          time: formatDuration(half * 1000, locale),
          tenth: formatDuration(tenth * 1000, locale),
        });
  const cause = (key: string) => CAUSES.find((known) => known === key);
  const { progress } = figures;
  return (
    <ManagePage competition={competition} section="statistics" lead={t("statistics.lead")}>
      <Form method="get" className="flex flex-wrap items-end gap-4">
        <Field
          name="from"
          type="date"
          label={t("statistics.from")}
          defaultValue={figures.from}
          max={figures.to}
        />
        <Field name="to" type="date" label={t("statistics.to")} defaultValue={figures.to} />
        <Button type="submit">{t("statistics.show")}</Button>
        <LinkButton
          variant="quiet"
          reloadDocument
          to={`/competitions/${competition.slug}/manage/statistics/csv?from=${figures.from}&to=${figures.to}`}
        >
          {t("statistics.csv")}
        </LinkButton>
      </Form>
      <Columns
        title={t("statistics.perDay")}
        what={t("statistics.day")}
        measure={t("statistics.count")}
        points={figures.perDay.map(({ key, count }) => point(key, count))}
      />
      {progress && progress.days.length > 0 ? (
        <Steps
          title={t("statistics.progress", { title: progress.title })}
          what={t("statistics.day")}
          measure={t("statistics.best")}
          points={progress.days.map(({ day, best }) => ({
            label: day,
            value: best,
            shown: best.toFixed(progress.precision),
          }))}
        />
      ) : (
        <p className="text-muted">{t("statistics.noProgress")}</p>
      )}
      <div className="grid gap-10 lg:grid-cols-2">
        <Bars
          title={t("statistics.funnel")}
          {...words}
          points={figures.funnel.map(({ key, count }) => point(t(`statistics.steps.${key}`), count))}
        />
        <Bars
          title={t("statistics.failures")}
          {...words}
          points={figures.failures.map(({ key, count }) => {
            const known = cause(key);
            return point(known ? t(`judging.endings.${known}`) : key, count);
          })}
        />
        <Bars
          title={t("statistics.waits")}
          {...words}
          points={spans(figures.waits.spans)}
          note={median(figures.waits)}
        />
        <Bars
          title={t("statistics.takes")}
          {...words}
          points={spans(figures.takes.spans)}
          note={median(figures.takes)}
        />
        {figures.tracks.length > 0 && (
          <Bars
            title={t("statistics.tracks")}
            {...words}
            points={figures.tracks.map(({ key, count }) => point(key, count))}
          />
        )}
        {figures.organisations.length > 0 && (
          <Bars
            title={t("statistics.organisations")}
            {...words}
            points={figures.organisations.map(({ key, count }) => point(key, count))}
          />
        )}
      </div>
    </ManagePage>
  );
}
