import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { discardRejudge, retryRejudge } from "../../judging/end-rejudge.server.ts";
import { FATES, type Fate } from "../../judging/rejudge-fates.ts";
import { rejudgeById, rejudgedRuns } from "../../judging/rejudge-queries.server.ts";
import { RejudgeBadge } from "../../judging/rejudge-state.tsx";
import { Alert } from "../../ui/alert.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Checkbox, FormError } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Stat } from "../../ui/stat.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatScore, formatTime, localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { approveRejudge } from "../approve-rejudge.server.ts";
import { draftProgress } from "../board-drafts.server.ts";
import { draftRejudgeAnnouncement } from "../draft-rejudge-announcement.server.ts";
import { RejudgeBoard } from "../rejudge-board.tsx";
import { rejudgePreview } from "../rejudge-preview.server.ts";

const LOOK_AGAIN_MS = 3_000;
const UNCONFIRMED = refused("invalid", "judging.refusals.confirmApproval", { field: "confirm" });

export const handle = { title: "manage.sections.rejudges" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const id = params.id ?? "";
  const found = await rejudgeById(viewer, id);
  if (found?.slug !== competition.slug) notFound();
  const page = Math.max(1, Math.trunc(Number(new URL(request.url).searchParams.get("page") ?? 1)) || 1);
  const fates = found.fates as Record<Fate, number> | null;
  const changed = fates ? await rejudgedRuns(id, page) : { runs: [], pages: 1 };
  const drafted = found.state === "approving" ? await draftProgress(id) : null;
  const { boards = [], computing = false } = (await rejudgePreview(viewer, id, { page, now })) ?? {};
  return {
    competition: {
      slug: competition.slug,
      title: competition.title,
      timeZone: competition.timeZone,
      tasks: competition.tasks.map(({ position, name }) => ({ position, name })),
      metrics: competition.metrics.map(({ id: metricId, title, precision }) => ({
        metricId,
        title,
        precision,
      })),
    },
    rejudge: found,
    fates,
    drafted,
    boards,
    computing,
    changed: changed.runs,
    page,
    pages: Math.max(changed.pages, ...boards.map((board) => board.pages)),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, now } = await managed(request, params.slug);
  const asked = { viewer, rejudgeId: params.id ?? "", now };
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "announce") {
    const drafted = await draftRejudgeAnnouncement(asked);
    if (!drafted.ok) return respond(drafted.refusal);
    throw redirect(`/competitions/${params.slug}/manage/talk/announcements/${drafted.value.id}`);
  }
  const decide = { approve: approveRejudge, discard: discardRejudge, retry: retryRejudge }[String(intent)];
  if (!decide) notFound();
  if (intent === "approve" && form.get("confirm") === null) return respond(UNCONFIRMED.refusal);
  const decided = await decide(asked);
  return decided.ok ? { refusal: null } : respond(decided.refusal);
}

