import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { openCompetitions } from "../queries.server.ts";

export const meta: MetaFunction = () => [{ title: "Podium" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const page = Math.max(1, Math.trunc(Number(new URL(request.url).searchParams.get("page"))) || 1);
  return openCompetitions(await viewerOf(request), new Date(), page);
}

export default function Competitions() {
  const { competitions, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale, mayCreate } = useRoot();
  return (
    <Page
      title={t("competitions.list.title")}
      lead={t("competitions.list.lead")}
      actions={mayCreate && <LinkButton to="/competitions/new">{t("competitions.list.new")}</LinkButton>}
    >
      {competitions.length === 0 && (
        <Empty title={t("competitions.list.emptyTitle")}>{t("competitions.list.empty")}</Empty>
      )}
      {(["open", "upcoming", "closed"] as const).map((standing) => {
        const some = competitions.filter((c) => c.standing === standing);
        return some.length === 0 ? null : (
          <Section key={standing} title={t(`competitions.state.${standing}`)}>
            <ul className="grid gap-5 md:grid-cols-2">
              {some.map((c) => (
                <li key={c.id}>
                  <Card>
                    <div className="flex flex-col gap-3">
                      <h3 className="break-words font-display text-xl font-semibold">
                        <Link to={`/competitions/${c.slug}`} className="hover:underline">
                          {localized(c.title, locale)}
                        </Link>
                      </h3>
                      <p className="line-clamp-3 text-muted">{localized(c.summary, locale)}</p>
                      <p className="flex flex-wrap items-center gap-3 text-sm">
                        {c.state === "draft" && <Badge tone="warn">{t("competitions.state.draft")}</Badge>}
                        {c.phase && <Badge tone="good">{localized(c.phase, locale)}</Badge>}
                        <span>{t("competitions.list.entries", { n: c.entries })}</span>
                        {c.nextDeadline && (
                          <span>
                            {t("competitions.list.deadline")}:{" "}
                            <Time at={c.nextDeadline} style="datetime" timeZone={c.timeZone} />
                          </span>
                        )}
                      </p>
                    </div>
                  </Card>
                </li>
              ))}
            </ul>
          </Section>
        );
      })}
      <Pager page={page} pages={pages} />
    </Page>
  );
}
