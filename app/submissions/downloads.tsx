import { useTranslation } from "react-i18next";
import { LinkButton } from "../ui/button.tsx";
import { Section } from "../ui/page.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes } from "../web/format.ts";
import type { Shown } from "./queries.server.ts";

/** What the runs left that the viewer may have. */
const filesOf = (submission: Shown) =>
  submission.runs.flatMap((run) =>
    (run.attempt?.artifacts ?? []).map((file) => ({ ...file, runId: run.id })),
  );

/** The submission itself and what its runs left, to download. */
export function Downloads({ submission }: { submission: Shown }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const names = {
    prediction_output: t("submissions.show.predictionOutput"),
    scoring_output: t("submissions.show.scoringOutput"),
    detailed_results: t("submissions.show.detailed"),
  };
  return (
    <Section title={t("submissions.show.downloads")}>
      <ul className="flex flex-wrap gap-3">
        <li>
          <LinkButton
            reloadDocument
            variant="quiet"
            size="small"
            to={`/submissions/${submission.id}/files/submission`}
          >
            {t("submissions.show.submissionFile")}
          </LinkButton>
        </li>
        {filesOf(submission).map((file) => (
          <li key={`${file.runId} ${file.kind}`}>
            <LinkButton
              reloadDocument
              variant="quiet"
              size="small"
              to={`/submissions/${submission.id}/files/${file.kind}?run=${file.runId}&download=1`}
            >
              {names[file.kind]} ({formatBytes(file.size, locale)})
            </LinkButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Pages that the scorers wrote: shown without scripts, and from no origin. */
export function DetailedResults({ submission }: { submission: Shown }) {
  const { t } = useTranslation();
  return (
    <>
      {filesOf(submission)
        .filter((file) => file.kind === "detailed_results")
        .map((file) => (
          <Section key={file.runId} title={t("submissions.show.detailed")}>
            <iframe
              sandbox=""
              title={t("submissions.show.detailed")}
              src={`/submissions/${submission.id}/files/detailed_results?run=${file.runId}`}
              className="h-[36rem] w-full rounded-2xl border border-line"
            />
          </Section>
        ))}
    </>
  );
}
