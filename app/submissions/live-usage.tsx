import type { SerializeFrom } from "@remix-run/node";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Limits } from "../../judge/contract/limits.ts";
import { Section } from "../ui/page.tsx";
import type { usageNow } from "./queries.server.ts";
import { UsageNow } from "./usage-bars.tsx";

/** The judge measures about as often. */
const ASK_AGAIN_MS = 2000;
type Answer = { runs: SerializeFrom<NonNullable<Awaited<ReturnType<typeof usageNow>>>> };

/** What the runs at work use now beside their limits; nothing until something was measured. */
export function LiveUsage({ id, runs }: { id: string; runs: { id: string; limits: Limits }[] }) {
  const { t } = useTranslation();
  const { data, load } = useFetcher<Answer>();
  useEffect(() => {
    const ask = () => load(`/submissions/${id}/usage`);
    ask();
    const timer = setInterval(ask, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [id, load]);
  const shown = (data?.runs ?? []).flatMap((now) => {
    const run = runs.find((one) => one.id === now.runId);
    return run ? [{ now, limits: run.limits }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <Section title={t("submissions.show.usesNow")}>
      {shown.map(({ now, limits }) => (
        <UsageNow
          key={now.runId}
          title={t(now.step === "scoring" ? "submissions.show.scoringStep" : "submissions.show.prediction")}
          now={now}
          limits={limits}
        />
      ))}
    </Section>
  );
}
