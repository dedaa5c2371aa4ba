import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { EntryState } from "../../db/vocabulary.ts";

/** For somebody with several entries in one competition: which one this page is about, and the others. */
export function EntryChoice({
  entries,
  shown,
}: {
  entries: { id: string; teamName: string; track: string | null; state: EntryState }[];
  /** The id of the entry that the page shows. */
  shown: string;
}) {
  const { t } = useTranslation();
  if (entries.length < 2) return null;
  return (
    <nav
      aria-label={t("entries.choice.label")}
      className="flex flex-wrap items-center gap-3 rounded-2xl bg-sunken px-4 py-3 text-sm"
    >
      <span className="text-muted">{t("entries.choice.label")}</span>
      <ul className="flex flex-wrap gap-3">
        {entries.map((entry) => (
          <li key={entry.id}>
            <Link
              to={`?entry=${entry.id}`}
              preventScrollReset
              aria-current={entry.id === shown ? "true" : undefined}
              className="block rounded-full border border-line bg-surface px-4 py-1.5 font-semibold hover:border-accent aria-[current]:border-accent aria-[current]:text-accent"
            >
              <bdi>{entry.teamName}</bdi>
              {entry.track && <span className="pl-2 font-normal text-muted">{entry.track}</span>}
              {entry.state !== "accepted" && (
                <span className="pl-2 font-normal text-muted">{t(`entries.state.${entry.state}`)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
