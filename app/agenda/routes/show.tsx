import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EditionTabs, TicketButton } from "../../forums/edition-header.tsx";
import { editionBySlug } from "../../forums/queries.server.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { placeOf } from "../../registrations/queries.server.ts";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { AgendaGrid } from "../agenda-grid.tsx";
import { DaySwitch } from "../day-switch.tsx";
import { byDay, clockIn } from "../days.ts";
import { releasedAgenda } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.edition.name, localeOf(matches))} · Podium` : "Podium" },
];

export const handle = { guests: { by: ["day"] } };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const edition = (await editionBySlug(viewer, params.forum ?? "", params.edition ?? "")) ?? notFound();
  context.shows?.([`edition:${edition.id}`]);
  const [agenda, place] = await Promise.all([releasedAgenda(edition.id), placeOf(viewer, edition.id)]);
  return { edition, agenda, ticketCode: place?.ticketCode ?? null };
}

export default function Agenda() {
  const { edition, agenda, ticketCode } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const [search] = useSearchParams();
  const days = byDay(agenda?.sessions ?? [], clockIn(edition.timeZone, edition.dayTurnsAt));
  const day = days.find((d) => d.day === search.get("day")) ?? days[0];
  return (
    <Page
      width="wide"
      eyebrow={localized(edition.name, locale)}
      title={t("agenda.title")}
      lead={t("agenda.timesIn", { timeZone: edition.timeZone })}
      actions={<TicketButton edition={edition} ticketCode={ticketCode} />}
    >
      <EditionTabs edition={edition} />
      {agenda && day ? (
        <>
          <DaySwitch days={days.map((d) => d.day)} current={day.day} />
          <AgendaGrid
            sessions={day.sessions}
            rooms={agenda.rooms}
            tracks={agenda.tracks}
            speakers={agenda.speakers}
            timeZone={edition.timeZone}
          />
        </>
      ) : (
        <Empty title={t("agenda.emptyTitle")}>{t("agenda.empty")}</Empty>
      )}
    </Page>
  );
}
