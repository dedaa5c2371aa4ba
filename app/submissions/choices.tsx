import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import type { Shown } from "./queries.server.ts";

/** What a team decides about a scored submission: whether it is a final one, and whether everybody may see it. */
export function Choices({ submission, busy }: { submission: Shown; busy: boolean }) {
  const { t } = useTranslation();
  const { maxFinal, endsAt } = submission.phase;
  if (submission.state !== "scored" || !submission.own) return null;
  if (maxFinal === 0 && !submission.mayMakePublic) return null;
  const final = submission.chosenFinalAt !== null;
  const open = endsAt === null || new Date(endsAt) > new Date();
  return (
    <Form method="post" className="flex flex-wrap items-center gap-3">
      {maxFinal > 0 && open && (
        <Button
          type="submit"
          name="intent"
          value={final ? "notFinal" : "final"}
          variant="quiet"
          size="small"
          disabled={busy}
        >
          {t(final ? "submissions.final.takeBack" : "submissions.final.choose")}
        </Button>
      )}
      {(submission.mayMakePublic || submission.isPublic) && (
        <>
          <Button
            type="submit"
            name="intent"
            value={submission.isPublic ? "private" : "public"}
            variant="quiet"
            size="small"
            disabled={busy}
          >
            {t(submission.isPublic ? "submissions.show.makePrivate" : "submissions.show.makePublic")}
          </Button>
          {!submission.isPublic && (
            <span className="text-sm text-muted">{t("submissions.show.publicHint")}</span>
          )}
        </>
      )}
    </Form>
  );
}
