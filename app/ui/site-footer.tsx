import { useTranslation } from "react-i18next";

export function SiteFooter() {
  const { t } = useTranslation();
  return (
    <footer className="mt-10 border-t border-line">
      <div className="mx-auto flex max-w-[90rem] flex-wrap items-center justify-between gap-4 px-5 py-8 text-sm text-muted sm:px-8">
        <p>{t("ui.footer")}</p>
        <p className="font-display font-semibold text-ink">Podium</p>
      </div>
    </footer>
  );
}
