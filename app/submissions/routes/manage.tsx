import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { RUN_STATES } from "../../../db/vocabulary.ts";
import { CAUSES } from "../../../judge/contract/verdict.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Filters } from "../../ui/filters.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatScore, localized } from "../../web/format.ts";
import { respond } from "../../web/respond.server.ts";
import { cancel } from "../cancel.server.ts";
import { heldCount, readFilter, submissionsForOrganiser } from "../organiser-queries.server.ts";
import { refund } from "../refund.server.ts";
import { startHeld } from "../start-held.server.ts";
import { StateBadge } from "../state-badge.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const asked = readFilter(new URL(request.url).searchParams);
  const [list, held] = await Promise.all([
    submissionsForOrganiser(viewer, competition.id, asked),
    heldCount(competition.id),
  ]);
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    phases: competition.phases.map(({ position, name }) => ({ position, name })),
    filter: asked.filter,
    held,
    list: list ?? { submissions: [], older: null, newer: null },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const submissionId = String(form.get("submission") ?? "");
  const intent = form.get("intent");
  const outcome =
    intent === "start" || intent === "startAll"
      ? await startHeld({
          viewer,
          slug: competition.slug,
          submissionId: intent === "start" ? submissionId : undefined,
          now,
        })
      : intent === "refund"
        ? await refund({ viewer, submissionId, reason: String(form.get("reason") ?? ""), now })
        : await cancel({ viewer, submissionId, now });
  return outcome.ok ? null : respond(outcome.refusal, { submissionId });
}

