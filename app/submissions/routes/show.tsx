import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction, SerializeFrom } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { Fragment, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { queuePlace } from "../../judging/queue-place.server.ts";
import { addToBoard, boardChoice, takeOffBoard } from "../../leaderboards/add-to-board.server.ts";
import { BoardChoice } from "../../leaderboards/board-choice.tsx";
import { boardFor } from "../../leaderboards/queries.server.ts";
import { useSubmission } from "../../live/use-live.tsx";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import type { Viewer } from "../../people/viewer.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError, TextArea } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes, formatDuration, formatScore, localized } from "../../web/format.ts";
import type { Outcome } from "../../web/outcome.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { cancel } from "../cancel.server.ts";
import { changeNote, makePublic } from "../change-submission.server.ts";
import { chooseFinal } from "../choose-final.server.ts";
import { follow } from "../follow-log.ts";
import { LiveUsage } from "../live-usage.tsx";
import { logTails } from "../log-queries.server.ts";
import { LogView } from "../log-view.tsx";
import { submissionBefore, submissionById, usualMs } from "../queries.server.ts";
import { StateBadge } from "../state-badge.tsx";
import { lastLines } from "../strip-control.ts";
import { type StepTimes, Timeline } from "../timeline.tsx";
import { UsageBars } from "../usage-bars.tsx";
import { useNow } from "../use-now.tsx";

/** Safety net under the live connection: how often an unfinished submission is looked at again. */
const LOOK_AGAIN_MS = 2000;
const LAST_LINES = 12;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `#${data.submission.number} · Podium` : "Podium" },
  { name: "robots", content: "noindex" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const id = params.id ?? "";
  const submission = await submissionById(viewer, id);
  if (!submission) {
    // A guest may be somebody who may see it.
    await signedIn(request);
    notFound();
  }
  const now = new Date();
  const { state, sight } = submission;
  const [tails, queue, usual, choice, before, place] = await Promise.all([
    logTails(viewer, id),
    state === "queued" && sight !== "public" ? queuePlace(id, now) : null,
    submission.ended ? null : usualMs(submission.phase.id),
    boardChoice(viewer, id),
    sight === "public" ? null : submissionBefore(submission.entryId, submission.number),
    state === "scored" && submission.own
      ? placeOnBoard(viewer, submission.competition.slug, submission.phase.position, submission.entryId, now)
      : null,
  ]);
  return { submission, tails: tails ?? [], queue, usual, choice, before, place, now };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const asked = { viewer, submissionId: params.id ?? "", now: new Date() };
  const form = await request.formData();
  const outcome = await commandOf(form)(asked);
  return outcome.ok ? null : respond(outcome.refusal);
}

type Asked = { viewer: Awaited<ReturnType<typeof signedIn>>; submissionId: string; now: Date };

/** What the button that was pressed asks for. */
function commandOf(form: FormData): (asked: Asked) => Promise<Outcome<null>> {
  switch (form.get("intent")) {
    case "add":
      return addToBoard;
    case "remove":
      return takeOffBoard;
    case "note":
      return (asked) => changeNote({ ...asked, note: String(form.get("note") ?? "") });
    case "public":
    case "private":
      return (asked) => makePublic({ ...asked, open: form.get("intent") === "public" });
    case "final":
    case "notFinal":
      return (asked) => chooseFinal({ ...asked, final: form.get("intent") === "final" });
    default:
      return cancel;
  }
}

/** The rank of the entry on the phase's board as the viewer may see it. */
async function placeOnBoard(
  viewer: Viewer,
  slug: string,
  phase: number,
  entryId: string,
  now: Date,
): Promise<number | null> {
  const board = await boardFor(viewer, slug, phase, now);
  return board?.mine.find((one) => one.entryId === entryId)?.rank ?? null;
}

