import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, Bell, Download, Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes, localized } from "../../web/format.ts";
import { respond } from "../../web/respond.server.ts";
import { deliverableTable, slotsOf } from "../deliverable-queries.server.ts";
import { moveSlot } from "../move-slot.server.ts";
import { nudge } from "../remind.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const query = new URL(request.url).searchParams;
  const incomplete = query.get("show") === "incomplete";
  const [slots, table] = await Promise.all([
    slotsOf(viewer, competition.id),
    deliverableTable(viewer, competition.id, { page: Number(query.get("page")) || 1, incomplete }),
  ]);
  const { slug, title, timeZone } = competition;
  return { competition: { slug, title, timeZone }, slots, table, incomplete };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const slotId = String(form.get("slotId") ?? "");
  if (form.get("what") === "nudge") {
    const nudged = await nudge({ viewer, competition, slotId, now });
    return nudged.ok ? data({ nudged: nudged.value.teams, refusal: null }) : respond(nudged.refusal);
  }
  const by = form.get("what") === "up" ? -1 : 1;
  const moved = await moveSlot({ viewer, competitionId: competition.id, slotId, by });
  return moved.ok ? data({ nudged: null, refusal: null }) : respond(moved.refusal);
}

export default function ManageDeliverables() {
  const { competition, slots } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const at = `/competitions/${competition.slug}/manage/deliverables`;
  return (
    <ManagePage
      competition={competition}
      section="deliverables"
      lead={t("deliverables.manage.lead")}
      actions={<LinkButton to={`${at}/new`}>{t("deliverables.manage.add")}</LinkButton>}
    >
      {answer?.refusal && <FormError>{say(answer.refusal)}</FormError>}
      {answer && "nudged" in answer && answer.nudged !== null && (
        <Alert tone="good">{t("deliverables.manage.nudged", { count: answer.nudged })}</Alert>
      )}
      {slots.length === 0 ? (
        <Empty title={t("deliverables.manage.noSlots")}>{t("deliverables.manage.noSlotsHint")}</Empty>
      ) : (
        <>
          <ol className="flex flex-col gap-4">
            {slots.map((slot, i) => (
              <li key={slot.id}>
                <Slot slot={slot} first={i === 0} last={i === slots.length - 1} at={at} />
              </li>
            ))}
          </ol>
          <Teams at={at} />
        </>
      )}
    </ManagePage>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["slots"][number];

function Slot({ slot, first, last, at }: { slot: Shown; first: boolean; last: boolean; at: string }) {
  const { competition } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-2">
        <h2 className="flex flex-wrap items-center gap-3 font-display text-lg font-semibold">
          {localized(slot.title, locale)}
          {slot.track && <Badge tone="info">{slot.track}</Badge>}
          {!slot.required && <Badge>{t("deliverables.optional")}</Badge>}
          {slot.purpose === "eligibility" && <Badge tone="info">{t("deliverables.eligibility")}</Badge>}
        </h2>
        <p className="text-sm text-muted">
          {slot.dueAt ? (
            <>
              {t("deliverables.due")}: <Time at={slot.dueAt} timeZone={competition.timeZone} withOwn />
            </>
          ) : (
            t("deliverables.noDue")
          )}{" "}
          · {slot.extensions.map((e) => `.${e}`).join(", ") || t("deliverables.anyEnding")} ·{" "}
          {formatBytes(slot.maxBytes, locale)}
          {slot.namePattern && (
            <>
              {" "}
              · <code>{slot.namePattern}</code>
            </>
          )}
        </p>
        <p className="text-sm">{t("deliverables.manage.handedIn", { count: slot.handedIn })}</p>
      </div>
      <Form method="post" className="flex flex-wrap items-center gap-2">
        <input type="hidden" name="slotId" value={slot.id} />
        <LinkButton size="small" variant="quiet" to={`${at}/${slot.id}`}>
          <Pencil aria-hidden className="size-4" />
          {t("deliverables.manage.edit")}
        </LinkButton>
        <Button type="submit" name="what" value="nudge" size="small" variant="quiet">
          <Bell aria-hidden className="size-4" />
          {t("deliverables.manage.nudge")}
        </Button>
        {slot.handedIn > 0 && (
          <a
            className="inline-flex min-h-9 items-center gap-2 rounded-full border border-line px-4 text-sm font-semibold hover:border-accent"
            href={`${at}/${slot.id}/files.zip`}
            download
          >
            <Download aria-hidden className="size-4" />
            {t("deliverables.manage.all")}
          </a>
        )}
        <Button
          type="submit"
          name="what"
          value="up"
          size="small"
          variant="quiet"
          disabled={first}
          aria-label={t("deliverables.manage.up")}
        >
          <ArrowUp aria-hidden className="size-4" />
        </Button>
        <Button
          type="submit"
          name="what"
          value="down"
          size="small"
          variant="quiet"
          disabled={last}
          aria-label={t("deliverables.manage.down")}
        >
          <ArrowDown aria-hidden className="size-4" />
        </Button>
      </Form>
    </Card>
  );
}

function Teams({ at }: { at: string }) {
  const { competition, slots, table, incomplete } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const choice = (on: boolean) =>
    clsx("rounded-full px-4 py-1.5 text-sm font-semibold", on ? "bg-accent text-on-accent" : "bg-sunken");
  return (
    <Section
      title={t("deliverables.manage.table")}
      actions={
        <span className="flex flex-wrap items-center gap-3">
          <Link to={at} preventScrollReset className={choice(!incomplete)}>
            {t("deliverables.manage.everybody")}
          </Link>
          <Link to="?show=incomplete" preventScrollReset className={choice(incomplete)}>
            {t("deliverables.manage.incomplete")}
          </Link>
          <a className="text-sm font-semibold text-accent underline" href={`${at}/receipts.csv`} download>
            {t("deliverables.manage.receipts")}
          </a>
        </span>
      }
    >
      {table.teams.length === 0 ? (
        <p className="text-muted">{t("deliverables.manage.noTeams")}</p>
      ) : (
        <Table caption={t("deliverables.manage.table")}>
          <thead>
            <tr>
              <Th>{t("deliverables.manage.team")}</Th>
              {slots.map((slot) => (
                <Th key={slot.id}>{localized(slot.title, locale)}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.teams.map((team) => (
              <Tr key={team.id}>
                <Td className="min-w-40">
                  <strong className="font-semibold">{team.teamName}</strong>
                  {team.code && <span className="block text-sm text-muted">{team.code}</span>}
                  {team.state === "pending" && (
                    <span className="block text-sm text-muted">{t("entries.state.pending")}</span>
                  )}
                </Td>
                {slots.map((slot) => {
                  const file = team.files.find((f) => f.slotId === slot.id);
                  const asked =
                    (!slot.trackId || slot.trackId === team.trackId) &&
                    (team.state === "accepted" || slot.purpose === "eligibility");
                  return (
                    <Td key={slot.id} className="whitespace-nowrap text-sm">
                      {file ? (
                        <>
                          <Link className="text-accent underline" to={`/deliverables/${file.id}`}>
                            {t("deliverables.version", { version: file.version })}
                          </Link>{" "}
                          ·{" "}
                          <a
                            className="text-accent underline"
                            href={`/deliverables/${file.id}/file`}
                            download
                          >
                            {formatBytes(file.size, locale)}
                          </a>
                          <span className="block text-muted">
                            <Time at={file.createdAt} timeZone={competition.timeZone} />
                          </span>
                        </>
                      ) : !asked ? (
                        <span className="text-muted">{t("deliverables.manage.notAsked")}</span>
                      ) : (
                        <span className={slot.required ? "font-semibold text-bad" : "text-muted"}>
                          {t("deliverables.manage.missing")}
                        </span>
                      )}
                    </Td>
                  );
                })}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Pager page={table.page} pages={table.pages} />
    </Section>
  );
}
