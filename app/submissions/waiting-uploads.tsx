import { useTranslation } from "react-i18next";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatRelative } from "../web/format.ts";

/** Files that were uploaded here and not handed in: one can be chosen instead of another upload, also without scripts. */
export function WaitingUploads({
  uploads,
  now,
  chosen,
  onChosen,
}: {
  uploads: { id: string; fileName: string; size: number; at: Date | string }[];
  now: Date | string;
  /** The id of the upload that will be handed in, of these or another. */
  chosen: string | null;
  onChosen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  if (uploads.length === 0) return null;
  return (
    <fieldset className="rounded-2xl border border-line px-5 pb-4">
      <legend className="px-2 text-sm font-semibold">{t("submissions.submit.waiting")}</legend>
      {uploads.map(({ id, fileName, size, at }) => (
        <label key={id} className="flex items-start gap-3 pt-2">
          <input
            type="radio"
            name="uploadId"
            value={id}
            checked={chosen === id}
            onChange={() => onChosen(id)}
            className="mt-0.5 size-5 shrink-0 accent-[var(--accent)]"
          />
          <span className="min-w-0 break-words">
            {t("submissions.submit.goOnWith", {
              name: fileName,
              size: formatBytes(size, locale),
              when: formatRelative(new Date(at), new Date(now), locale),
            })}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
