import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Printer } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { formatBytes, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { receiptOf } from "../deliverable-queries.server.ts";

export const handle = { title: "deliverables.receiptPage.title" };
export const meta: MetaFunction = () => [];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const receipt = (await receiptOf(viewer, params.id ?? "")) ?? notFound();
  return { receipt, isNew: new URL(request.url).searchParams.has("new") };
}

export default function DeliverableReceipt() {
  const { receipt, isNew } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const bytes = new Intl.NumberFormat(locale).format(receipt.size);
  const facts: [string, ReactNode][] = [
    [t("deliverables.receiptPage.competition"), localized(receipt.title, locale)],
    [t("deliverables.receiptPage.team"), receipt.teamName],
    ...(receipt.code ? [[t("deliverables.receiptPage.code"), receipt.code] as [string, string]] : []),
    [t("deliverables.receiptPage.slot"), localized(receipt.slotTitle, locale)],
    [t("deliverables.receiptPage.fileName"), receipt.fileName],
    [
      t("deliverables.receiptPage.size"),
      `${formatBytes(receipt.size, locale)} (${t("deliverables.receiptPage.bytes", { bytes })})`,
    ],
    [
      t("deliverables.receiptPage.time"),
      <Time key="time" at={receipt.createdAt} timeZone={receipt.timeZone} withOwn />,
    ],
    [t("deliverables.receiptPage.person"), receipt.person ?? t("deliverables.receiptPage.nobody")],
    [t("deliverables.receiptPage.version"), String(receipt.version)],
    [
      t("deliverables.receiptPage.hash"),
      <code key="hash" className="break-all text-sm">
        {receipt.hash}
      </code>,
    ],
  ];
  return (
    <Page
      eyebrow={
        <Link to={`/competitions/${receipt.slug}`} className="hover:underline">
          {localized(receipt.title, locale)}
        </Link>
      }
      title={t("deliverables.receiptPage.title")}
      lead={t("deliverables.receiptPage.lead")}
      actions={
        <span className="flex flex-wrap gap-3 print:hidden">
          <Button variant="quiet" onClick={() => window.print()}>
            <Printer aria-hidden className="size-4" />
            {t("deliverables.receiptPage.print")}
          </Button>
          {receipt.mine && (
            <LinkButton to={`/competitions/${receipt.slug}/deliverables?entry=${receipt.among}`}>
              {t("deliverables.receiptPage.back")}
            </LinkButton>
          )}
        </span>
      }
    >
      {isNew && <Alert tone="good" title={t("deliverables.receiptPage.thanks")} />}
      <p>
        <Badge tone={receipt.newest ? "good" : "neutral"}>
          {t(receipt.newest ? "deliverables.receiptPage.newest" : "deliverables.receiptPage.replaced")}
        </Badge>
      </p>
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-[max-content_1fr]">
        {facts.map(([label, value]) => (
          <div key={label} className="flex flex-col gap-0.5 sm:contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="print:hidden">
        <a className="text-accent underline" href={`/deliverables/${receipt.id}/file`} download>
          {t("deliverables.download")}
        </a>
      </p>
    </Page>
  );
}