export default function ManageSubmissions() {
  const { competition, phases, filter, held, list } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const [search] = useSearchParams();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const narrowed = Object.keys(filter).length > 0;
  const page = (cursor: Record<string, string>) => {
    const next = new URLSearchParams(search);
    next.delete("before");
    next.delete("after");
    for (const [name, value] of Object.entries(cursor)) next.set(name, value);
    return `?${next}`;
  };
  return (
    <ManagePage
      competition={competition}
      section="submissions"
      actions={
        <LinkButton
          variant="quiet"
          size="small"
          to={`/competitions/${competition.slug}/manage/submissions/quotas`}
        >
          {t("submissions.quotas.title")}
        </LinkButton>
      }
    >
      {failed?.refusal && failed.refusal.field !== "reason" && <FormError>{say(failed.refusal)}</FormError>}
      {held > 0 && (
        <Alert tone="warn" title={t("submissions.manage.held", { count: held })}>
          <Form method="post" className="flex flex-wrap items-center justify-between gap-3">
            <p>{t("submissions.manage.heldText")}</p>
            <Button type="submit" name="intent" value="startAll" size="small" disabled={busy}>
              {t("submissions.manage.startAll")}
            </Button>
          </Form>
        </Alert>
      )}
      <Filters narrowed={narrowed} label={t("submissions.manage.filter")}>
        <Select name="state" label={t("submissions.list.state")} defaultValue={filter.state ?? ""}>
          <option value="">{t("submissions.manage.any")}</option>
          {RUN_STATES.map((state) => (
            <option key={state} value={state}>
              {t(`submissions.states.${state}`)}
            </option>
          ))}
        </Select>
        <Select name="cause" label={t("submissions.manage.cause")} defaultValue={filter.cause ?? ""}>
          <option value="">{t("submissions.manage.any")}</option>
          {CAUSES.filter((cause) => cause !== "accepted").map((cause) => (
            <option key={cause} value={cause}>
              {t(`submissions.shortCauses.${cause}`)}
            </option>
          ))}
        </Select>
        <Select name="phase" label={t("submissions.list.phase")} defaultValue={filter.phase ?? ""}>
          <option value="">{t("submissions.manage.any")}</option>
          {phases.map(({ position, name }) => (
            <option key={position} value={position}>
              {localized(name, locale)}
            </option>
          ))}
        </Select>
        <Field name="team" label={t("submissions.list.team")} defaultValue={filter.team ?? ""} />
        <Field
          name="number"
          inputMode="numeric"
          label={t("submissions.list.number")}
          defaultValue={filter.number ?? ""}
        />
        <div className="flex gap-3">
          <Button type="submit" variant="quiet">
            {t("submissions.manage.filter")}
          </Button>
          {narrowed && (
            <LinkButton variant="plain" to="?">
              {t("submissions.manage.clear")}
            </LinkButton>
          )}
        </div>
      </Filters>
      {list.submissions.length === 0 ? (
        <Empty title={t(narrowed ? "submissions.manage.noneFound" : "submissions.list.empty")}>
          {t(narrowed ? "submissions.manage.noneFoundText" : "submissions.manage.emptyText")}
        </Empty>
      ) : (
        <Table stacked caption={t("submissions.list.all")}>
          <thead>
            <tr>
              <Th numeric>{t("submissions.list.number")}</Th>
              <Th>{t("submissions.list.team")}</Th>
              <Th>{t("submissions.list.state")}</Th>
              <Th numeric>{t("submissions.list.score")}</Th>
              <Th>{t("submissions.list.at")}</Th>
              <Th>{t("submissions.list.phase")}</Th>
              <Th>{t("submissions.list.file")}</Th>
              <Th>{t("submissions.manage.actions")}</Th>
            </tr>
          </thead>
          <tbody>
            {list.submissions.map((row) => {
              const ended = row.state === "scored" || row.state === "failed" || row.state === "cancelled";
              const error = failed?.submissionId === row.id ? failed.refusal : undefined;
              return (
                <Tr key={row.id}>
                  <Td numeric>
                    <Link to={`/submissions/${row.id}`} className="font-semibold text-accent hover:underline">
                      #{row.number}
                    </Link>
                  </Td>
                  <Td className="min-w-36">
                    <div>
                      {row.teamName}
                      {row.teamCode && <span className="block text-sm text-muted">{row.teamCode}</span>}
                    </div>
                  </Td>
                  <Td label={t("submissions.list.state")}>
                    <div>
                      <StateBadge state={row.state} />
                      {row.cause && row.cause !== "accepted" && row.cause !== "cancelled" && (
                        <span className="block pt-1 text-sm text-muted">
                          {t(`submissions.shortCauses.${row.cause}`)}
                        </span>
                      )}
                      {!row.counts && row.state !== "cancelled" && (
                        <span className="block pt-1 text-sm text-muted" title={row.refundReason ?? undefined}>
                          {t("submissions.show.costsNothing")}
                        </span>
                      )}
                    </div>
                  </Td>
                  <Td numeric label={t("submissions.list.score")} className="font-display font-semibold">
                    <div>
                      {row.score ? (
                        <span title={`${row.score.title}: ${row.score.value}`}>
                          {formatScore(row.score.value, row.score.precision)}
                        </span>
                      ) : (
                        "–"
                      )}
                      {row.chosenFinalAt && (
                        <span className="block pt-1 font-sans">
                          <Badge tone="info">{t("submissions.final.chosen")}</Badge>
                        </span>
                      )}
                    </div>
                  </Td>
                  <Td label={t("submissions.list.at")} className="whitespace-nowrap">
                    <Time at={row.submittedAt} timeZone={competition.timeZone} />
                  </Td>
                  <Td label={t("submissions.list.phase")} className="min-w-32">
                    {localized(row.phaseName, locale)}
                  </Td>
                  <Td label={t("submissions.list.file")} className="max-w-56">
                    <a
                      href={`/submissions/${row.id}/files/submission`}
                      download
                      className="block min-w-0 truncate text-accent hover:underline"
                      title={row.fileName}
                    >
                      {row.fileName}
                    </a>
                  </Td>
                  <Td>
                    <div className="flex flex-wrap items-start gap-2">
                      {row.state === "held" && (
                        <Form method="post">
                          <input type="hidden" name="submission" value={row.id} />
                          <Button type="submit" name="intent" value="start" size="small" disabled={busy}>
                            {t("submissions.manage.start")}
                          </Button>
                        </Form>
                      )}
                      {!ended && (
                        <Form method="post">
                          <input type="hidden" name="submission" value={row.id} />
                          <Button
                            type="submit"
                            name="intent"
                            value="cancel"
                            size="small"
                            variant="quiet"
                            disabled={busy}
                          >
                            {t("submissions.show.cancel")}
                          </Button>
                        </Form>
                      )}
                      {ended && row.counts && (
                        <details open={error ? true : undefined} className={clsx(error && "min-w-56")}>
                          <summary className="cursor-pointer whitespace-nowrap py-1.5 text-sm font-semibold text-accent">
                            {t("submissions.manage.refund")}
                          </summary>
                          <Form method="post" className="flex min-w-56 flex-col gap-3 py-2">
                            <input type="hidden" name="submission" value={row.id} />
                            <Field
                              name="reason"
                              required
                              maxLength={500}
                              label={t("submissions.manage.reason")}
                              error={error ? say(error) : undefined}
                            />
                            <Button
                              type="submit"
                              name="intent"
                              value="refund"
                              size="small"
                              variant="quiet"
                              disabled={busy}
                            >
                              {t("submissions.manage.giveBack")}
                            </Button>
                          </Form>
                        </details>
                      )}
                    </div>
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
      {(list.newer !== null || list.older !== null) && (
        <nav aria-label={t("ui.pager.label")} className="flex items-center justify-center gap-4">
          {list.newer !== null && (
            <LinkButton variant="quiet" rel="prev" to={page({ after: String(list.newer) })}>
              {t("submissions.manage.newer")}
            </LinkButton>
          )}
          {list.older !== null && (
            <LinkButton variant="quiet" rel="next" to={page({ before: String(list.older) })}>
              {t("submissions.manage.older")}
            </LinkButton>
          )}
        </nav>
      )}
    </ManagePage>
  );
}
