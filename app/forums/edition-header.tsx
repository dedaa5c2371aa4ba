import { useTranslation } from "react-i18next";
import type { Localized } from "../../db/vocabulary.ts";
import { LinkButton } from "../ui/button.tsx";
import { Tabs } from "../ui/tabs.tsx";

export type EditionPlace = { forumSlug: string; slug: string; name: Localized };

/** The pages of an edition, and the way to a ticket. */
export function EditionTabs({ edition }: { edition: EditionPlace }) {
  const { t } = useTranslation();
  const base = `/forums/${edition.forumSlug}/${edition.slug}`;
  return (
    <Tabs
      items={[
        { to: base, label: t("forums.edition.overview") },
        { to: `${base}/agenda`, label: t("forums.edition.agenda") },
        { to: `${base}/register`, label: t("forums.edition.registration") },
      ]}
    />
  );
}

export function TicketButton({ edition, ticketCode }: { edition: EditionPlace; ticketCode: string | null }) {
  const { t } = useTranslation();
  return ticketCode ? (
    <LinkButton to={`/tickets/${ticketCode}`}>{t("forums.edition.myTicket")}</LinkButton>
  ) : (
    <LinkButton to={`/forums/${edition.forumSlug}/${edition.slug}/register`}>
      {t("forums.edition.register")}
    </LinkButton>
  );
}
