import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { followEntry } from "../../leaderboards/follow-entry.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, FormError, Select, TextArea } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { allowChange } from "../allow-change.server.ts";
import { decideEntry } from "../decide.server.ts";
import { DECISIONS, decisionsFor } from "../decisions.ts";
import { historyLine } from "../history-line.ts";
import { entryFor } from "../manage-queries.server.ts";
import { moveTrack } from "../move-track.server.ts";
import { tracksOf } from "../queries.server.ts";
import { renameEntry } from "../rename.server.ts";
import { STATE_TONES } from "../state-tone.ts";

export const handle = { title: "manage.sections.entries" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const locale = detectLocale(request);
  const entry = (await entryFor(viewer, competition.id, params.entry ?? "")) ?? notFound();
  const tracks = await tracksOf(competition.id);
  return {
    competition: { slug: competition.slug, title: competition.title, timeZone: competition.timeZone },
    ...entry,
    organisation: localized(entry.organisation, locale),
    proofs: entry.proofs.map((p) => ({ ...p, title: localized(p.title, locale) })),
    history: entry.history.map(({ details, act, ...row }) => ({ ...row, ...historyLine(act, details) })),
    tracks: tracks.map((t) => ({ code: t.code, name: localized(t.name, locale) })),
    decisions: decisionsFor(entry.state),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const entryId = params.entry ?? "";
  const text = (name: string) => String(form.get(name) ?? "");
  const what = text("what");
  const command = { viewer, entryId, now, onDecided: followEntry };
  const decision = DECISIONS.find((d) => d === what);
  const outcome = decision
    ? await decideEntry({
        ...command,
        state: decision,
        reason: text("reason"),
        confirmed: text("confirmed") === "yes",
      })
    : what === "rename"
      ? await renameEntry({ ...command, teamName: text("teamName") })
      : what === "allow"
        ? await allowChange({ ...command, reason: text("changeReason") })
        : await moveTrack({ ...command, track: text("track") });
  if (!outcome.ok) return respondTyped(outcome.refusal, form);
  return redirect(`/competitions/${competition.slug}/manage/entries/${entryId}`);
}

export default function ManageEntry() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <ManagePage competition={c.competition} section="entries">
      <header className="flex flex-col gap-4">
        <Link
          className="font-semibold text-accent hover:underline"
          to={`/competitions/${c.competition.slug}/manage/entries`}
        >
          ← {t("entries.manage.back")}
        </Link>
        <h2 className="break-words font-display text-2xl font-bold sm:text-3xl">
          <bdi>{c.teamName}</bdi>
        </h2>
        <p className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Badge tone={STATE_TONES[c.state]}>{t(`entries.state.${c.state}`)}</Badge>
          {c.kind !== "team" && <Badge>{t(`entries.kind.${c.kind}`)}</Badge>}
          {c.code && <strong className="font-mono">{c.code}</strong>}
          {c.track && (
            <span>
              {t("entries.manage.track")} {c.track}
            </span>
          )}
          <span>{c.organisation}</span>
          <span className="text-muted">{t("entries.manage.submissions", { count: c.submissions })}</span>
        </p>
        {c.stateReason && <p className="max-w-3xl whitespace-pre-line">{c.stateReason}</p>}
      </header>
      {answer && answer.refusal.field === undefined && <FormError>{say(answer.refusal)}</FormError>}
      {c.kind === "team" &&
        (c.lacks.length === 0 ? (
          <Alert tone="good">{t("entries.manage.eligible")}</Alert>
        ) : (
          <Alert tone="warn" title={t("entries.manage.lacksTitle")}>
            <ul className="list-disc pl-5">
              {c.lacks.map((lack) => (
                <li key={lack.reason}>{say(lack)}</li>
              ))}
            </ul>
          </Alert>
        ))}
      <People />
      <Section title={t("entries.manage.proofs")}>
        {c.proofs.length === 0 ? (
          <p className="text-muted">{t("entries.manage.noProofs")}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {c.proofs.map((p) => (
              <li key={p.slotId}>
                {p.title}:{" "}
                <a className="break-all underline" href={`/deliverables/${p.id}/file`}>
                  {p.fileName}
                </a>{" "}
                <span className="text-sm text-muted">
                  <Time at={p.createdAt} timeZone={c.competition.timeZone} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Decide />
      <Change />
      {c.kind === "team" && (c.state === "accepted" || c.state === "pending") && <AllowChange />}
      <Section title={t("entries.manage.history")}>
        {c.history.length === 0 ? (
          <p className="text-muted">{t("entries.manage.noHistory")}</p>
        ) : (
          <ol className="flex flex-col gap-3 border-l-2 border-line pl-5">
            {c.history.map((h) => (
              <li key={h.id}>
                <p>
                  {say(h.said)} · {h.by ?? t("entries.manage.somebody")}
                </p>
                {h.reason && <p className="whitespace-pre-line">{h.reason}</p>}
                <p className="text-sm text-muted">
                  <Time at={h.at} timeZone={c.competition.timeZone} />
                </p>
              </li>
            ))}
          </ol>
        )}
      </Section>
    </ManagePage>
  );
}

function People() {
  const c = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const tones = { pending: "warn", verified: "good", refused: "bad" } as const;
  return (
    <Table stacked caption={t("entries.manage.members")}>
      <thead>
        <Tr>
          <Th>{t("entries.manage.person")}</Th>
          <Th>{t("entries.manage.role")}</Th>
          <Th>{t("entries.manage.degree")}</Th>
          <Th>{t("entries.manage.department")}</Th>
          <Th>{t("entries.manage.membership")}</Th>
        </Tr>
      </thead>
      <tbody>
        {c.people.map((p) => (
          <Tr key={p.personId}>
            <Td className="min-w-44">
              <bdi className="block break-words font-semibold">{p.name}</bdi>
              <span className="break-all text-sm text-muted">{p.email}</span>
            </Td>
            <Td label={t("entries.manage.role")} className="whitespace-nowrap">
              {t(`teams.show.${p.role}`)}
            </Td>
            <Td label={p.degreeLevel ? t("entries.manage.degree") : undefined} className="whitespace-nowrap">
              {p.degreeLevel && t(`organisations.level.${p.degreeLevel}`)}
            </Td>
            <Td
              label={p.department || p.memberNumber ? t("entries.manage.department") : undefined}
              className="min-w-36"
            >
              {p.department}
              {p.memberNumber && <span className="block text-sm text-muted">{p.memberNumber}</span>}
            </Td>
            <Td label={t("entries.manage.membership")} className="min-w-36">
              {p.membership ? (
                <Badge tone={tones[p.membership]}>{t(`organisations.state.${p.membership}`)}</Badge>
              ) : (
                <span className="text-muted">{t("entries.manage.noSchool")}</span>
              )}
              {p.documentName && c.mayOpenProofs && c.organisationId && (
                <a
                  className="block pt-1 text-sm underline"
                  href={`/operate/organisations/${c.organisationId}/${p.personId}/proof`}
                >
                  {t("entries.manage.openProof")}
                </a>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Decide() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  if (c.decisions.length === 0) return null;
  const wrong = answer?.refusal.field === "reason" ? say(answer.refusal) : undefined;
  const accepts = c.decisions.includes("accepted");
  const refuses = c.decisions.filter((d) => d !== "accepted");
  return (
    <Section title={t("entries.manage.decide")}>
      {accepts && (
        <Form method="post">
          <Button type="submit" name="what" value="accepted">
            {t(c.state === "pending" ? "entries.manage.accepted" : "entries.manage.reinstate")}
          </Button>
        </Form>
      )}
      {refuses.length > 0 && (
        <Form method="post" className="flex max-w-xl flex-col items-start gap-4">
          <div className="w-full">
            <TextArea
              name="reason"
              maxLength={1000}
              defaultValue={answer?.typed.reason}
              label={t("entries.manage.reason")}
              hint={t("entries.manage.reasonHint")}
              error={wrong}
            />
          </div>
          <div className="flex flex-wrap gap-3">
            {refuses.map((decision) => (
              <Button key={decision} type="submit" name="what" value={decision} variant="danger">
                {t(`entries.manage.${decision}`)}
                {decision === "disqualified" && "…"}
              </Button>
            ))}
          </div>
          {answer?.refusal.field === "confirmed" && <ConfirmDisqualify />}
        </Form>
      )}
    </Section>
  );
}

/** The second question, with everything that follows at once. */
function ConfirmDisqualify() {
  const c = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Alert tone="warn" title={t("entries.manage.confirmTitle", { team: c.teamName })}>
      <ul className="list-disc pl-5">
        <li>{c.stands.rows > 0 ? t("entries.manage.effect", c.stands) : t("entries.manage.noEffect")}</li>
        {c.waiting > 0 && <li>{t("entries.manage.waitingEffect", { count: c.waiting })}</li>}
        <li>{t("entries.manage.mailEffect")}</li>
      </ul>
      <input type="hidden" name="confirmed" value="yes" />
      <div className="pt-4">
        <Button type="submit" name="what" value="disqualified" variant="danger">
          {t("entries.manage.confirmDisqualify")}
        </Button>
      </div>
    </Alert>
  );
}

function AllowChange() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Section title={t("entries.manage.changesTitle")}>
      <p className="max-w-3xl text-muted">
        {t("entries.manage.changesLead", { used: c.memberChangesUsed, max: c.memberChangesMost })}
      </p>
      <Form method="post" className="flex max-w-xl flex-col items-start gap-4">
        <div className="w-full">
          <TextArea
            name="changeReason"
            rows={2}
            maxLength={1000}
            defaultValue={answer?.typed.changeReason}
            label={t("entries.manage.reason")}
            hint={t("entries.manage.reasonHint")}
            error={answer?.refusal.field === "changeReason" ? say(answer.refusal) : undefined}
          />
        </div>
        <Button type="submit" name="what" value="allow" variant="quiet" size="small">
          {t("entries.manage.allowChange")}
        </Button>
      </Form>
    </Section>
  );
}

function Change() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const wrong = (name: string) => (answer?.refusal.field === name ? say(answer.refusal) : undefined);
  return (
    <div className="grid items-end gap-6 lg:grid-cols-2">
      <Form method="post" className="flex flex-col items-start gap-3">
        <div className="w-full">
          <Field
            name="teamName"
            required
            maxLength={120}
            defaultValue={answer?.typed.teamName ?? c.teamName}
            label={t("entries.manage.name")}
            error={wrong("teamName")}
          />
        </div>
        <Button type="submit" name="what" value="rename" variant="quiet" size="small">
          {t("entries.manage.rename")}
        </Button>
      </Form>
      {c.tracks.length > 1 && (
        <Form method="post" className="flex flex-col items-start gap-3">
          <div className="w-full">
            <Select
              name="track"
              defaultValue={c.track ?? ""}
              label={t("entries.manage.track")}
              error={wrong("track")}
            >
              {c.tracks.map((track) => (
                <option key={track.code} value={track.code}>
                  {track.code} · {track.name}
                </option>
              ))}
            </Select>
          </div>
          <Button type="submit" name="what" value="move" variant="quiet" size="small">
            {t("entries.manage.move")}
          </Button>
        </Form>
      )}
    </div>
  );
}
