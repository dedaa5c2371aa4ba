import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { mayOperate } from "../../people/permissions.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { notFound } from "../../web/respond.server.ts";
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
        <div lang={notice.locale} className="break-words whitespace-pre-wrap">
          {notice.body.map((piece, i) =>
            piece.path ? (
              <Link key={i} to={piece.path} className="break-all underline underline-offset-4">
                {piece.text}
              </Link>
            ) : (
              piece.text
            ),
          )}
        </div>
      </Card>
      <div>
        <LinkButton to="/outbox" variant="quiet">
          {t("notices.outbox.back")}
        </LinkButton>
      </div>
    </Page>
  );
}
