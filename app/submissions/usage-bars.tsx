import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import type { Limits } from "../../judge/contract/limits.ts";
import type { Sample, Usage } from "../../judge/contract/protocol.ts";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatDuration } from "../web/format.ts";

/** What the words of a count look like beside its limit. */
function useWords() {
  const { locale } = useRoot();
  return {
    time: (ms: number) => formatDuration(ms, locale),
    bytes: (value: number) => formatBytes(value, locale),
    count: (value: number) => new Intl.NumberFormat(locale).format(value),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: "percent" }).format(share),
  };
}

/** What a step of a run used, each as a bar against its limit. */
export function UsageBars({ title, used, limits }: { title: string; used: Usage; limits: Limits }) {
  const { t } = useTranslation();
  const { time, bytes, count } = useWords();
  return (
    <div className="flex flex-col gap-4">
      <h3 className="font-semibold">{title}</h3>
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <Bar label={t("submissions.show.wall")} value={used.wallMs} most={limits.wallS * 1000} words={time} />
        <Bar
          label={t("submissions.show.cpu")}
          value={used.cpuMs}
          most={limits.cpuS && limits.cpuS * 1000}
          words={time}
        />
        <Bar
          label={t("submissions.show.memory")}
          value={used.peakMemoryBytes}
          most={limits.memoryBytes}
          words={bytes}
        />
        <Bar label={t("submissions.show.processes")} value={used.peakPids} most={limits.pids} words={count} />
        {/* What earlier versions of the judge did not measure has no bar at all. */}
        {used.outputBytes != null && (
          <Bar
            label={t("submissions.show.outputBytes")}
            value={used.outputBytes}
            most={limits.outputBytes}
            words={bytes}
          />
        )}
        {used.outputFiles != null && (
          <Bar
            label={t("submissions.show.outputFiles")}
            value={used.outputFiles}
            most={limits.outputFiles}
            words={count}
          />
        )}
        {used.printedBytes != null && (
          <Bar
            label={t("submissions.show.printed")}
            value={used.printedBytes}
            most={limits.printedBytes}
            words={bytes}
          />
        )}
        {used.peakDeviceBytes != null && (
          <Bar
            label={t("submissions.show.devicePeak")}
            value={used.peakDeviceBytes}
            most={limits.gpuMemoryBytes || undefined}
            words={bytes}
          />
        )}
      </dl>
    </div>
  );
}

/** What a step that runs uses at this moment. */
export function UsageNow({
  title,
  now,
  limits,
}: {
  title: string;
  now: Omit<Sample, "devices"> & { devices?: Omit<Sample["devices"][number], "uuid">[] | undefined };
  limits: Limits;
}) {
  const { t } = useTranslation();
  const { time, bytes, count, percent } = useWords();
  return (
    <div className="flex flex-col gap-4">
      <h3 className="font-semibold">{title}</h3>
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-3">
        <Bar
          label={t("submissions.show.cpu")}
          value={now.cpuMs}
          most={limits.cpuS && limits.cpuS * 1000}
          words={time}
        />
        <Bar
          label={t("submissions.show.memoryNow")}
          value={now.memoryBytes}
          most={limits.memoryBytes}
          words={bytes}
        />
        <Bar label={t("submissions.show.processes")} value={now.pids} most={limits.pids} words={count} />
        {now.devices?.flatMap((device, i) => [
          <Bar
            key={`busy ${i}`}
            label={t("submissions.show.deviceBusy", { n: i + 1 })}
            value={device.utilisation}
            words={percent}
          />,
          <Bar
            key={`memory ${i}`}
            label={t("submissions.show.deviceMemory", { n: i + 1 })}
            value={device.memoryBytes}
            most={limits.gpuMemoryBytes || undefined}
            words={bytes}
          />,
        ])}
      </dl>
    </div>
  );
}

/** From here on a bar warns that the limit is near. */
const NEAR = 0.9;

type BarProps = {
  label: string;
  value: number | null | undefined;
  most?: number | undefined;
  words: (value: number) => string;
};

function Bar({ label, value, most, words }: BarProps) {
  const { t } = useTranslation();
  const share = value == null || !most ? null : value / most;
  return (
    <div className="flex flex-col gap-1.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="flex flex-col gap-2">
        <span className="font-display text-xl font-semibold tabular-nums">
          {value == null ? t("submissions.show.unknown") : words(value)}
          {most !== undefined && (
            <span className="pl-2 font-sans text-sm font-normal text-muted">
              {t("submissions.show.ofLimit", { limit: words(most) })}
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
