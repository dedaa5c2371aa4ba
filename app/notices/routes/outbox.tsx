import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { mayOperate } from "../../people/permissions.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { notFound } from "../../web/respond.server.ts";
import { outbox } from "../queries.server.ts";

export const handle = { title: "notices.outbox.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  if (!mayOperate(await viewerOf(request))) notFound();
  return outbox(Number.parseInt(new URL(request.url).searchParams.get("page") ?? "1", 10) || 1);
}

export default function Outbox() {
  const { list, page, pages, delivers } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("notices.outbox.title")} lead={t("notices.outbox.lead")}>
      {!delivers && <Alert tone="info">{t("notices.outbox.staysHere")}</Alert>}
      {list.length === 0 ? (
        <Empty title={t("notices.outbox.emptyTitle")}>{t("notices.outbox.empty")}</Empty>
      ) : (
        <div>
          <Table stacked caption={t("notices.outbox.title")}>
            <thead>
              <Tr>
                <Th>{t("notices.outbox.subject")}</Th>
                <Th>{t("notices.outbox.to")}</Th>
                <Th>{t("notices.outbox.written")}</Th>
                <Th>{t("notices.outbox.state")}</Th>
              </Tr>
            </thead>
            <tbody>
              {list.map((notice) => (
                <Tr key={notice.id}>
                  <Td>
                    <Link to={`/outbox/${notice.id}`} className="font-semibold underline underline-offset-4">
                      {notice.subject}
                    </Link>
                  </Td>
                  <Td label={t("notices.outbox.to")} className="[overflow-wrap:anywhere]">
                    {notice.to}
                  </Td>
                  <Td label={t("notices.outbox.written")} className="whitespace-nowrap">
                    <Time at={notice.createdAt} />
                  </Td>
                  <Td>
                    {notice.sentAt ? (
                      <Badge tone="good">{t("notices.outbox.sent")}</Badge>
                    ) : delivers ? (
                      <Badge tone={notice.lastError ? "warn" : "info"}>{t("notices.outbox.waiting")}</Badge>
                    ) : (
                      <Badge tone="neutral">{t("notices.outbox.kept")}</Badge>
                    )}
                    {notice.lastError && (
                      <p className="mt-1 text-sm text-muted">
                        {t("notices.outbox.tries", { count: notice.attempts, error: notice.lastError })}
                      </p>
                    )}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          <Pager page={page} pages={pages} />
        </div>
      )}
    </Page>
  );
}
