import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RUN_STATES } from "../../../db/vocabulary.ts";
import { EntryChoice } from "../../entries/entry-choice.tsx";
import { entriesOf } from "../../entries/queries.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError, Select } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatDateTime, formatScore, localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { chooseFinal } from "../choose-final.server.ts";
import { finalsOf } from "../final-queries.server.ts";
import { phasesOf, submissionsOf } from "../list-queries.server.ts";
import { StateBadge } from "../state-badge.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const query = new URL(request.url).searchParams;
  const page = Math.max(1, Math.trunc(Number(query.get("page") ?? 1)) || 1);
  const state = RUN_STATES.find((known) => known === query.get("state"));
  const phase = /^\d{1,4}$/.test(query.get("phase") ?? "") ? Number(query.get("phase")) : undefined;
  const filter = { ...(state && { state }), ...(phase !== undefined && { phase }) };
  const list = await submissionsOf(viewer, params.slug ?? "", page, {
    ...filter,
    own: true,
    entryId: query.get("entry"),
  });
  if (!list) notFound();
  // Who only organises has no list of their own.
  if (list.entryId === null) throw redirect(`/competitions/${list.competition.slug}/manage/submissions`);
  const [phases, finals, entries] = await Promise.all([
    phasesOf(list.competition.id),
    finalsOf(list.competition.id, list.entryId, new Date()),
    entriesOf(viewer, list.competition.id),
  ]);
  return { ...list, entryId: list.entryId, entries, filter, phases, finals };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const outcome = await chooseFinal({
    viewer,
    submissionId: String(form.get("submission") ?? ""),
    final: form.get("intent") === "final",
    now: new Date(),
  });
  return outcome.ok ? null : respond(outcome.refusal);
}

