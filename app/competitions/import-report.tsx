import { useTranslation } from "react-i18next";
import type { ImportRemark } from "../../db/schema/competitions.ts";
import type { Reason } from "../locales/reason.ts";
import { Badge } from "../ui/badge.tsx";
import { useSentence } from "../ui/use-sentence.tsx";

/** What the import of a bundle took, mended and ignored. */
export function ImportReport({ report, open }: { report: ImportRemark[]; open: boolean }) {
  const { t } = useTranslation();
  const say = useSentence();
  if (report.length === 0) return null;
  return (
    <details open={open} className="rounded-2xl border border-line bg-surface p-6">
      <summary className="cursor-pointer font-display text-lg font-semibold">
        {t("competitions.organise.report")}
      </summary>
      <ul className="flex flex-col gap-2 pt-4 text-sm">
        {report.map((r) => (
          <li key={`${r.reason} ${JSON.stringify(r.values)}`} className="break-words">
            <Badge tone={r.kind === "taken" ? "good" : "neutral"}>
              {t(`competitions.organise.${r.kind}`)}
            </Badge>{" "}
            {say({ reason: r.reason as Reason, ...(r.values && { values: r.values }) })}
          </li>
        ))}
      </ul>
    </details>
  );
}
