import type { SerializeFrom } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import type { queuePlace } from "../judging/queue-place.server.ts";
import { Alert } from "../ui/alert.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatDuration } from "../web/format.ts";
import type { Shown } from "./queries.server.ts";

type Run = Shown["runs"][number];
type Props = {
  submission: Shown;
  queue: SerializeFrom<typeof queuePlace> | null;
  /** Milliseconds that judging usually takes in the phase. */
  usual: number | null;
  /** The run at work. */
  current: Run | undefined;
  /** The run that the cause is of. */
  blamed: Run | undefined;
};

/** What a team is told of where its submission stands: held, its place in line, tried again, how it ended. */
export function StateAlerts({ submission, queue, usual, current, blamed }: Props) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { state, cause, ended } = submission;
  return (
    <>
      {state === "held" && (
        <Alert tone="info" title={t("submissions.show.heldTitle")}>
          {t("submissions.show.held")}
        </Alert>
      )}
      {queue && (
        <Alert
          tone="info"
          title={
            queue.place === 1
              ? t("submissions.show.nextInLine")
              : t("submissions.show.inLine", { place: queue.place })
          }
        >
          {queue.waitingFor === "busy"
            ? t("submissions.show.busyWith", { count: queue.atWork })
            : queue.waitingFor === "teamLimit"
              ? t("submissions.show.teamLimitOf", { count: queue.ofTeam })
              : queue.waitingFor === "noLabel"
                ? t("submissions.show.noLabel", { labels: queue.labels.join(", ") })
                : t(`submissions.show.${queue.waitingFor}`)}{" "}
          {queue.estimate && queue.estimate.untilS > 0 && <Start {...queue.estimate} />}{" "}
          {usual !== null && t("submissions.show.usual", { time: formatDuration(usual, locale) })}
        </Alert>
      )}
      {current?.attempt && current.attempt.number > 1 && !ended && (
        <Alert tone="warn">{t("submissions.show.attempts", { number: current.attempt.number })}</Alert>
      )}
      {cause && (
        <Alert
          tone={state === "scored" ? "good" : state === "failed" ? "bad" : "warn"}
          title={t(`submissions.causes.${cause}`)}
        >
          {blamed?.attempt?.detail && state === "failed" && (
            // The judge's own words, whatever the reader's language.
            <p lang="en" className="break-words font-mono text-sm">
              {blamed.attempt.detail}
            </p>
          )}
        </Alert>
      )}
    </>
  );
}

/** When it will probably start: in whole minutes, since nobody knows it better. */
function Start({ fromS, untilS }: { fromS: number; untilS: number }) {
  const { t } = useTranslation();
  const until = Math.ceil(untilS / 60);
  if (until <= 1) return t("submissions.show.startsSoon");
  return t("submissions.show.startsIn", { from: Math.max(1, Math.floor(fromS / 60)), until });
}
