import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import type { Usage } from "../../judge/contract/protocol.ts";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatDuration } from "../web/format.ts";

/** What a step of a run used, each as a bar against its limit. */
export function UsageBars({
  title,
  used,
  limits,
}: {
  title: string;
  used: Usage;
  limits: { wallS: number; memoryBytes: number };
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const unknown = t("submissions.show.unknown");
  return (
    <div className="flex flex-col gap-4">
      <h3 className="font-semibold">{title}</h3>
      <dl className="grid gap-5 sm:grid-cols-3">
        <Bar
          label={t("submissions.show.wall")}
          value={formatDuration(used.wallMs)}
          limit={formatDuration(limits.wallS * 1000)}
          share={used.wallMs / (limits.wallS * 1000)}
        />
        <Bar
          label={t("submissions.show.cpu")}
          value={used.cpuMs === null ? unknown : formatDuration(used.cpuMs)}
        />
        <Bar
          label={t("submissions.show.memory")}
          value={used.peakMemoryBytes === null ? unknown : formatBytes(used.peakMemoryBytes, locale)}
          limit={formatBytes(limits.memoryBytes, locale)}
          share={used.peakMemoryBytes === null ? null : used.peakMemoryBytes / limits.memoryBytes}
        />
      </dl>
    </div>
  );
}

/** From here on a bar warns that the limit is near. */
const NEAR = 0.9;

function Bar({
  label,
  value,
  limit,
  share = null,
}: {
  label: string;
  value: string;
  limit?: string;
  share?: number | null;
}) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-1.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="flex flex-col gap-2">
        <span className="font-display text-xl font-semibold tabular-nums">
          {value}
          {limit && (
            <span className="pl-2 font-sans text-sm font-normal text-muted">
              {t("submissions.show.ofLimit", { limit })}
            </span>
          )}
        </span>
        {share !== null && (
          <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
            <span
              className={clsx("block h-full rounded-full", share >= NEAR ? "bg-warn" : "bg-accent")}
              style={{ width: `${Math.max(1, Math.min(100, share * 100))}%` }}
            />
          </span>
        )}
      </dd>
    </div>
  );
}
