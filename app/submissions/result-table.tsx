import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Section } from "../ui/page.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatScore, localized } from "../web/format.ts";
import type { Shown } from "./queries.server.ts";

/** The scores that the viewer may see, and the team's rank on the board; nothing while there are none. */
export function ResultTable({ submission, place }: { submission: Shown; place: number | null }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { competition } = submission;
  const several = submission.runs.length > 1;
  if (submission.runs.every((run) => run.scores.length === 0)) return null;
  return (
    <Section title={t("submissions.show.result")}>
      <Table caption={t("submissions.show.result")}>
        <thead>
          <tr>
            {several && <Th>{t("submissions.show.task")}</Th>}
            <Th>{t("submissions.show.metric")}</Th>
            <Th numeric>{t("submissions.show.score")}</Th>
            <Th>{t("submissions.show.direction")}</Th>
          </tr>
        </thead>
        <tbody>
          {submission.runs.flatMap((run) =>
            run.scores.map((score) => (
              <Tr key={`${run.id} ${score.key}`}>
                {several && <Td>{localized(run.taskName, locale)}</Td>}
                <Td>{score.title}</Td>
                <Td numeric className="font-display text-lg font-semibold">
                  <span title={score.value}>{formatScore(score.value, score.precision)}</span>
                </Td>
                <Td className="text-sm text-muted">
                  {t(score.sorting === "desc" ? "submissions.show.better" : "submissions.show.lower")}
                </Td>
              </Tr>
            )),
          )}
        </tbody>
      </Table>
      {place !== null && (
        <p>
          <Link
            to={`/competitions/${competition.slug}/leaderboard?phase=${submission.phase.position}`}
            className="font-semibold text-accent hover:underline"
          >
            {t("submissions.show.teamRank", { rank: place })}
          </Link>
        </p>
      )}
    </Section>
  );
}
