import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { queuePlace } from "../../judging/queries.server.ts";
import { addToBoard, boardChoice, takeOffBoard } from "../../leaderboards/add-to-board.server.ts";
import { BoardChoice } from "../../leaderboards/board-choice.tsx";
import { useSubmission } from "../../live/use-live.tsx";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes, formatDuration, formatScore, localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { cancel } from "../cancel.server.ts";
import { follow } from "../follow-log.ts";
import { LogView } from "../log-view.tsx";
import { logTails, submissionById } from "../queries.server.ts";
import { StateBadge } from "../state-badge.tsx";
import { lastLines } from "../strip-control.ts";
import { Timeline } from "../timeline.tsx";

/** Safety net under the live connection: how often an unfinished submission is looked at again. */
const LOOK_AGAIN_MS = 2000;
const LAST_LINES = 12;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `#${data.submission.number} · Podium` : "Podium" },
  { name: "robots", content: "noindex" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const id = params.id ?? "";
  const submission = (await submissionById(viewer, id)) ?? notFound();
  const [tails, queue, choice] = await Promise.all([
    logTails(viewer, id),
    submission.state === "queued" ? queuePlace(id, new Date()) : null,
    boardChoice(viewer, id),
  ]);
  return { submission, tails: tails ?? [], queue, choice };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const asked = { viewer, submissionId: params.id ?? "", now: new Date() };
  const intent = (await request.formData()).get("intent");
  const command = intent === "add" ? addToBoard : intent === "remove" ? takeOffBoard : cancel;
  const outcome = await command(asked);
  return outcome.ok ? null : respond(outcome.refusal);
}

export default function ShowSubmission() {
  const { submission, tails, queue, choice } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const sentence = useSentence();
  const { locale } = useRoot();
  const { revalidate } = useRevalidator();
  const { competition, state, cause, ended } = submission;

  const { connection, log } = useSubmission(submission.id);

  useEffect(() => {
    // The place in the queue changes without a word about this submission.
    if (ended || (connection === "live" && state !== "queued")) return;
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [ended, connection, state, revalidate]);
  const followed = follow(tails, log);

  const current = submission.runs.find((run) => run.state === "running") ?? submission.runs[0];
  const blamed = submission.runs.find((run) => run.cause === cause) ?? current;
  const loudest = followed
    .filter((tail) => tail.attemptId === blamed?.attempt?.id && tail.text.trim() !== "")
    .sort((a, b) => Number(b.stream.endsWith("stderr")) - Number(a.stream.endsWith("stderr")))[0];
  const files = submission.runs.flatMap((run) =>
    (run.attempt?.artifacts ?? []).map((file) => ({ ...file, runId: run.id, taskName: run.taskName })),
  );
  const several = submission.runs.length > 1;
  const names = {
    prediction_output: t("submissions.show.predictionOutput"),
    scoring_output: t("submissions.show.scoringOutput"),
    detailed_results: t("submissions.show.detailed"),
  };

  return (
    <Page
      eyebrow={
        <Link to={`/competitions/${competition.slug}`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t("submissions.show.title", { number: submission.number })}
      lead={`${submission.teamName} · ${localized(submission.phase.name, locale)}`}
      actions={
        <>
          <StateBadge state={state} />
          {!ended && (
            <Form method="post">
              <Button type="submit" variant="danger" size="small" disabled={busy}>
                {t("submissions.show.cancel")}
              </Button>
            </Form>
          )}
          {ended && submission.own && (
            <LinkButton to={`/competitions/${competition.slug}/submit`} variant="primary" size="small">
              {t("submissions.show.submitAgain")}
            </LinkButton>
          )}
          <LinkButton to={`/competitions/${competition.slug}/submissions`} variant="quiet" size="small">
            {t("submissions.show.back")}
          </LinkButton>
        </>
      }
    >
      {refusal && <FormError>{sentence(refusal)}</FormError>}
      <div aria-live="polite" className="flex flex-col gap-6">
        <Timeline state={state} step={current?.attempt?.step ?? null} />
        {queue && (
          <Alert
            tone="info"
            title={
              queue.place === 1
                ? t("submissions.show.nextInLine")
                : t("submissions.show.inLine", { place: queue.place })
            }
          >
            {t(`submissions.show.${queue.waitingFor}`)}
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
              <p className="break-words">{blamed.attempt.detail}</p>
            )}
          </Alert>
        )}
      </div>
      {state === "failed" && loudest && (
        <Section title={t("submissions.show.lastLines")}>
          <pre className="overflow-x-auto whitespace-pre-wrap break-words rounded-2xl bg-sunken p-5 font-mono text-sm">
            {lastLines(loudest.text, LAST_LINES)}
          </pre>
        </Section>
      )}
      {choice && <BoardChoice {...choice} busy={busy} />}
      {submission.runs.some((run) => run.scores.length > 0) && (
        <Section title={t("submissions.show.result")}>
          <Table caption={t("submissions.show.result")}>
            <thead>
              <tr>
                {several && <Th>{t("submissions.show.task")}</Th>}
                <Th>{t("submissions.show.metric")}</Th>
                <Th numeric>{t("submissions.show.score")}</Th>
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
                  </Tr>
                )),
              )}
            </tbody>
          </Table>
        </Section>
      )}
      {files
        .filter((file) => file.kind === "detailed_results")
        .map((file) => (
          <Section key={file.runId} title={t("submissions.show.detailed")}>
            <iframe
              sandbox=""
              title={t("submissions.show.detailed")}
              src={`/submissions/${submission.id}/files/detailed_results?run=${file.runId}`}
              className="h-[36rem] w-full rounded-2xl border border-line bg-white"
            />
          </Section>
        ))}
      <Section title={t("submissions.show.log")}>
        {submission.logsHidden ? (
          <p className="text-muted">{t("submissions.show.hiddenLog")}</p>
        ) : (
          <LogView tails={followed} />
        )}
      </Section>
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
              const unknown = t("submissions.show.unknown");
              const { cpuMs, peakMemoryBytes } = used;
              return (
                <div key={step} className="flex flex-col gap-3">
                  <h3 className="font-semibold">
                    {t(
                      step === "prediction" ? "submissions.show.prediction" : "submissions.show.scoringStep",
                    )}
                  </h3>
                  <dl className="grid grid-cols-1 gap-5 sm:grid-cols-3">
                    <Stat label={t("submissions.show.wall")} value={formatDuration(used.wallMs)} />
                    <Stat
                      label={t("submissions.show.cpu")}
                      value={cpuMs === null ? unknown : formatDuration(cpuMs)}
                    />
                    <Stat
                      label={t("submissions.show.memory")}
                      value={peakMemoryBytes === null ? unknown : formatBytes(peakMemoryBytes, locale)}
                    />
                  </dl>
                </div>
              );
            })}
          </Section>
        ))}
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
          {files.map((file) => (
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
      <Section title={t("submissions.show.details")}>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
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
          {submission.note && (
            <>
              <dt className="text-muted">{t("submissions.show.note")}</dt>
              <dd className="whitespace-pre-wrap break-words">{submission.note}</dd>
            </>
          )}
        </dl>
        {!submission.counts && <p className="text-muted">{t("submissions.show.costsNothing")}</p>}
      </Section>
    </Page>
  );
}
