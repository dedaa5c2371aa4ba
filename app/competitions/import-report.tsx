import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { ImportRemark } from "../../db/schema/competitions.ts";
import type { Reason } from "../locales/reason.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Section } from "../ui/page.tsx";
import { useSentence } from "../ui/use-sentence.tsx";

const TONES: Record<ImportRemark["kind"], Tone> = { mended: "warn", ignored: "neutral", taken: "good" };

/** In short: how much was taken, mended and ignored, and where to read more. */
export function ImportSummary({
  slug,
  report,
  unconfirmed,
}: {
  slug: string;
  report: ImportRemark[];
  unconfirmed: boolean;
}) {
  const { t } = useTranslation();
  if (report.length === 0) return null;
  const of = (kind: ImportRemark["kind"]) => report.filter((r) => r.kind === kind).length;
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
      <div className="flex flex-col gap-1">
        <h2 className="font-display text-lg font-semibold">{t("competitions.imported.title")}</h2>
        <p className="text-muted">
          {t("competitions.imported.summary", {
            taken: of("taken"),
            mended: of("mended"),
            ignored: of("ignored"),
          })}
        </p>
        {unconfirmed && <p className="font-medium text-warn">{t("competitions.imported.unconfirmed")}</p>}
      </div>
      <Link
        to={`/competitions/${slug}/import`}
        className="whitespace-nowrap font-semibold text-accent hover:underline"
      >
        {t("competitions.imported.open")}
      </Link>
    </Card>
  );
}

/** Everything the import has to say, one kind after the other: what was changed comes first. */
export function ImportReport({ report }: { report: ImportRemark[] }) {
  const { t } = useTranslation();
  const say = useSentence();
  return (["mended", "ignored", "taken"] as const).map((kind) => {
    const remarks = report.filter((r) => r.kind === kind);
    if (remarks.length === 0) return null;
    return (
      <Section
        key={kind}
        title={
          <span className="flex items-center gap-3">
            {t(`competitions.imported.${kind}`)} <Badge tone={TONES[kind]}>{remarks.length}</Badge>
          </span>
        }
      >
        <p className="text-muted">{t(`competitions.imported.${kind}Text`)}</p>
        <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {remarks.map((r) => (
            <li key={`${r.reason} ${JSON.stringify(r.values)}`} className="break-words px-5 py-3">
              {say({ reason: r.reason as Reason, ...(r.values && { values: r.values }) })}
            </li>
          ))}
        </ul>
      </Section>
    );
  });
}
