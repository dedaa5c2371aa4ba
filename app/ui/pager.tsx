import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./button.tsx";

/** Leads through a long list by `?page=`, counted from 1. */
export function Pager({ page, pages }: { page: number; pages: number }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  if (pages <= 1) return null;
  const to = (number: number) => {
    const next = new URLSearchParams(search);
    next.set("page", String(number));
    return `?${next}`;
  };
  return (
    <nav aria-label={t("ui.pager.label")} className="flex flex-wrap items-center gap-4 pt-6">
      {page > 1 && (
        <LinkButton to={to(page - 1)} variant="quiet" size="small" rel="prev">
          {t("ui.pager.previous")}
        </LinkButton>
      )}
      <span className="figures text-sm text-ink-soft">{t("ui.pager.where", { page, pages })}</span>
      {page < pages && (
        <LinkButton to={to(page + 1)} variant="quiet" size="small" rel="next">
          {t("ui.pager.next")}
        </LinkButton>
      )}
    </nav>
  );
}
