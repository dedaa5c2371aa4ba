import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import type { Shown } from "./queries.server.ts";
import { StateBadge } from "./state-badge.tsx";

/** A submission's state and where one goes from it; `before` is the team's one before, to compare with. */
export function SubmissionActions({
  submission,
  before,
  busy,
}: {
  submission: Shown;
  before: string | null;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const { competition, state, ended } = submission;
  return (
    <>
      <StateBadge state={state} />
      {submission.chosenFinalAt && submission.sight !== "public" && (
        <Badge tone="info">{t("submissions.final.chosen")}</Badge>
      )}
      {submission.isPublic && <Badge tone="neutral">{t("submissions.show.isPublic")}</Badge>}
      {!ended && submission.sight !== "public" && (
        <Form method="post">
          <Button type="submit" name="intent" value="cancel" variant="danger" size="small" disabled={busy}>
            {t("submissions.show.cancel")}
          </Button>
        </Form>
      )}
      {ended && submission.own && (
        <LinkButton
          to={`/competitions/${competition.slug}/submit?entry=${submission.entryId}`}
          variant="primary"
          size="small"
        >
          {t("submissions.show.submitAgain")}
        </LinkButton>
      )}
      {before && (
        <LinkButton to={`/submissions/compare?a=${before}&b=${submission.id}`} variant="quiet" size="small">
          {t("submissions.show.compareWith")}
        </LinkButton>
      )}
      {ended && submission.sight === "organiser" && (
        <LinkButton
          to={`/competitions/${competition.slug}/manage/rejudges?count=1&numbers=${submission.number}`}
          variant="quiet"
          size="small"
        >
          {t("submissions.show.judgeAgain")}
        </LinkButton>
      )}
      {submission.sight !== "public" && (
        <LinkButton
          to={
            submission.own
              ? `/competitions/${competition.slug}/submissions?entry=${submission.entryId}`
              : `/competitions/${competition.slug}/manage/submissions`
          }
          variant="quiet"
          size="small"
        >
          {t("submissions.show.back")}
        </LinkButton>
      )}
    </>
  );
}
