import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { mayOperate } from "../../people/permissions.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { notFound } from "../../web/respond.server.ts";
import { NoticeText } from "../notice-text.tsx";
import { noticeById } from "../queries.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!mayOperate(await viewerOf(request))) notFound();
  return { notice: (await noticeById(params.id ?? "")) ?? notFound() };
}

export default function Notice() {
  const { notice } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      width="narrow"
      eyebrow={t("notices.outbox.title")}
      title={notice.subject}
      lead={
        <>
          {t("notices.outbox.to")}: {notice.to} · <Time at={notice.createdAt} />
        </>
      }
    >
      <Card>
        <NoticeText {...notice} />
      </Card>
      <div>
        <LinkButton to="/outbox" variant="quiet">
          {t("notices.outbox.back")}
        </LinkButton>
      </div>
    </Page>
  );
}
