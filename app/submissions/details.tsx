import { Form } from "@remix-run/react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { useSentence } from "../ui/use-sentence.tsx";
import type { Refusal } from "../web/outcome.ts";
import type { Shown } from "./queries.server.ts";

type Props = { submission: Shown; refusal: Refusal | undefined; busy: boolean };

/** When, by whom and with which answers it was submitted; its team changes the note here. */
export function Details({ submission, refusal, busy }: Props) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { competition } = submission;
  return (
    <Section title={t("submissions.show.details")}>
      <dl className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-2 max-sm:[&>dd]:pb-3">
        <dt className="text-muted">{t("submissions.list.at")}</dt>
        <dd>
          <Time at={submission.submittedAt} timeZone={competition.timeZone} withOwn />
        </dd>
        <dt className="text-muted">{t("submissions.list.file")}</dt>
        <dd className="break-all">{submission.fileName}</dd>
        {submission.personName && (
          <>
            <dt className="text-muted">{t("submissions.show.by")}</dt>
            <dd>{submission.personName}</dd>
          </>
        )}
        {submission.note && !submission.own && (
          <>
            <dt className="text-muted">{t("submissions.show.note")}</dt>
            <dd className="whitespace-pre-wrap break-words">{submission.note}</dd>
          </>
        )}
        {submission.facts.map(({ key, title, answer }) => (
          <Fragment key={key}>
            <dt className="text-muted">{title}</dt>
            <dd className="whitespace-pre-wrap break-words">
              {typeof answer === "boolean"
                ? t(answer ? "submissions.show.yes" : "submissions.show.no")
                : answer || "–"}
            </dd>
          </Fragment>
        ))}
      </dl>
      {submission.own && (
        <Form method="post" className="flex max-w-xl flex-col items-start gap-3">
          <div className="w-full">
            <TextArea
              key={submission.note}
              name="note"
              rows={3}
              maxLength={2000}
              label={t("submissions.show.note")}
              hint={t("submissions.submit.noteHint")}
              defaultValue={submission.note ?? ""}
              error={refusal?.field === "note" ? sentence(refusal) : undefined}
            />
          </div>
          <Button type="submit" name="intent" value="note" variant="quiet" size="small" disabled={busy}>
            {t("submissions.show.editNote")}
          </Button>
        </Form>
      )}
      {submission.refundReason ? (
        <Alert tone="good">{t("submissions.show.refunded", { reason: submission.refundReason })}</Alert>
      ) : (
        !submission.counts && <p className="text-muted">{t("submissions.show.costsNothing")}</p>
      )}
    </Section>
  );
}
