import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ENTRY_STATES } from "../../../db/vocabulary.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { followEntry } from "../../leaderboards/follow-entry.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { acceptSeveral } from "../accept-several.server.ts";
import { addOwnEntry } from "../add-own.server.ts";
import { filterOf } from "../entry-filter.ts";
import { entriesFor } from "../manage-queries.server.ts";
import { tracksOf } from "../queries.server.ts";
import { STATE_TONES } from "../state-tone.ts";

export const handle = { title: "manage.sections.entries" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const locale = detectLocale(request);
  const { searchParams } = new URL(request.url);
  const filter = filterOf(searchParams);
  const [found, tracks] = await Promise.all([
    entriesFor(viewer, competition.id, filter, Number(searchParams.get("page")) || 1),
    tracksOf(competition.id),
  ]);
  if (!found) notFound();
  const accepted = searchParams.get("accepted");
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    filter,
    ...found,
    rows: found.rows.map((r) => ({ ...r, organisation: localized(r.organisation, locale) })),
    schools: found.schools.map((s) => ({ ...s, name: localized(s.name, locale) })),
    tracks: tracks.map((t) => ({ code: t.code, name: localized(t.name, locale) })),
    query: searchParams.toString(),
    done:
      accepted === null
        ? null
        : { accepted: Number(accepted) || 0, left: Number(searchParams.get("left")) || 0 },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const at = `/competitions/${competition.slug}/manage/entries`;
  if (form.get("what") === "accept") {
    const { accepted, left } = await acceptSeveral({
      viewer,
      entryIds: form.getAll("entryId").map(String),
      now,
      onDecided: followEntry,
    });
    return redirect(`${at}?accepted=${accepted}&left=${left}`);
  }
  const kind = form.get("kind");
  const outcome =
    kind === "baseline" || kind === "reference"
      ? await addOwnEntry({
          viewer,
          slug: competition.slug,
          kind,
          teamName: String(form.get("teamName") ?? ""),
          track: String(form.get("track") ?? "") || undefined,
          now,
        })
      : refused("invalid", "entries.refusals.kindNeeded", { field: "kind" });
  return outcome.ok ? redirect(`${at}/${outcome.value.entryId}`) : respondTyped(outcome.refusal, form);
}

export default function ManageEntries() {
  const c = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const exportTo = (format: string) => {
    const query = new URLSearchParams(c.query);
    query.set("format", format);
    return `/competitions/${c.competition.slug}/manage/entries-export?${query}`;
  };
  return (
    <ManagePage
      competition={c.competition}
      section="entries"
      actions={["csv", "xlsx"].map((format) => (
        <LinkButton key={format} variant="quiet" size="small" to={exportTo(format)} reloadDocument download>
          {t(format === "csv" ? "entries.manage.csv" : "entries.manage.xlsx")}
        </LinkButton>
      ))}
    >
      {c.done && <Alert tone="good">{t("entries.manage.acceptedSome", c.done)}</Alert>}
      <Filter />
      <p className="flex flex-wrap gap-x-5 gap-y-2">
        {c.states.map((s) => (
          <Link key={s.state} to={`?state=${s.state}`} className="hover:underline">
            <Badge tone={STATE_TONES[s.state]}>
              {t(`entries.state.${s.state}`)} {s.n}
            </Badge>
          </Link>
        ))}
      </p>
      <Rows />
      <Pager page={c.page} pages={c.pages} />
      <AddOwn />
    </ManagePage>
  );
}

function Filter() {
  const { filter, tracks, schools } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Form method="get" className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]">
      <Field name="q" type="search" defaultValue={filter.words} label={t("entries.manage.search")} />
      <Select name="state" defaultValue={filter.state ?? ""} label={t("entries.manage.state")}>
        <option value="">{t("entries.manage.anyState")}</option>
        {ENTRY_STATES.map((state) => (
          <option key={state} value={state}>
            {t(`entries.state.${state}`)}
          </option>
        ))}
      </Select>
      {tracks.length > 0 && (
        <Select name="track" defaultValue={filter.track ?? ""} label={t("entries.manage.track")}>
          <option value="">{t("entries.manage.anyTrack")}</option>
          {tracks.map((track) => (
            <option key={track.code} value={track.code}>
              {track.code} · {track.name}
            </option>
          ))}
        </Select>
      )}
      {schools.length > 0 && (
        <Select
          name="organisation"
          defaultValue={filter.organisationId ?? ""}
          label={t("entries.manage.organisation")}
        >
          <option value="">{t("entries.manage.anyOrganisation")}</option>
          {schools.map((school) => (
            <option key={school.id} value={school.id}>
              {school.name} ({school.n})
            </option>
          ))}
        </Select>
      )}
      <Button type="submit" variant="quiet">
        {t("entries.manage.find")}
      </Button>
    </Form>
  );
}

