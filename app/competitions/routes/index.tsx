import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../people/viewer.server.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { CompetitionCard } from "../competition-card.tsx";
import { openCompetitions } from "../queries.server.ts";

export const handle = { title: "competitions.list.title", guests: { by: ["page"] } };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, context }: LoaderFunctionArgs) {
  const page = Math.max(1, Math.trunc(Number(new URL(request.url).searchParams.get("page"))) || 1);
  const list = await openCompetitions(await viewerOf(request), new Date(), page);
  context.shows?.(
    ["competition", "entries"],
    list.competitions.map((c) => c.nextDeadline),
  );
  return list;
}

export default function Competitions() {
  const { competitions, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { mayCreate } = useRoot();
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
                  <CompetitionCard competition={c} />
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
