import { useTranslation } from "react-i18next";
import type { Localized } from "../../db/vocabulary.ts";
import { Tabs } from "../ui/tabs.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";

/** The pages of one competition: its own, then the viewer's. */
export function CompetitionTabs({
  slug,
  pages = [],
  joined,
  deliverables = false,
  discussions = true,
  entry,
}: {
  slug: string;
  pages?: { position: number; title: Localized }[];
  joined: boolean;
  /** The team has files to hand in beside submissions. */
  deliverables?: boolean;
  /** People may talk here. */
  discussions?: boolean;
  /** The one of the viewer's several entries that the page is about: their pages stay with it. */
  entry?: string | undefined;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${slug}`;
  const its = entry ? `?entry=${entry}` : "";
  return (
    <Tabs
      items={[
        { to: at, label: t("competitions.show.overview") },
        ...pages.map((p) => ({ to: `${at}/pages/${p.position}`, label: localized(p.title, locale) })),
        { to: `${at}/rules`, label: t("competitions.show.rules") },
        { to: `${at}/data`, label: t("competitions.show.files") },
        { to: `${at}/leaderboard`, label: t("competitions.show.leaderboard") },
        { to: `${at}/announcements`, label: t("discussions.announcements.title") },
        { to: `${at}/questions`, label: t("discussions.questions.title") },
        ...(discussions
          ? [{ to: `${at}/discussions`, label: t("discussions.threads.title"), end: false }]
          : []),
        ...(joined
          ? [
              { to: `${at}/submissions${its}`, label: t("competitions.show.submissions") },
              ...(deliverables
                ? [{ to: `${at}/deliverables${its}`, label: t("competitions.show.deliverables") }]
                : []),
              { to: `${at}/team${its}`, label: t("competitions.show.team") },
            ]
          : []),
      ]}
    />
  );
}
