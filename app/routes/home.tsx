import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CompetitionCard } from "../competitions/competition-card.tsx";
import { openCompetitions } from "../competitions/queries.server.ts";
import { EditionCard } from "../forums/edition-card.tsx";
import { editionsFor } from "../forums/queries.server.ts";
import { viewerOf } from "../people/viewer.server.ts";
import { Empty } from "../ui/empty.tsx";
import { Section } from "../ui/page.tsx";

const SHOWN = 4;

export const handle = { guests: { by: [] } };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [viewer, now] = [await viewerOf(request), new Date()];
  const [editions, list] = await Promise.all([
    editionsFor(viewer, now, { limit: SHOWN }),
    openCompetitions(viewer, now),
  ]);
  context.shows?.(
    ["competition", "entries", "edition"],
    list.competitions.map((c) => c.nextDeadline),
  );
  return {
    editions: editions.upcoming,
    competitions: list.competitions.filter((c) => c.standing !== "closed").slice(0, SHOWN),
  };
}

export default function Home() {
  const { editions, competitions } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-16 px-5 py-12 sm:px-8 sm:py-20">
      <header className="grid gap-10 lg:grid-cols-[1fr_auto] lg:items-end">
        <div className="flex flex-col gap-6">
          <h1 className="max-w-3xl text-balance font-display text-5xl font-extrabold leading-[1.02] sm:text-7xl">
            {t("ui.home.title")}
          </h1>
          <p className="max-w-2xl text-pretty text-xl text-muted">{t("ui.home.lead")}</p>
        </div>
        <svg aria-hidden viewBox="0 0 30 24" className="hidden h-64 text-ink lg:block">
          <path fill="var(--accent)" d="M10.5 0h9v24h-9z" />
          <path fill="currentColor" d="M0 8h9v16H0zM21 13h9v11h-9z" />
        </svg>
      </header>
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
