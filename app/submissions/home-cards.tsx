import { Link, type useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import type { organising, takingPart } from "./home-queries.server.ts";
import { StateBadge } from "./state-badge.tsx";

type Loaded<T> = ReturnType<typeof useLoaderData<() => Promise<T>>>;
export type TakingPart = Loaded<Awaited<ReturnType<typeof takingPart>>>[number];
export type Organising = Awaited<ReturnType<typeof organising>>[number];

const TONES = { waits: "warn", begins: "info", submit: "live", results: "neutral" } as const;

/** A competition that the reader takes part in: as which team, until when, what came last, and what to do next. */
export function TakingPartCard({ entry }: { entry: TakingPart }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${entry.slug}`;
  return (
    <Card className="flex h-full flex-col gap-3">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[entry.next]}>
          {entry.next === "submit" && entry.phase
            ? localized(entry.phase, locale)
            : t(`ui.home.next.${entry.next}`)}
        </Badge>
      </span>
      <h3 className="min-w-0 break-words font-display text-xl font-semibold">
        <Link to={at} className="hover:text-accent">
          {localized(entry.title, locale)}
        </Link>
      </h3>
      <p className="text-muted">
        <bdi>{entry.teamName}</bdi>
        {entry.deadline && (
          <>
            {" · "}
            {t("competitions.list.deadline")}
            <Time at={entry.deadline} timeZone={entry.timeZone} />
          </>
        )}
      </p>
      {entry.latest && (
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to={`/submissions/${entry.latest.id}`}
            className="font-semibold text-accent tabular-nums hover:underline"
          >
            {t("ui.home.latest", { number: entry.latest.number })}
          </Link>
          <StateBadge state={entry.latest.state} />
        </p>
      )}
      <div className="mt-auto flex flex-wrap gap-3 pt-2">
        {entry.next === "submit" && (
          <LinkButton size="small" to={`${at}/submit?entry=${entry.entryId}`}>
            {t("ui.home.submit")}
          </LinkButton>
        )}
        <LinkButton size="small" variant="quiet" to={`${at}/team?entry=${entry.entryId}`}>
          {t("ui.home.team")}
        </LinkButton>
        <LinkButton size="small" variant="quiet" to={`${at}/leaderboard`}>
          {t("ui.home.board")}
        </LinkButton>
      </div>
    </Card>
  );
}

/** A competition that the reader organises: where it stands, and what waits there for their word. */
export function OrganisingRow({ competition }: { competition: Organising }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${competition.slug}/manage`;
  const waiting = [
    { n: competition.pendingEntries, to: `${at}/entries?state=pending`, what: "pendingEntries" },
    { n: competition.openQuestions, to: `${at}/talk/questions`, what: "openQuestions" },
    { n: competition.rejudges, to: `${at}/rejudges`, what: "rejudges" },
  ] as const;
  const some = waiting.filter(({ n }) => n > 0);
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 px-5 py-4">
      <Link to={at} className="min-w-0 grow basis-56 break-words font-semibold hover:text-accent">
        {localized(competition.title, locale)}
      </Link>
      {some.map(({ n, to, what }) => (
        <Link key={what} to={to} className="font-semibold text-accent hover:underline">
          {t(`ui.home.waiting.${what}`, { n })}
        </Link>
      ))}
      {competition.state === "draft" ? (
        <Badge tone="warn">{t("competitions.state.draft")}</Badge>
      ) : (
        some.length === 0 && <span className="text-sm text-muted">{t("ui.home.waiting.nothing")}</span>
      )}
    </div>
  );
}
