import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { releasedAgenda } from "../../agenda/queries.server.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { placeOf } from "../../registrations/queries.server.ts";
import { Html } from "../../ui/html.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { renderMarkdown } from "../../web/markdown.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { EditionTabs, TicketButton } from "../edition-header.tsx";
import { editionBySlug } from "../queries.server.ts";
import { span } from "../span.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export const handle = { guests: { by: [] } };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const edition = (await editionBySlug(viewer, params.forum ?? "", params.edition ?? "")) ?? notFound();
  context.shows?.([`edition:${edition.id}`]);
  const locale = detectLocale(request);
  const [agenda, place] = await Promise.all([releasedAgenda(edition.id), placeOf(viewer, edition.id)]);
  const held = agenda?.sessions.filter((s) => s.kind !== "break" && s.state === "confirmed") ?? [];
  return {
    edition,
    title: localized(edition.name, locale),
    html: renderMarkdown(localized(edition.description, locale)),
    counts: {
      sessions: held.length,
      speakers: new Set(held.flatMap((s) => s.speakerUids)).size,
    },
    ticketCode: place?.ticketCode ?? null,
  };
}

export default function Edition() {
  const { edition, html, counts, ticketCode } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Page
      eyebrow={localized(edition.forumName, locale)}
      title={localized(edition.name, locale)}
      lead={localized(edition.summary, locale)}
      actions={<TicketButton edition={edition} ticketCode={ticketCode} />}
    >
      <EditionTabs edition={edition} />
      <dl className="grid grid-cols-2 gap-x-6 gap-y-8 lg:grid-cols-4">
        <Stat label={t("forums.edition.when")} value={span(edition.startsOn, edition.endsOn, locale)} />
        <Stat
          label={t("forums.edition.where")}
          value={localized(edition.venue, locale) || t(`forums.format.${edition.format}`)}
        />
        <Stat label={t("forums.edition.sessions")} value={counts.sessions} />
        <Stat label={t("forums.edition.speakers")} value={counts.speakers} />
      </dl>
      <Html html={html} />
      <p className="text-sm text-muted">{t("forums.edition.timesIn", { timeZone: edition.timeZone })}</p>
    </Page>
  );
}
