import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Localized } from "../../db/vocabulary.ts";
import { Page } from "../ui/page.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";

/** The organiser's pages of a competition in the order of the work; each is /competitions/:slug/manage/<name>, the overview /manage. */
const SECTIONS: readonly ManageSection[] = [
  // One a line, in the order of the type.
  "overview",
  "settings",
  "pages",
  "phases",
  "tasks",
  "tracks",
  "image",
  "board",
  "entries",
  "deliverables",
  "submissions",
  "rejudges",
  "similarity",
  "talk",
  "statistics",
];

export type ManageSection =
  | "overview"
  | "settings"
  | "pages"
  | "phases"
  | "tasks"
  | "tracks"
  | "image"
  | "board"
  | "entries"
  | "deliverables"
  | "submissions"
  | "rejudges"
  | "similarity"
  | "talk"
  | "statistics";

/** The frame of an organiser's page: back to the competition, the sections, then the work. */
export function ManagePage({
  competition,
  section,
  actions,
  lead,
  children,
}: {
  competition: { slug: string; title: Localized };
  section: ManageSection;
  actions?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${competition.slug}`;
  return (
    <Page
      width="wide"
      eyebrow={<Link to={at}>{localized(competition.title, locale)}</Link>}
      title={t(`manage.sections.${section}`)}
      lead={lead}
      actions={actions}
    >
      <Tabs
        label={t("manage.label")}
        items={SECTIONS.map((name) => ({
          to: name === "overview" ? `${at}/manage` : `${at}/manage/${name}`,
          label: t(`manage.sections.${name}`),
          end: name === "overview",
        }))}
      />
      {children}
    </Page>
  );
}