export default function ShowRejudge() {
  const { competition, rejudge, fates, boards, computing, changed, page, pages } =
    useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const count = useCount();
  const { state } = rejudge;
  const comparing = computing || (fates === null && state === "ready");
  useFollow(state === "preparing" || state === "running" || state === "approving" || comparing);
  return (
    <ManagePage competition={competition} section="rejudges">
      <header className="flex flex-col gap-3">
        <Link
          to={`/competitions/${competition.slug}/manage/rejudges`}
          className="text-sm font-semibold text-accent hover:underline"
        >
          {t("judging.rejudges.back")}
        </Link>
        <p className="flex flex-wrap items-center gap-3">
          <RejudgeBadge state={state} />
          <span className="text-muted">
            <Time at={rejudge.createdAt} timeZone={competition.timeZone} />
            {rejudge.createdBy && ` · ${rejudge.createdBy}`}
          </span>
        </p>
        <p className="max-w-3xl whitespace-pre-line text-pretty text-lg [overflow-wrap:anywhere]">
          {rejudge.reason}
        </p>
      </header>
      {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
      {(state === "preparing" || state === "running") && <Running />}
      {state === "ready" && <Decide />}
      {state === "ready" && comparing && <Comparing />}
      {state === "approving" && <BecomingOfficial />}
      {state === "approved" && (
        <Alert tone="good" title={t("judging.rejudges.approved")}>
          {rejudge.decidedAt && <Time at={rejudge.decidedAt} timeZone={competition.timeZone} />}
        </Alert>
      )}
      {state === "discarded" && <Alert tone="info" title={t("judging.rejudges.discarded")} />}
      {fates && (
        <dl className="grid grid-cols-2 gap-6 sm:grid-cols-3 lg:grid-cols-6">
          {FATES.map((fate) => (
            <Stat key={fate} label={t(`judging.rejudges.fates.${fate}`)} value={count(fates[fate])} />
          ))}
        </dl>
      )}
      {boards.map((board) => (
        <RejudgeBoard key={board.boardId} board={board} title={localized(board.phase.name, locale)} />
      ))}
      {changed.length > 0 && <ChangedRuns />}
      <Pager page={page} pages={pages} />
      {state === "approved" && (
        <Section title={t("judging.rejudges.announce")}>
          <p className="text-muted">{t("judging.rejudges.announceText")}</p>
          <Form method="post">
            <Button type="submit" name="intent" value="announce" variant="quiet">
              {t("judging.rejudges.announceButton")}
            </Button>
          </Form>
        </Section>
      )}
    </ManagePage>
  );
}

/** Asks again now and then while runs are under way and somebody looks. */
function useFollow(following: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!following || state !== "idle") return;
    const again = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, LOOK_AGAIN_MS);
    const back = () => document.visibilityState === "visible" && revalidate();
    document.addEventListener("visibilitychange", back);
    return () => {
      clearTimeout(again);
      document.removeEventListener("visibilitychange", back);
    };
  }, [following, state, revalidate]);
}

/** A number as the reader writes it, such as 12,000. */
function useCount(): (n: number) => string {
  const { locale } = useRoot();
  return (n) => n.toLocaleString(locale);
}

function Comparing() {
  const { boards, competition } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const kept = boards.map((board) => board.computedAt).sort((a, b) => a.getTime() - b.getTime())[0];
  return kept ? (
    <Alert tone="info">
      {t("judging.rejudges.comparingAgain", {
        at: formatTime(kept, { locale, timeZone: competition.timeZone }),
      })}
    </Alert>
  ) : (
    <Alert tone="info" title={t("judging.rejudges.comparing")}>
      {t("judging.rejudges.comparingText")}
    </Alert>
  );
}

function Running() {
  const { rejudge } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const count = useCount();
  const preparing = rejudge.state === "preparing";
  const { ended, runs } = rejudge.progress;
  const [part, whole] = preparing ? [rejudge.prepared, rejudge.selected] : [ended, runs];
  const title = preparing
    ? t("judging.rejudges.preparing", { prepared: count(part), selected: count(whole) })
    : t("judging.rejudges.running", { ended: count(part), runs: count(whole) });
  return (
    <section className="flex flex-col gap-4">
      <p className="font-display text-xl font-semibold tabular-nums" role="status">
        {title}
      </p>
      <Progress value={whole === 0 ? 0 : (100 * part) / whole} label={title} />
      <p className="text-muted">
        {t(preparing ? "judging.rejudges.preparingText" : "judging.rejudges.runningText")}
      </p>
      <div className="flex flex-wrap gap-3">
        <LinkButton to="." variant="quiet">
          {t("judging.rejudges.lookAgain")}
        </LinkButton>
        <Form method="post">
          <Button type="submit" name="intent" value="discard" variant="danger">
            {t("judging.rejudges.discard")}
          </Button>
        </Form>
      </div>
    </section>
  );
}

