import type { SerializeFrom } from "@remix-run/node";
import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Compared } from "../judging/compare-runs.ts";
import type { Reproduction } from "../judging/reproductions.server.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";

type Props = { again: SerializeFrom<Reproduction>[]; several: boolean; timeZone: string; busy: boolean };

/** Where organisers run a submission again with what was recorded, and read what came out otherwise. */
export function RunAgain({ again, several, timeZone, busy }: Props) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const open = again.some((run) => run.state === "queued" || run.state === "running");
  return (
    <Section
      title={t("submissions.again.title")}
      actions={
        <Form method="post" preventScrollReset>
          <Button type="submit" name="intent" value="reproduce" size="small" disabled={busy || open}>
            {t("submissions.again.start")}
          </Button>
        </Form>
      }
    >
      <p className="max-w-3xl text-muted">{t("submissions.again.hint")}</p>
      {again.length === 0 ? (
        <p className="text-muted">{t("submissions.again.none")}</p>
      ) : (
        <ol aria-live="polite" className="flex flex-col gap-5">
          {again.map((run) => (
            <li key={run.id} className="flex flex-col gap-2">
              <p className="text-sm text-muted">
                <Time at={run.queuedAt} timeZone={timeZone} />
                {several && ` · ${localized(run.taskName, locale)}`}
              </p>
              <Came run={run} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Came({ run: { state, cause, compared } }: { run: SerializeFrom<Reproduction> }) {
  const { t } = useTranslation();
  if (state === "queued") return <p>{t("submissions.again.waits")}</p>;
  if (state === "running") return <p>{t("submissions.again.runs")}</p>;
  if (!compared)
    return (
      <Alert tone="warn">
        {t("submissions.again.notComparable", { cause: cause ? t(`submissions.causes.${cause}`) : "–" })}
      </Alert>
    );
  return <Differences compared={compared} />;
}

function Differences({ compared: { result, circumstances } }: { compared: Compared }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert tone={result.length === 0 ? "good" : "warn"}>
        {result.length === 0
          ? t("submissions.again.same")
          : t("submissions.again.differs", { count: result.length })}
        {result.length > 0 && (
          <ul className="list-disc pl-5">
            {result.map(({ kind, ...values }) => (
              <li key={kind + values.subject} className="break-all">
                {t(`submissions.again.result.${kind}`, values)}
              </li>
            ))}
          </ul>
        )}
      </Alert>
      {circumstances.length > 0 && (
        <div className="text-sm text-muted">
          <p>{t("submissions.again.beside")}</p>
          <ul className="list-disc pl-5">
            {circumstances.map(({ kind, ...values }) => (
              <li key={kind} className="break-all">
                {t(`submissions.again.circumstances.${kind}`, values)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