function Rows() {
  const { rows, competition, tracks } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (rows.length === 0)
    return <Empty title={t("entries.manage.emptyTitle")}>{t("entries.manage.empty")}</Empty>;
  const waits = rows.some((r) => r.state === "pending");
  return (
    <Form method="post" className="flex flex-col items-start gap-4">
      <div className="w-full">
        <Table stacked caption={t("manage.sections.entries")}>
          <thead>
            <Tr>
              {waits && <Th aria-label={t("entries.manage.acceptChosen")} />}
              <Th>{t("entries.manage.team")}</Th>
              <Th>{t("entries.manage.code")}</Th>
              {tracks.length > 0 && <Th>{t("entries.manage.track")}</Th>}
              <Th>{t("entries.manage.organisation")}</Th>
              <Th numeric>{t("entries.manage.members")}</Th>
              <Th>{t("entries.manage.state")}</Th>
              <Th>{t("entries.manage.joined")}</Th>
            </Tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                {waits && (
                  <Td>
                    {row.state === "pending" && (
                      <input
                        type="checkbox"
                        name="entryId"
                        value={row.id}
                        aria-label={t("entries.manage.choose", { team: row.teamName })}
                        className="size-5 accent-[var(--accent)]"
                      />
                    )}
                  </Td>
                )}
                <Td className="min-w-40">
                  <div>
                    <Link
                      to={`/competitions/${competition.slug}/manage/entries/${row.id}`}
                      className="font-semibold hover:text-accent"
                    >
                      <bdi className="break-words">{row.teamName}</bdi>
                    </Link>
                    {row.kind !== "team" && (
                      <span className="block text-sm text-muted">{t(`entries.kind.${row.kind}`)}</span>
                    )}
                  </div>
                </Td>
                <Td label={t("entries.manage.code")} className="whitespace-nowrap font-mono">
                  {row.code}
                </Td>
                {tracks.length > 0 && <Td label={t("entries.manage.track")}>{row.track ?? "–"}</Td>}
                <Td label={t("entries.manage.organisation")} className="min-w-32">
                  {row.organisation || "–"}
                </Td>
                <Td numeric label={t("entries.manage.members")}>
                  {row.members}
                </Td>
                <Td label={t("entries.manage.state")}>
                  <Badge tone={STATE_TONES[row.state]}>{t(`entries.state.${row.state}`)}</Badge>
                </Td>
                <Td label={t("entries.manage.joined")} className="whitespace-nowrap">
                  <Time at={row.createdAt} timeZone={competition.timeZone} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      {waits && (
        <Button type="submit" name="what" value="accept">
          {t("entries.manage.acceptChosen")}
        </Button>
      )}
    </Form>
  );
}

function AddOwn() {
  const { tracks } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const wrong = (name: string) => (answer?.refusal.field === name ? say(answer.refusal) : undefined);
  return (
    <details open={answer !== undefined} className="max-w-xl">
      <summary className="cursor-pointer font-display text-lg font-semibold">
        {t("entries.manage.addTitle")}
      </summary>
      <Form method="post" className="flex flex-col items-start gap-5 pt-4">
        <p className="text-muted">{t("entries.manage.addLead")}</p>
        {answer && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
        <div className="flex w-full flex-col gap-5">
          <Field
            name="teamName"
            required
            maxLength={120}
            defaultValue={answer?.typed.teamName}
            label={t("entries.manage.name")}
            error={wrong("teamName")}
          />
          <Select
            name="kind"
            defaultValue={answer?.typed.kind ?? "baseline"}
            label={t("entries.manage.kind")}
            error={wrong("kind")}
          >
            <option value="baseline">{t("entries.kind.baseline")}</option>
            <option value="reference">{t("entries.kind.reference")}</option>
          </Select>
          {tracks.length > 0 && (
            <Select
              name="track"
              defaultValue={answer?.typed.track ?? ""}
              label={t("entries.manage.track")}
              error={wrong("track")}
            >
              <option value="">{t("entries.manage.anyTrack")}</option>
              {tracks.map((track) => (
                <option key={track.code} value={track.code}>
                  {track.code} · {track.name}
                </option>
              ))}
            </Select>
          )}
        </div>
        <Button type="submit" name="what" value="add" variant="quiet">
          {t("entries.manage.add")}
        </Button>
      </Form>
    </details>
  );
}