function BecomingOfficial() {
  const { rejudge, drafted } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const count = useCount();
  const { done, of } = drafted ?? { done: 0, of: 0 };
  const title = t("judging.rejudges.drafted", { done: count(done), of: count(of) });
  return (
    <section className="flex flex-col gap-4">
      <p className="font-display text-xl font-semibold tabular-nums">
        {t("judging.rejudges.approving", { runs: count(rejudge.progress.runs) })}
      </p>
      <p className="tabular-nums" role="status">
        {of === 0 ? t("judging.rejudges.draftsSoon") : done < of ? title : t("judging.rejudges.switching")}
      </p>
      <Progress value={of === 0 ? 0 : (100 * done) / of} label={title} />
      <p className="text-muted">{t("judging.rejudges.approvingText")}</p>
    </section>
  );
}

function Decide() {
  const { rejudge } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const refusal = useActionData<typeof action>()?.refusal;
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  const { withoutResult } = rejudge.progress;
  return (
    <Alert tone="warn" title={t("judging.rejudges.ready")}>
      <div className="flex flex-col gap-4">
        <p>{t("judging.rejudges.readyText")}</p>
        {withoutResult > 0 && <p>{t("judging.rejudges.noResultText")}</p>}
        <Form method="post" className="flex flex-wrap gap-3">
          <div className="w-full">
            <Checkbox
              name="confirm"
              label={t("judging.rejudges.approveConfirm")}
              error={refusal?.field === "confirm" ? say(refusal) : undefined}
            />
          </div>
          <Button type="submit" name="intent" value="approve" disabled={busy}>
            {t("judging.rejudges.approve")}
          </Button>
          {withoutResult > 0 && (
            <Button type="submit" name="intent" value="retry" variant="quiet" disabled={busy}>
              {t("judging.rejudges.retry")}
            </Button>
          )}
          <Button type="submit" name="intent" value="discard" variant="danger" disabled={busy}>
            {t("judging.rejudges.discard")}
          </Button>
        </Form>
      </div>
    </Alert>
  );
}

const TONES: Record<Fate, Tone> = {
  same: "neutral",
  score: "info",
  repaired: "good",
  broken: "bad",
  cause: "warn",
  noResult: "warn",
};

function ChangedRuns() {
  const { competition, changed } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const several = competition.tasks.length > 1;
  type Result = (typeof changed)[number]["after"];
  const told = (result: Result | null) => {
    if (!result) return "–";
    if (result.state !== "scored") return t(`judging.endings.${result.cause ?? "judge_broke"}`);
    return competition.metrics
      .filter(({ metricId }) => result.scores[metricId] !== undefined)
      .map(
        ({ metricId, title, precision }) =>
          `${title} ${formatScore(result.scores[metricId] ?? "0", precision)}`,
      )
      .join(" · ");
  };
  return (
    <Section title={t("judging.rejudges.runsTitle")}>
      <Table stacked caption={t("judging.rejudges.runsTitle")}>
        <thead>
          <tr>
            <Th numeric>{t("judging.rejudges.submission")}</Th>
            <Th>{t("judging.rejudges.team")}</Th>
            {several && <Th>{t("judging.rejudges.task")}</Th>}
            <Th>{t("judging.rejudges.change")}</Th>
            <Th>{t("judging.rejudges.was")}</Th>
            <Th>{t("judging.rejudges.is")}</Th>
          </tr>
        </thead>
        <tbody>
          {changed.map((run) => (
            <Tr key={run.runId}>
              <Td numeric>
                <Link
                  to={`/submissions/${run.submissionId}`}
                  className="font-semibold text-accent hover:underline"
                >
                  #{run.number}
                </Link>
              </Td>
              <Td className="min-w-32 [overflow-wrap:anywhere]">{run.team}</Td>
              {several && (
                <Td label={t("judging.rejudges.task")}>
                  {localized(competition.tasks.find((task) => task.position === run.task)?.name, locale)}
                </Td>
              )}
              <Td>
                <Badge tone={TONES[run.fate]}>{t(`judging.rejudges.fates.${run.fate}`)}</Badge>
              </Td>
              <Td label={t("judging.rejudges.was")} className="min-w-40 text-muted tabular-nums">
                {told(run.before)}
              </Td>
              <Td label={t("judging.rejudges.is")} className="min-w-40 tabular-nums">
                {told(run.after)}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
