import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { span } from "../../forums/span.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { qrCode } from "../qr-code.server.ts";
import { ticketByCode } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = () => [
  { title: "Podium" },
  { name: "robots", content: "noindex" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const ticket = (await ticketByCode(await viewerOf(request), params.code ?? "")) ?? notFound();
  return { ticket, qr: await qrCode(ticket.code) };
}

/** A ticket as people know it: made to be held up on a phone or printed on a page. */
export default function Ticket() {
  const { ticket, qr } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-6 px-5 py-10">
      {ticket.state === "cancelled" && <Alert tone="bad">{t("registrations.ticket.cancelled")}</Alert>}
      <article className="overflow-hidden rounded-3xl border border-line bg-surface">
        <header className="flex flex-col gap-1 bg-ink px-7 py-6 text-paper">
          <p className="text-sm opacity-80">{localized(ticket.forumName, locale)}</p>
          <h1 className="text-balance font-display text-2xl font-bold">
            {localized(ticket.editionName, locale)}
          </h1>
          <p className="pt-2 text-sm tabular-nums">{span(ticket.startsOn, ticket.endsOn, locale)}</p>
          <p className="text-sm opacity-80">{localized(ticket.venue, locale)}</p>
        </header>
        <div className="flex flex-col items-center gap-4 border-b border-dashed border-line px-7 py-8">
          <img
            src={qr}
            alt={t("registrations.ticket.qrLabel", { code: ticket.code })}
            className="size-56 rounded-lg bg-white p-2"
          />
          <p className="text-sm text-muted">{t("registrations.ticket.show")}</p>
        </div>
        <dl className="grid grid-cols-2 gap-5 px-7 py-6">
          <div>
            <dt className="text-xs text-muted">{t("registrations.ticket.holder")}</dt>
            <dd className="font-display text-lg font-semibold">{ticket.holder}</dd>
            {ticket.affiliation && <dd className="text-sm text-muted">{ticket.affiliation}</dd>}
          </div>
          <div>
            <dt className="text-xs text-muted">{t("registrations.ticket.kind")}</dt>
            <dd className="font-display text-lg font-semibold">{localized(ticket.kind, locale)}</dd>
          </div>
          <div className="col-span-2">
            <dt className="text-xs text-muted">{t("registrations.ticket.code")}</dt>
            <dd className="font-mono text-sm tracking-wider">{ticket.code.match(/.{1,4}/g)?.join(" ")}</dd>
          </div>
        </dl>
      </article>
      <LinkButton variant="quiet" to={`/forums/${ticket.forumSlug}/${ticket.editionSlug}/agenda`}>
        {t("registrations.ticket.seeAgenda")}
      </LinkButton>
    </div>
  );
}
