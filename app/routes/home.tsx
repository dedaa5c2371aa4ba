import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CompetitionCard } from "../competitions/competition-card.tsx";
import { openCompetitions } from "../competitions/queries.server.ts";
import { EditionCard } from "../forums/edition-card.tsx";
import { editionsFor } from "../forums/queries.server.ts";
import { viewerOf } from "../people/viewer.server.ts";
import { OrganisingRow, TakingPartCard } from "../submissions/home-cards.tsx";
import { organising, takingPart } from "../submissions/home-queries.server.ts";
import { LinkButton } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Section } from "../ui/page.tsx";
import { useRoot } from "../ui/use-root.tsx";

const SHOWN = 4;

export const handle = { guests: { by: [] } };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [viewer, now] = [await viewerOf(request), new Date()];
  const [editions, list, entries, organised] = await Promise.all([
    editionsFor(viewer, now, { limit: SHOWN }),
    openCompetitions(viewer, now),
    takingPart(viewer, now),
    organising(viewer),
  ]);
  context.shows?.(
    ["competition", "entries", "edition"],
    list.competitions.map((c) => c.nextDeadline),
  );
  return {
    entries,
    organised,
    editions: editions.upcoming,
    competitions: list.competitions.filter((c) => c.standing !== "closed").slice(0, SHOWN),
  };
}

export default function Home() {
  const { entries, organised, editions, competitions } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { person } = useRoot();
  const hasOwn = entries.length > 0 || organised.length > 0;
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-14 px-5 py-10 sm:px-8 sm:py-16">
      {hasOwn ? (
        <h1 className="break-words font-display text-3xl font-bold leading-[1.1] sm:text-5xl">
          {t("ui.home.welcome", { name: person?.name ?? "" })}
        </h1>
      ) : (
        <Hero />
      )}
      {entries.length > 0 && (
        <Section title={t("ui.home.yours")}>
          <ul className="grid gap-5 md:grid-cols-2">
            {entries.map((entry) => (
              <li key={entry.entryId} className="min-w-0">
                <TakingPartCard entry={entry} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {organised.length > 0 && (
        <Section title={t("ui.home.organised")}>
          <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
            {organised.map((competition) => (
              <li key={competition.slug}>
                <OrganisingRow competition={competition} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={t("ui.home.open")}
        actions={
          <Link to="/competitions" className="font-semibold text-accent hover:underline">
            {t("ui.home.all")}
          </Link>
        }
      >
        {competitions.length === 0 ? (
          <Empty title={t("ui.home.noneTitle")}>{t("ui.home.none")}</Empty>
        ) : (
          <ul className="grid gap-5 md:grid-cols-2">
            {competitions.map((competition) => (
              <li key={competition.id}>
                <CompetitionCard competition={competition} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section
        title={t("ui.home.forums")}
        actions={
          <Link to="/forums" className="font-semibold text-accent hover:underline">
            {t("ui.home.allForums")}
          </Link>
        }
      >
        {editions.length === 0 ? (
          <Empty title={t("forums.list.noneTitle")}>{t("forums.list.none")}</Empty>
        ) : (
          <ul className="grid gap-5 md:grid-cols-2">
            {editions.map((edition) => (
              <li key={edition.id}>
                <EditionCard edition={edition} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

/** What Podium is, for whoever has nothing of their own here yet. */
function Hero() {
  const { t } = useTranslation();
  const { person } = useRoot();
  return (
    <header className="grid gap-10 lg:grid-cols-[1fr_auto] lg:items-end">
      <div className="flex flex-col gap-6">
        <h1 className="max-w-3xl text-balance font-display text-5xl font-extrabold leading-[1.02] sm:text-7xl">
          {t("ui.home.title")}
        </h1>
        <p className="max-w-2xl text-pretty text-xl text-muted">{t("ui.home.lead")}</p>
        <div className="flex flex-wrap gap-3">
          <LinkButton to="/competitions">{t("ui.home.find")}</LinkButton>
          {!person && (
            <LinkButton variant="quiet" to="/sign-up">
              {t("ui.nav.signUp")}
            </LinkButton>
          )}
        </div>
      </div>
      <svg aria-hidden viewBox="0 0 30 24" className="hidden h-64 text-ink lg:block">
        <path fill="var(--accent)" d="M10.5 0h9v24h-9z" />
        <path fill="currentColor" d="M0 8h9v16H0zM21 13h9v11h-9z" />
      </svg>
    </header>
  );
}
