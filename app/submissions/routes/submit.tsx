import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SUBMISSION_KINDS } from "../../../db/vocabulary.ts";
import { EntryChoice } from "../../entries/entry-choice.tsx";
import { entriesOf } from "../../entries/queries.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError, Select, TextArea } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes, localized } from "../../web/format.ts";
import { type Refusal, refused } from "../../web/outcome.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { DropZone } from "../drop-zone.tsx";
import { answersIn, FACT_FIELD } from "../fact-field.ts";
import { FactFields } from "../fact-fields.tsx";
import { submitFacts } from "../form-queries.server.ts";
import { PLAIN_FILES } from "../plain-file.ts";
import { QuotaWords } from "../quota-words.tsx";
import { submit } from "../submit.server.ts";
import { finishedUpload, waitingUploads } from "../uploads.server.ts";
import { WaitingUploads } from "../waiting-uploads.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

/** What its uploads are brought for. */
const placeOf = (slug: string) => `/competitions/${slug}/submit`;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const now = new Date();
  const asked = new URL(request.url).searchParams.get("entry");
  const facts = (await submitFacts(viewer, params.slug ?? "", now, asked)) ?? notFound();
  const [entries, waiting] = await Promise.all([
    entriesOf(viewer, facts.competition.id),
    waitingUploads(viewer, placeOf(facts.competition.slug)),
  ]);
  return { ...facts, entries, waiting, now };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const phase = form.get("phase");
  const kind = SUBMISSION_KINDS.find((known) => known === form.get("kind")) ?? "archive";
  const uploadId = String(form.get("uploadId") ?? "");
  const file = kind === "image_reference" || !uploadId ? null : await finishedUpload(viewer, uploadId);
  if (!file && kind !== "image_reference") {
    const reason = uploadId ? "submissions.refusals.uploadUnfinished" : "submissions.refusals.noFile";
    return respondTyped(refused("invalid", reason, { field: "file" }).refusal, form);
  }
  const outcome = await submit({
    viewer,
    slug: params.slug ?? "",
    entryId: String(form.get("entryId") ?? ""),
    phasePosition: phase === null ? undefined : Number(phase),
    ...(kind === "image_reference" || !file
      ? { kind: "image_reference", reference: String(form.get("reference") ?? "") }
      : { kind, uploadId, ...file }),
    factSheet: answersIn(form),
    note: String(form.get("note") ?? ""),
    now: new Date(),
  });
  return outcome.ok ? redirect(`/submissions/${outcome.value.id}`) : respondTyped(outcome.refusal, form);
}