export default function ListSubmissions() {
  const { competition, organises, entryId, entries, submissions, filter, phases, finals, page, pages } =
    useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const busy = useNavigation().state !== "idle";
  const [ticked, tick] = useState<readonly string[]>([]);
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const narrowed = Object.keys(filter).length > 0;
  const its = entries.length > 1 ? `?entry=${entryId}` : "";
  const submitHere = (
    <LinkButton to={`/competitions/${competition.slug}/submit${its}`}>
      {t("submissions.submit.title")}
    </LinkButton>
  );
  const openFinals = new Set(finals.filter((phase) => phase.open).map(({ position }) => position));
  return (
    <Page
      width="wide"
      eyebrow={
        <Link to={`/competitions/${competition.slug}`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t("submissions.list.title")}
      actions={
        <>
          {organises && (
            <LinkButton variant="quiet" to={`/competitions/${competition.slug}/manage/submissions`}>
              {t("submissions.list.manage")}
            </LinkButton>
          )}
          {submitHere}
        </>
      }
    >
      <EntryChoice entries={entries} shown={entryId} />
      {refusal && <FormError>{say(refusal)}</FormError>}
      {finals.length > 0 && (
        <Section title={t("submissions.final.title")}>
          {finals.map((phase) => (
            <div key={phase.position} className="flex flex-col gap-1">
              {phases.length > 1 && <p className="font-semibold">{localized(phase.name, locale)}</p>}
              <p>
                {!phase.open
                  ? t("submissions.final.closed")
                  : phase.endsAt
                    ? t("submissions.final.lead", {
                        count: phase.maxFinal,
                        until: formatDateTime(new Date(phase.endsAt), {
                          locale,
                          timeZone: competition.timeZone,
                        }),
                      })
                    : t("submissions.final.leadOpen", { count: phase.maxFinal })}
              </p>
              <p className="text-muted">
                {phase.chosen.length === 0
                  ? t("submissions.final.none")
                  : t("submissions.final.some", {
                      list: phase.chosen.map(({ number }) => `#${number}`).join(", "),
                    })}
              </p>
            </div>
          ))}
        </Section>
      )}
      {(submissions.length > 0 || narrowed) && (
        <div className="flex flex-wrap items-end justify-between gap-4">
          <Form method="get" className="flex flex-wrap items-end gap-4">
            {its && <input type="hidden" name="entry" value={entryId} />}
            <Select name="state" label={t("submissions.list.state")} defaultValue={filter.state ?? ""}>
              <option value="">{t("submissions.manage.any")}</option>
              {RUN_STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`submissions.states.${state}`)}
                </option>
              ))}
            </Select>
            {phases.length > 1 && (
              <Select name="phase" label={t("submissions.list.phase")} defaultValue={filter.phase ?? ""}>
                <option value="">{t("submissions.manage.any")}</option>
                {phases.map(({ position, name }) => (
                  <option key={position} value={position}>
                    {localized(name, locale)}
                  </option>
                ))}
              </Select>
            )}
            <Button type="submit" variant="quiet">
              {t("submissions.manage.filter")}
            </Button>
          </Form>
          {submissions.length > 1 && (
            <form id="compare" method="get" action="/submissions/compare" className="flex items-center gap-4">
              <span className="text-sm text-muted">{t("submissions.list.compareHint")}</span>
              <Button type="submit" variant="quiet" disabled={ticked.length !== 2}>
                {t("submissions.list.compare")}
              </Button>
            </form>
          )}
        </div>
      )}
      {submissions.length === 0 ? (
        <Empty
          title={t(narrowed ? "submissions.manage.noneFound" : "submissions.list.empty")}
          action={narrowed ? null : submitHere}
        >
          {t(narrowed ? "submissions.manage.noneFoundText" : "submissions.list.emptyText")}
        </Empty>
      ) : (
        <Table stacked caption={t("submissions.list.title")}>
          <thead>
            <tr>
              {submissions.length > 1 && (
                <Th>
                  <span className="sr-only">{t("submissions.list.compare")}</span>
                </Th>
              )}
              <Th numeric>{t("submissions.list.number")}</Th>
              <Th>{t("submissions.list.state")}</Th>
              <Th numeric>{t("submissions.list.score")}</Th>
              <Th>{t("submissions.list.at")}</Th>
              <Th>{t("submissions.list.phase")}</Th>
              <Th>{t("submissions.list.file")}</Th>
              <Th>{t("submissions.list.note")}</Th>
              {openFinals.size > 0 && <Th>{t("submissions.final.title")}</Th>}
            </tr>
          </thead>
          <tbody>
            {submissions.map((row) => {
              const score = row.scores.find(({ primary }) => primary) ?? row.scores[0];
              return (
                <Tr key={row.id}>
                  {submissions.length > 1 && (
                    <Td>
                      <input
                        type="checkbox"
                        form="compare"
                        name="s"
                        value={row.id}
                        aria-label={t("submissions.list.choose", { number: row.number })}
                        checked={ticked.includes(row.id)}
                        disabled={ticked.length === 2 && !ticked.includes(row.id)}
                        onChange={(event) =>
                          tick((before) =>
                            event.target.checked ? [...before, row.id] : before.filter((id) => id !== row.id),
                          )
                        }
                        className="size-5 accent-[var(--accent)]"
                      />
                    </Td>
                  )}
                  <Td numeric>
                    <Link to={`/submissions/${row.id}`} className="font-semibold text-accent hover:underline">
                      #{row.number}
                    </Link>
                  </Td>
                  <Td label={t("submissions.list.state")}>
                    <div>
                      <StateBadge state={row.state} />
                      {row.state === "failed" && row.cause && (
                        <span className="block pt-1 text-sm text-muted">
                          {t(`submissions.shortCauses.${row.cause}`)}
                        </span>
                      )}
                      {!row.counts && (
                        <span className="block pt-1 text-sm text-muted">
                          {t("submissions.show.costsNothing")}
                        </span>
                      )}
                    </div>
                  </Td>
                  <Td numeric label={t("submissions.list.score")} className="font-display font-semibold">
                    {score ? (
                      <span title={`${score.title}: ${score.value}`}>
                        {formatScore(score.value, score.precision)}
                      </span>
                    ) : (
                      "–"
                    )}
                  </Td>
                  <Td label={t("submissions.list.at")} className="whitespace-nowrap">
                    <Time at={row.submittedAt} timeZone={competition.timeZone} />
                  </Td>
                  <Td label={t("submissions.list.phase")} className="min-w-32">
                    {localized(row.phaseName, locale)}
                  </Td>
                  <Td label={t("submissions.list.file")} title={row.fileName}>
                    <span className="block min-w-0 max-w-56 truncate">{row.fileName}</span>
                  </Td>
                  <Td
                    label={row.note ? t("submissions.list.note") : undefined}
                    title={row.note ?? undefined}
                    className={row.note ? undefined : "max-sm:hidden"}
                  >
                    <span className="block min-w-0 max-w-56 truncate">{row.note}</span>
                  </Td>
                  {openFinals.size > 0 && (
                    <Td>
                      <div className="flex items-center gap-3">
                        {row.chosenFinalAt && <Badge tone="info">{t("submissions.final.chosen")}</Badge>}
                        {row.state === "scored" && openFinals.has(row.phase) && (
                          <Form method="post" preventScrollReset>
                            <input type="hidden" name="submission" value={row.id} />
                            <Button
                              type="submit"
                              name="intent"
                              value={row.chosenFinalAt ? "notFinal" : "final"}
                              variant="quiet"
                              size="small"
                              disabled={busy}
                            >
                              {t(
                                row.chosenFinalAt ? "submissions.final.takeBack" : "submissions.final.choose",
                              )}
                            </Button>
                          </Form>
                        )}
                      </div>
                    </Td>
                  )}
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
      <Pager page={page} pages={pages} />
    </Page>
  );
}
