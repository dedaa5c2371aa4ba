import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "../ui/badge.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import type { EditionSummary } from "./queries.server.ts";
import { span } from "./span.ts";

/** An edition in a list: its dates first, since that is what people look for. */
export function EditionCard({ edition }: { edition: EditionSummary }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Link
      to={`/forums/${edition.forumSlug}/${edition.slug}`}
      className="group flex h-full flex-col gap-2 rounded-2xl border border-line bg-surface p-6 transition-colors hover:border-accent"
    >
      <span className="flex flex-wrap items-center gap-3 text-sm text-muted tabular-nums">
        {span(edition.startsOn, edition.endsOn, locale)}
        {edition.state === "draft" && <Badge tone="warn">{t("forums.state.draft")}</Badge>}
      </span>
      <span className="font-display text-xl font-semibold group-hover:text-accent">
        {localized(edition.name, locale)}
      </span>
      <span className="text-muted">{localized(edition.summary, locale)}</span>
      <span className="mt-auto pt-2 text-sm text-muted">
        {[localized(edition.venue, locale), t(`forums.format.${edition.format}`)].filter(Boolean).join(" · ")}
      </span>
    </Link>
  );
}
