import { useTranslation } from "react-i18next";
import { Tabs } from "../ui/tabs.tsx";

/** The organisers' three pages of talk. */
export function TalkNav({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const at = `/competitions/${slug}/manage/talk`;
  return (
    <Tabs
      label={t("discussions.page")}
      items={[
        { to: at, label: t("discussions.manage.announcements") },
        { to: `${at}/questions`, label: t("discussions.manage.questions") },
        { to: `${at}/reports`, label: t("discussions.manage.reports") },
      ]}
    />
  );
}
