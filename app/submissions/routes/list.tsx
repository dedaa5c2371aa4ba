import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { formatScore, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { submissionsOf } from "../queries.server.ts";
import { StateBadge } from "../state-badge.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const page = Math.max(1, Math.trunc(Number(new URL(request.url).searchParams.get("page") ?? 1)) || 1);
  return (await submissionsOf(viewer, params.slug ?? "", page)) ?? notFound();
}

export default function ListSubmissions() {
  const { competition, organises, submissions, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const submitHere = (
    <LinkButton to={`/competitions/${competition.slug}/submit`}>{t("submissions.submit.title")}</LinkButton>
  );
  return (
    <Page
      width="wide"
      eyebrow={
        <Link to={`/competitions/${competition.slug}`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t(organises ? "submissions.list.all" : "submissions.list.title")}
      actions={submitHere}
    >
      {submissions.length === 0 ? (
        <Empty title={t("submissions.list.empty")} action={submitHere}>
          {t("submissions.list.emptyText")}
        </Empty>
      ) : (
        <Table caption={t("submissions.list.title")}>
          <thead>
            <tr>
              <Th numeric>{t("submissions.list.number")}</Th>
              {organises && <Th>{t("submissions.list.team")}</Th>}
              <Th>{t("submissions.list.state")}</Th>
              <Th numeric>{t("submissions.list.score")}</Th>
              <Th>{t("submissions.list.at")}</Th>
              <Th>{t("submissions.list.phase")}</Th>
              <Th>{t("submissions.list.file")}</Th>
            </tr>
          </thead>
          <tbody>
            {submissions.map((row) => (
              <Tr key={row.id}>
                <Td numeric>
                  <Link to={`/submissions/${row.id}`} className="font-semibold text-accent hover:underline">
                    #{row.number}
                  </Link>
                </Td>
                {organises && <Td className="min-w-32">{row.teamName}</Td>}
                <Td>
                  <StateBadge state={row.state} />
                </Td>
                <Td numeric className="font-display font-semibold">
                  {row.scores[0] ? formatScore(row.scores[0].value, row.scores[0].precision) : "–"}
                </Td>
                <Td className="whitespace-nowrap">
                  <Time at={row.submittedAt} timeZone={competition.timeZone} />
                </Td>
                <Td className="min-w-32">{localized(row.phaseName, locale)}</Td>
                <Td className="max-w-64 truncate">{row.fileName}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Pager page={page} pages={pages} />
    </Page>
  );
}