export default function ShowSubmission() {
  const {
    submission,
    tails,
    queue,
    usual,
    choice,
    before,
    place,
    now: served,
  } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const sentence = useSentence();
  const { locale } = useRoot();
  const { revalidate } = useRevalidator();
  const { competition, state, cause, ended, followLogs } = submission;
  const now = useNow(served, !ended);

  const { connection, log } = useSubmission(submission.id);

  useEffect(() => {
    // The place in the queue changes without a word about this submission.
    if (ended || (connection === "live" && state !== "queued" && followLogs)) return;
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [ended, connection, state, followLogs, revalidate]);
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
          {submission.chosenFinalAt && submission.sight !== "public" && (
            <Badge tone="info">{t("submissions.final.chosen")}</Badge>
          )}
          {submission.isPublic && <Badge tone="neutral">{t("submissions.show.isPublic")}</Badge>}
          {!ended && submission.sight !== "public" && (
            <Form method="post">
              <Button
                type="submit"
                name="intent"
                value="cancel"
                variant="danger"
                size="small"
                disabled={busy}
              >
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
            <LinkButton
              to={`/submissions/compare?a=${before}&b=${submission.id}`}
              variant="quiet"
              size="small"
            >
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
      }
    >
      {refusal && refusal.field !== "note" && <FormError>{sentence(refusal)}</FormError>}
      <div aria-live="polite" className="flex flex-col gap-6">
        <Timeline state={state} step={current?.attempt?.step ?? null} times={stepTimes(submission, now)} />
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
            {usual !== null && t("submissions.show.usual", { time: formatDuration(usual) })}
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
      )}
      {state === "scored" && submission.privateLater && (
        <p className="text-muted">{t("submissions.show.privateLater")}</p>
      )}
      {submission.frozen && <Alert tone="info">{t("submissions.show.frozenLater")}</Alert>}
      {state === "scored" &&
        submission.own &&
        (submission.phase.maxFinal > 0 || submission.mayMakePublic) && (
          <Choices submission={submission} busy={busy} />
        )}
      {files
        .filter((file) => file.kind === "detailed_results")
        .map((file) => (
          <Section key={file.runId} title={t("submissions.show.detailed")}>
            <iframe
              sandbox=""
              title={t("submissions.show.detailed")}
              src={`/submissions/${submission.id}/files/detailed_results?run=${file.runId}`}
              className="h-[36rem] w-full rounded-2xl border border-line bg-white [color-scheme:light]"
            />
          </Section>
        ))}
      {state === "running" && submission.sight !== "public" && (
        <LiveUsage id={submission.id} runs={submission.runs} />
      )}
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
    </Page>
  );
}

type Shown = SerializeFrom<typeof loader>["submission"];

/** How long each step took: what the judge measured, and what the clock says of those that go on. */
function stepTimes({ submittedAt, startedAt, finishedAt, runs, ended }: Shown, now: Date): StepTimes {
  const at = (moment: string | Date | null) => (moment ? new Date(moment).getTime() : null);
  const began = at(startedAt);
  const from = at(submittedAt) ?? now.getTime();
  const until = at(finishedAt) ?? now.getTime();
  const wall = (step: "prediction" | "scoring") => {
    const its = runs.flatMap((run) => run.attempt?.facts?.[step]?.wallMs ?? []);
    return its.length === 0 ? null : its.reduce((all, ms) => all + ms, 0);
  };
  return {
    queued: Math.max(0, (began ?? until) - from),
    predicting: wall("prediction") ?? (ended || began === null ? null : Math.max(0, until - began)),
    scoring: wall("scoring"),
    done: ended && began !== null ? Math.max(0, until - began) : null,
  };
}

/** What a team decides about a scored submission: whether it is a final one, and whether everybody may see it. */
function Choices({ submission, busy }: { submission: Shown; busy: boolean }) {
  const { t } = useTranslation();
  const { maxFinal, endsAt } = submission.phase;
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

/** When it will probably start: in whole minutes, since nobody knows it better. */
function Start({ fromS, untilS }: { fromS: number; untilS: number }) {
  const { t } = useTranslation();
  const until = Math.ceil(untilS / 60);
  if (until <= 1) return t("submissions.show.startsSoon");
  return t("submissions.show.startsIn", { from: Math.max(1, Math.floor(fromS / 60)), until });
}
