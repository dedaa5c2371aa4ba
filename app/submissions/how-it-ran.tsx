import { useTranslation } from "react-i18next";
import type { Limits } from "../../judge/contract/limits.ts";
import { Section } from "../ui/page.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatDuration, localized } from "../web/format.ts";
import type { HowItRan } from "./how-it-ran.ts";
import type { Shown } from "./queries.server.ts";

/** What each run ran on, for whoever wants to run it again; nothing where it was not recorded. */
export function HowItRanSections({ submission }: { submission: Shown }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const several = submission.runs.length > 1;
  return submission.runs.map((run) => {
    const how = run.attempt?.how;
    if (!how) return null;
    const task = localized(run.taskName, locale);
    return (
      <Section
        key={run.id}
        title={several ? t("submissions.how.titleOf", { task }) : t("submissions.how.title")}
      >
        <p className="max-w-3xl text-muted">{t("submissions.how.hint")}</p>
        <Recorded how={how} />
      </Section>
    );
  });
}

function Recorded({ how }: { how: HowItRan }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const limits = useLimits(how.limits);
  const { organisers } = how;
  const lines: [string, string | null | undefined][] = [
    [t("submissions.how.imageNamed"), how.imageNamed ?? t("submissions.how.builtIn")],
    [t("submissions.how.image"), how.image],
    [t("submissions.how.submittedImage"), how.submittedImageId],
    [t("submissions.how.taskVersion"), String(how.taskVersion)],
    [t("submissions.how.seed"), String(how.seed)],
    [t("submissions.how.limits"), limits],
    [t("submissions.how.devices"), how.devices],
    [t("submissions.how.processor"), how.processor],
    [t("submissions.how.machineMemory"), formatBytes(how.memoryBytes, locale)],
    [t("submissions.how.engine"), how.engine],
    [t("submissions.how.runtime"), how.runtime],
    [t("submissions.how.kernel"), how.kernel],
    [t("submissions.how.podium"), how.podium],
    [t("submissions.how.host"), organisers?.host],
    [t("submissions.how.submission"), how.submission.sha256],
    [t("submissions.how.prediction"), how.predictionDigest],
    [t("submissions.how.scoringProgram"), organisers?.scoringProgram.sha256],
    [t("submissions.how.ingestionProgram"), organisers?.ingestionProgram?.sha256],
    [t("submissions.how.inputData"), organisers?.inputData?.sha256],
    [t("submissions.how.referenceData"), organisers?.referenceData?.sha256],
    [t("submissions.how.scoring"), organisers?.scoringDigest],
  ];
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[auto_1fr]">
      {lines.map(([label, value]) =>
        value ? (
          <div key={label} className="contents">
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="min-w-0 break-all font-mono text-sm">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** The limits in force in one line. */
function useLimits({ wallS, cpuS, cpus, memoryBytes, pids, outputBytes, gpus }: Limits): string {
  const { t } = useTranslation();
  const { locale } = useRoot();
  return [
    t("submissions.how.limitsLine", {
      wall: formatDuration(wallS * 1000, locale),
      cpus: new Intl.NumberFormat(locale).format(cpus),
      memory: formatBytes(memoryBytes, locale),
      pids: new Intl.NumberFormat(locale).format(pids),
      output: formatBytes(outputBytes, locale),
    }),
    ...(cpuS ? [t("submissions.how.limitsCpu", { time: formatDuration(cpuS * 1000, locale) })] : []),
    ...(gpus > 0 ? [t("submissions.how.limitsGpus", { n: gpus })] : []),
  ].join(" · ");
}