export default function Submit() {
  const { competition, entry, entries, phases, questions, waiting, maxBytes, open, now } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusal = answer?.refusal;
  const typed = answer?.typed;
  const busy = useNavigation().state !== "idle";
  const [uploadId, setUploadId] = useState<string | null>(typed?.uploadId || null);
  const [search, setSearch] = useSearchParams();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const phase = phases.find(({ position }) => String(position) === search.get("phase")) ?? phases[0];
  const [wished, wish] = useState<string | undefined>(typed?.kind);
  const kind = phase?.accepts.find((taken) => taken === wished) ?? phase?.accepts[0] ?? "archive";
  const isImage = (name: string) => name.toLowerCase().endsWith(".tar");
  const offered = waiting.filter(({ fileName }) => isImage(fileName) === (kind === "image_tar"));
  // Once something was sent it stays: another refusal takes away nothing that was typed.
  const barred = answer ? null : (phase?.refusal ?? null);
  const errorAt = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  const atField =
    refusal?.field === "file" || refusal?.field === "reference" || refusal?.field?.startsWith(FACT_FIELD);
  return (
    <Page
      width="narrow"
      eyebrow={
        <Link to={`/competitions/${competition.slug}`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t("submissions.submit.title")}
      lead={t("submissions.submit.lead")}
    >
      {entry && <EntryChoice entries={entries} shown={entry.id} />}
      {!entry ? (
        <Empty
          title={t("submissions.submit.noEntryTitle")}
          action={
            <LinkButton to={`/competitions/${competition.slug}/join`}>
              {t("submissions.submit.join")}
            </LinkButton>
          }
        >
          {t("submissions.refusals.noEntry")}
        </Empty>
      ) : !open || !phase ? (
        <Empty title={t("submissions.submit.closedTitle")}>
          {t(open ? "submissions.refusals.noPhaseOpen" : "submissions.refusals.notOpenYet")}
        </Empty>
      ) : (
        <>
          <div className="flex flex-col gap-2">
            <p>
              <span className="text-muted">{t("submissions.submit.phase")}</span>
              <strong>{localized(phase.name, locale)}</strong> · {entry.teamName}
            </p>
            {phase.endsAt && (
              <p>
                <span className="text-muted">{t("submissions.submit.endsAt")}</span>
                <Time at={phase.endsAt} timeZone={competition.timeZone} withOwn />
              </p>
            )}
          </div>
          <QuotaWords phase={phase} timeZone={competition.timeZone} now={now} />
          {phases.length > 1 && (
            <Select
              label={t("submissions.submit.phases")}
              value={phase.position}
              onChange={(event) => {
                search.set("phase", event.target.value);
                setSearch(search, { preventScrollReset: true, replace: true });
              }}
            >
              {phases.map(({ position, name }) => (
                <option key={position} value={position}>
                  {localized(name, locale)}
                </option>
              ))}
            </Select>
          )}
          {barred && (
            <Alert tone="warn" title={t("submissions.submit.notNow")}>
              <Refused refusal={barred} team={`/competitions/${competition.slug}/team?entry=${entry.id}`} />
            </Alert>
          )}
          {!barred && (
            <Form key={entry.id} method="post" className="flex flex-col gap-6">
              <input type="hidden" name="entryId" value={entry.id} />
              <input type="hidden" name="phase" value={phase.position} />
              {refusal && !atField && (
                <FormError>
                  <Refused
                    refusal={refusal}
                    team={`/competitions/${competition.slug}/team?entry=${entry.id}`}
                  />
                </FormError>
              )}
              {phase.accepts.length > 1 ? (
                <fieldset className="flex flex-col gap-2">
                  <legend className="pb-2 text-sm font-semibold">{t("submissions.submit.kind")}</legend>
                  {phase.accepts.map((taken) => (
                    <label key={taken} className="flex items-center gap-3">
                      <input
                        type="radio"
                        name="kind"
                        value={taken}
                        checked={taken === kind}
                        onChange={() => wish(taken)}
                        className="size-5 accent-[var(--accent)]"
                      />
                      {t(`submissions.submit.kinds.${taken}`)}
                    </label>
                  ))}
                </fieldset>
              ) : (
                <input type="hidden" name="kind" value={kind} />
              )}
              {kind === "image_reference" ? (
                <Field
                  name="reference"
                  required
                  defaultValue={typed?.reference}
                  maxLength={255}
                  spellCheck={false}
                  autoCapitalize="none"
                  placeholder="registry.example.org/team/model:1"
                  label={t("submissions.submit.reference")}
                  hint={t("submissions.submit.referenceHint")}
                  error={errorAt("reference")}
                />
              ) : (
                <>
                  <WaitingUploads uploads={offered} now={now} chosen={uploadId} onChosen={setUploadId} />
                  <DropZone
                    key={kind}
                    place={placeOf(competition.slug)}
                    {...(kind === "image_tar"
                      ? {
                          accept: ".tar,application/x-tar",
                          prompt: t("submissions.submit.dropImage"),
                          limit: t("submissions.submit.limitImage", { max: formatBytes(maxBytes, locale) }),
                        }
                      : { accept: [".zip", "application/zip", ...PLAIN_FILES].join(",") })}
                    maxBytes={maxBytes}
                    error={errorAt("file")}
                    onUploaded={setUploadId}
                  />
                  {uploadId && !offered.some(({ id }) => id === uploadId) && (
                    <input type="hidden" name="uploadId" value={uploadId} />
                  )}
                  <noscript>{t("submissions.submit.script")}</noscript>
                </>
              )}
              <FactFields questions={questions} errorAt={errorAt} typed={typed} />
              <TextArea
                name="note"
                defaultValue={typed?.note}
                label={t("submissions.submit.note")}
                hint={t("submissions.submit.noteHint")}
                rows={2}
                maxLength={2000}
              />
              <Button type="submit" disabled={busy || (kind !== "image_reference" && !uploadId)}>
                {t("submissions.submit.send")}
              </Button>
              {kind !== "image_reference" && !uploadId && (
                <p className="-mt-3 text-center text-sm text-muted">{t("submissions.submit.fileFirst")}</p>
              )}
              <noscript>
                <Button type="submit">{t("submissions.submit.send")}</Button>
              </noscript>
            </Form>
          )}
        </>
      )}
    </Page>
  );
}

/** Why nothing is taken, with the way to accept new rules where that is what lacks. */
function Refused({ refusal, team }: { refusal: Refusal; team: string }) {
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <>
      {say(refusal)}
      {refusal.reason === "submissions.refusals.rulesChanged" && (
        <>
          {" "}
          <Link className="underline" to={team}>
            {t("submissions.submit.readRules")}
          </Link>
        </>
      )}
    </>
  );
}
