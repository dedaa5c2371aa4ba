import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "../ui/badge.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import { CompetitionLogo } from "./competition-logo.tsx";
import type { openCompetitions } from "./queries.server.ts";

export type CompetitionSummary = Awaited<ReturnType<typeof openCompetitions>>["competitions"][number];

/** A competition in a list: what it asks, which phase it is in, and until when. */
export function CompetitionCard({ competition }: { competition: CompetitionSummary }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Link
      to={`/competitions/${competition.slug}`}
      className="group flex h-full flex-col gap-3 rounded-2xl border border-line bg-surface p-6 transition-colors hover:border-accent"
    >
      <span className="flex flex-wrap items-center gap-2">
        {competition.state === "draft" && <Badge tone="warn">{t("competitions.state.draft")}</Badge>}
        {competition.phase && <Badge tone="good">{localized(competition.phase, locale)}</Badge>}
      </span>
      <span className="flex items-center gap-4">
        {competition.hasLogo && <CompetitionLogo slug={competition.slug} className="size-12" />}
        <span className="min-w-0 break-words font-display text-xl font-semibold group-hover:text-accent">
          {localized(competition.title, locale)}
        </span>
      </span>
      <span className="line-clamp-3 text-muted">{localized(competition.summary, locale)}</span>
      <span className="mt-auto flex flex-wrap gap-x-5 gap-y-1 pt-2 text-sm text-muted">
        <span>{t("competitions.list.entries", { n: competition.entries })}</span>
        {competition.nextDeadline && (
          <span>
            {t("competitions.list.deadline")}
            <Time at={competition.nextDeadline} timeZone={competition.timeZone} />
          </span>
        )}
      </span>
    </Link>
  );
}
