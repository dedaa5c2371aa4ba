import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { grantQuota, takeBackGrant } from "../grant-quota.server.ts";
import { grantsFor, teamsNamed } from "../organiser-queries.server.ts";
import { clockOf } from "../quota.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const query = new URL(request.url).searchParams;
  const page = Math.max(1, Math.trunc(Number(query.get("page") ?? 1)) || 1);
  const team = query.get("team") ?? "";
  const [found, teams] = await Promise.all([
    grantsFor(viewer, competition.id, page),
    teamsNamed(viewer, competition.id, team),
  ]);
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    phases: competition.phases.map(
      ({ position, name, maxPerDay, maxPerMonth, maxTotal, maxWaiting, dayTurnsAtMin }) => ({
        position,
        name,
        maxPerDay,
        maxPerMonth,
        maxTotal,
        maxWaiting,
        dayTurnsAt: clockOf(dayTurnsAtMin),
      }),
    ),
    team,
    teams,
    found: found ?? notFound(),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const { slug } = competition;
  const form = await request.formData();
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const outcome =
    form.get("intent") === "takeBack"
      ? await takeBackGrant({ viewer, slug, grantId: typed.grant ?? "", now })
      : await grantQuota({
          viewer,
          slug,
          grant: {
            entryId: typed.team ?? "",
            phasePosition: Number(typed.phase),
            morePerDay: Number(typed.morePerDay || 0),
            moreTotal: Number(typed.moreTotal || 0),
            reason: typed.reason ?? "",
          },
          now,
        });
  if (!outcome.ok) return respond(outcome.refusal, { typed });
  return redirect(`/competitions/${slug}/manage/submissions/quotas`);
}

export default function Quotas() {
  const { competition, phases, team, teams, found } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const refusal = failed?.refusal;
  const typed: Record<string, string | undefined> = failed?.typed ?? {};
  const errorAt = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  const limit = (max: number) => (max === 0 ? t("submissions.submit.unlimited") : max);
  return (
    <ManagePage
      competition={competition}
      section="submissions"
      lead={t("submissions.quotas.lead")}
      actions={
        <LinkButton variant="quiet" size="small" to={`/competitions/${competition.slug}/manage/submissions`}>
          {t("submissions.list.all")}
        </LinkButton>
      }
    >
      <Section title={t("submissions.quotas.phases")}>
        <Table caption={t("submissions.quotas.phases")}>
          <thead>
            <tr>
              <Th>{t("submissions.list.phase")}</Th>
              <Th numeric>{t("submissions.quotas.perDay")}</Th>
              <Th numeric>{t("submissions.quotas.perMonth")}</Th>
              <Th numeric>{t("submissions.quotas.total")}</Th>
              <Th numeric>{t("submissions.quotas.waiting")}</Th>
              <Th>{t("submissions.quotas.turns")}</Th>
            </tr>
          </thead>
          <tbody>
            {phases.map((phase) => (
              <Tr key={phase.position}>
                <Td>{localized(phase.name, locale)}</Td>
                <Td numeric>{limit(phase.maxPerDay)}</Td>
                <Td numeric>{limit(phase.maxPerMonth)}</Td>
                <Td numeric>{limit(phase.maxTotal)}</Td>
                <Td numeric>{limit(phase.maxWaiting)}</Td>
                <Td className="tabular-nums">
                  {phase.dayTurnsAt} ({competition.timeZone})
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title={t("submissions.quotas.grant")}>
        <Form method="get" className="flex flex-wrap items-end gap-3">
          <div className="min-w-64">
            <Field name="team" label={t("submissions.quotas.find")} defaultValue={team} />
          </div>
          <Button type="submit" variant="quiet">
            {t("submissions.manage.filter")}
          </Button>
        </Form>
        {teams.length === 0 ? (
          <p className="text-muted">{t("submissions.quotas.noTeams")}</p>
        ) : (
          <Form method="post" className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {refusal && !refusal.field && (
              <div className="col-span-full">
                <FormError>{say(refusal)}</FormError>
              </div>
            )}
            <Select
              name="team"
              label={t("submissions.list.team")}
              defaultValue={typed.team}
              error={errorAt("team")}
            >
              {teams.map((one) => (
                <option key={one.entryId} value={one.entryId}>
                  {one.teamCode ? `${one.teamName} (${one.teamCode})` : one.teamName}
                </option>
              ))}
            </Select>
            <Select
              name="phase"
              label={t("submissions.list.phase")}
              defaultValue={typed.phase}
              error={errorAt("phase")}
            >
              {phases.map(({ position, name }) => (
                <option key={position} value={position}>
                  {localized(name, locale)}
                </option>
              ))}
            </Select>
            <Field
              name="morePerDay"
              type="number"
              min={0}
              label={t("submissions.quotas.morePerDay")}
              defaultValue={typed.morePerDay ?? 0}
              error={errorAt("morePerDay")}
            />
            <Field
              name="moreTotal"
              type="number"
              min={0}
              label={t("submissions.quotas.moreTotal")}
              defaultValue={typed.moreTotal ?? 0}
              error={errorAt("moreTotal")}
            />
            <div className="sm:col-span-2 lg:col-span-3">
              <Field
                name="reason"
                required
                maxLength={500}
                label={t("submissions.manage.reason")}
                hint={t("submissions.quotas.reasonHint")}
                defaultValue={typed.reason}
                error={errorAt("reason")}
              />
            </div>
            <Button type="submit" disabled={busy} className="sm:mt-6.5">
              {t("submissions.quotas.give")}
            </Button>
          </Form>
        )}
      </Section>
      <Section title={t("submissions.quotas.given")}>
        {found.grants.length === 0 ? (
          <Empty title={t("submissions.quotas.none")}>{t("submissions.quotas.noneText")}</Empty>
        ) : (
          <Table caption={t("submissions.quotas.given")}>
            <thead>
              <tr>
                <Th>{t("submissions.list.team")}</Th>
                <Th>{t("submissions.list.phase")}</Th>
                <Th numeric>{t("submissions.quotas.morePerDay")}</Th>
                <Th numeric>{t("submissions.quotas.moreTotal")}</Th>
                <Th>{t("submissions.manage.reason")}</Th>
                <Th>{t("submissions.quotas.by")}</Th>
                <Th>{t("submissions.manage.actions")}</Th>
              </tr>
            </thead>
            <tbody>
              {found.grants.map((grant) => (
                <Tr key={grant.id}>
                  <Td>{grant.teamName}</Td>
                  <Td>{localized(grant.phaseName, locale)}</Td>
                  <Td numeric>+{grant.morePerDay}</Td>
                  <Td numeric>+{grant.moreTotal}</Td>
                  <Td className="min-w-48 break-words">{grant.reason}</Td>
                  <Td className="whitespace-nowrap">
                    {grant.grantedBy}
                    <span className="block text-sm text-muted">
                      <Time at={grant.createdAt} timeZone={competition.timeZone} />
                    </span>
                  </Td>
                  <Td>
                    <Form method="post">
                      <input type="hidden" name="grant" value={grant.id} />
                      <Button
                        type="submit"
                        name="intent"
                        value="takeBack"
                        size="small"
                        variant="quiet"
                        disabled={busy}
                      >
                        {t("submissions.quotas.takeBack")}
                      </Button>
                    </Form>
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
        <Pager page={found.page} pages={found.pages} />
      </Section>
    </ManagePage>
  );
}
