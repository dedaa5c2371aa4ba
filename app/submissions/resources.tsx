import { useTranslation } from "react-i18next";
import { Section } from "../ui/page.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import type { Shown } from "./queries.server.ts";
import { UsageBars } from "./usage-bars.tsx";

/** What each run's steps used of what they may. */
export function Resources({ submission }: { submission: Shown }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const several = submission.runs.length > 1;
  return (
    <>
      {submission.runs
        .filter((run) => run.attempt?.facts)
        .map((run) => (
          <Section
            key={run.id}
            title={
              several
                ? `${t("submissions.show.resources")} · ${localized(run.taskName, locale)}`
                : t("submissions.show.resources")
            }
          >
            {(["prediction", "scoring"] as const).map((step) => {
              const used = run.attempt?.facts?.[step];
              if (!used) return null;
              return (
                <UsageBars
                  key={step}
                  title={t(
                    step === "prediction" ? "submissions.show.prediction" : "submissions.show.scoringStep",
                  )}
                  used={used}
                  limits={run.limits}
                />
              );
            })}
          </Section>
        ))}
    </>
  );
}
