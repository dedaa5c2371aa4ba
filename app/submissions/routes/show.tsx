import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { queuePlace } from "../../judging/queue-place.server.ts";
import { reproduce } from "../../judging/reproduce.server.ts";
import { reproductionsOf } from "../../judging/reproductions.server.ts";
import { addToBoard, boardChoice, takeOffBoard } from "../../leaderboards/add-to-board.server.ts";
import { BoardChoice } from "../../leaderboards/board-choice.tsx";
import { boardFor } from "../../leaderboards/queries.server.ts";
import { useSubmission } from "../../live/use-live.tsx";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import type { Viewer } from "../../people/viewer.ts";
import { Alert } from "../../ui/alert.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import type { Outcome } from "../../web/outcome.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { cancel } from "../cancel.server.ts";
import { changeNote, makePublic } from "../change-submission.server.ts";
import { Choices } from "../choices.tsx";
import { chooseFinal } from "../choose-final.server.ts";
import { Details } from "../details.tsx";
import { DetailedResults, Downloads } from "../downloads.tsx";
import { follow } from "../follow-log.ts";
import { HowItRanSections } from "../how-it-ran.tsx";
import { LiveUsage } from "../live-usage.tsx";
import { logTails } from "../log-queries.server.ts";
import { LogView } from "../log-view.tsx";
import { submissionBefore, submissionById, usualMs } from "../queries.server.ts";
import { Resources } from "../resources.tsx";
import { ResultTable } from "../result-table.tsx";
import { RunAgain } from "../run-again.tsx";
import { StateAlerts } from "../state-alerts.tsx";
import { stepTimes } from "../step-times.ts";
import { lastLines } from "../strip-control.ts";
import { SubmissionActions } from "../submission-actions.tsx";
import { Timeline } from "../timeline.tsx";
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
  const [tails, queue, usual, choice, before, place, again] = await Promise.all([
    logTails(viewer, id),
    state === "queued" && sight !== "public" ? queuePlace(id, now) : null,
    submission.ended ? null : usualMs(submission.phase.id),
    boardChoice(viewer, id),
    sight === "public" ? null : submissionBefore(submission.entryId, submission.number),
    state === "scored" && submission.own
      ? placeOnBoard(viewer, submission.competition.slug, submission.phase.position, submission.entryId, now)
      : null,
    submission.ended && submission.organises ? reproductionsOf(viewer, id) : null,
  ]);
  return { submission, tails: tails ?? [], queue, usual, choice, before, place, again, now };
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
function commandOf(form: FormData): (asked: Asked) => Promise<Outcome<unknown>> {
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
    case "reproduce":
      return reproduce;
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
    again,
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

  const runsAgain = again?.some((run) => run.state === "queued" || run.state === "running") ?? false;
  const { connection, log } = useSubmission(submission.id);

  useEffect(() => {
    // The place in the queue changes without a word about this submission.
    if ((ended && !runsAgain) || (connection === "live" && state !== "queued" && followLogs && !runsAgain))
      return;
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [ended, runsAgain, connection, state, followLogs, revalidate]);
  const followed = follow(tails, log);

  const current = submission.runs.find((run) => run.state === "running") ?? submission.runs[0];
  const blamed = submission.runs.find((run) => run.cause === cause) ?? current;
  const loudest = followed
    .filter((tail) => tail.attemptId === blamed?.attempt?.id && tail.text.trim() !== "")
    .sort((a, b) => Number(b.stream.endsWith("stderr")) - Number(a.stream.endsWith("stderr")))[0];

  // A short log stands below as a whole.
  const lastOf = (lines: number) => lastLines(loudest?.text ?? "", lines);
  const isLong = lastOf(LAST_LINES + 1) !== lastOf(LAST_LINES);

  return (
    <Page
      eyebrow={
        <Link to={`/competitions/${competition.slug}`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t("submissions.show.title", { number: submission.number })}
      lead={`${submission.teamName} · ${localized(submission.phase.name, locale)}`}
      actions={<SubmissionActions submission={submission} before={before} busy={busy} />}
    >
      {refusal && refusal.field !== "note" && <FormError>{sentence(refusal)}</FormError>}
      <div aria-live="polite" className="flex flex-col gap-6">
        <Timeline state={state} step={current?.attempt?.step ?? null} times={stepTimes(submission, now)} />
        <StateAlerts submission={submission} queue={queue} usual={usual} current={current} blamed={blamed} />
      </div>
      {state === "failed" && isLong && (
        <Section title={t("submissions.show.lastLines")}>
          <pre className="overflow-x-auto whitespace-pre-wrap break-words rounded-2xl bg-sunken p-5 font-mono text-sm">
            {lastOf(LAST_LINES)}
          </pre>
        </Section>
      )}
      {choice && <BoardChoice {...choice} busy={busy} />}
      <ResultTable submission={submission} place={place} />
      {state === "scored" && submission.privateLater && (
        <p className="text-muted">{t("submissions.show.privateLater")}</p>
      )}
      {submission.frozen && <Alert tone="info">{t("submissions.show.frozenLater")}</Alert>}
      <Choices submission={submission} busy={busy} />
      <DetailedResults submission={submission} />
      {state === "running" && submission.sight !== "public" && (
        <LiveUsage id={submission.id} runs={submission.runs} />
      )}
      <Section title={t("submissions.show.log")}>
        {submission.logsHidden ? (
          <p className="text-muted">{t("submissions.show.hiddenLog")}</p>
        ) : (
          <LogView tails={followed} ended={submission.ended} />
        )}
      </Section>
      <Resources submission={submission} />
      <Downloads submission={submission} />
      <HowItRanSections submission={submission} />
      {again && submission.runs.some((run) => run.attempt?.how) && (
        <RunAgain
          again={again}
          several={submission.runs.length > 1}
          timeZone={competition.timeZone}
          busy={busy}
        />
      )}
      <Details submission={submission} refusal={refusal} busy={busy} />
    </Page>
  );
}
