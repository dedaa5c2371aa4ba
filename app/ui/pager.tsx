import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";

/** Earlier and later pages of a list; pages count from 1. */
export function Pager({ page, pages }: { page: number; pages: number }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  if (pages <= 1) return null;
  const to = (n: number) => {
    const next = new URLSearchParams(search);
    next.set("page", String(n));
    return `?${next}`;
  };
  const link = "rounded-full border border-line px-5 py-2 font-semibold hover:border-accent";
  return (
    <nav aria-label={t("ui.pager.label")} className="flex items-center justify-center gap-4">
      {page > 1 && (
        <Link className={link} rel="prev" to={to(page - 1)}>
          {t("ui.pager.previous")}
        </Link>
      )}
      <span className="text-sm text-muted tabular-nums">{t("ui.pager.place", { page, pages })}</span>
      {page < pages && (
        <Link className={link} rel="next" to={to(page + 1)}>
          {t("ui.pager.next")}
        </Link>
      )}
    </nav>
  );
}
