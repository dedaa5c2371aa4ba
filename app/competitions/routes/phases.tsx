import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { PhaseQuota } from "../quota-words.tsx";

export const handle = { title: "manage.sections.phases" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, timeZone } = competition;
  return {
    competition: { slug, title, timeZone },
    phases: competition.phases.map((p) => ({
      id: p.id,
      name: p.name,
      state: p.state,
      startsAt: p.startsAt,
      endsAt: p.endsAt,
      maxPerDay: p.maxPerDay,
      maxPerMonth: p.maxPerMonth,
      maxTotal: p.maxTotal,
      judged: p.accepts.length > 0,
      tasks: p.taskIds.length,
    })),
  };
}

const TONES = { open: "good", upcoming: "info", closed: "neutral" } as const;

export default function Phases() {
  const { competition, phases } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const [search] = useSearchParams();
  const { slug, timeZone } = competition;
  const at = `/competitions/${slug}/manage/phases`;
  const add = <LinkButton to={`${at}/new`}>{t("editor.phases.add")}</LinkButton>;
  return (
    <ManagePage
      competition={competition}
      section="phases"
      lead={t("editor.phases.lead", { timeZone })}
      actions={phases.length > 0 && add}
    >
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      {phases.length === 0 && (
        <Empty title={t("editor.phases.noneTitle")} action={add}>
          {t("editor.phases.none")}
        </Empty>
      )}
      <ol className="flex flex-col gap-5 border-l-2 border-line pl-6">
        {phases.map((phase) => {
          const name = localized(phase.name, locale);
          return (
            <li
              key={phase.id}
              className="flex flex-wrap items-center gap-4 rounded-2xl border border-line bg-surface p-5"
            >
              <div className="flex min-w-0 grow flex-col gap-1.5">
                <h2 className="flex flex-wrap items-center gap-3 font-display text-lg font-semibold">
                  {name}
                  <Badge tone={TONES[phase.state]}>{t(`competitions.state.${phase.state}`)}</Badge>
                </h2>
                <p>
                  <Time at={phase.startsAt} timeZone={timeZone} /> –{" "}
                  {phase.endsAt ? (
                    <Time at={phase.endsAt} timeZone={timeZone} />
                  ) : (
                    t("competitions.show.noEnd")
                  )}
                </p>
                <p className="text-sm text-muted">
                  {phase.judged ? (
                    <>
                      <PhaseQuota {...phase} /> · {t("editor.phases.tasks", { n: phase.tasks })}
                    </>
                  ) : (
                    t("editor.phases.notJudged")
                  )}
                </p>
              </div>
              <LinkButton to={`${at}/${phase.id}`} variant="quiet" size="small">
                {t("editor.edit")}
                <span className="sr-only"> {name}</span>
              </LinkButton>
            </li>
          );
        })}
      </ol>
    </ManagePage>
  );
}
