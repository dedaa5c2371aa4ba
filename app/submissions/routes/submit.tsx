import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError, TextArea } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { DropZone } from "../drop-zone.tsx";
import { submitFacts } from "../queries.server.ts";
import { submit } from "../submit.server.ts";
import { finishedUpload } from "../uploads.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  return (await submitFacts(viewer, params.slug ?? "", new Date())) ?? notFound();
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const uploadId = String(form.get("uploadId") ?? "");
  const file = uploadId ? await finishedUpload(viewer, uploadId) : null;
  if (!file) {
    const reason = uploadId ? "submissions.refusals.uploadUnfinished" : "submissions.refusals.noFile";
    return respond(refused("invalid", reason, { field: "file" }).refusal);
  }
  const phase = form.get("phase");
  const outcome = await submit({
    viewer,
    slug: params.slug ?? "",
    phasePosition: phase === null ? undefined : Number(phase),
    ...file,
    note: String(form.get("note") ?? "").slice(0, 2000),
    now: new Date(),
  });
  return outcome.ok ? redirect(`/submissions/${outcome.value.id}`) : respond(outcome.refusal);
}

export default function Submit() {
  const { competition, entry, phase, maxBytes, open } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const busy = useNavigation().state !== "idle";
  const [uploadId, setUploadId] = useState<string | null>(null);
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const sentence = refusal && say(refusal);
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
          <dl className="grid grid-cols-2 gap-5 [&>:nth-child(3)]:col-span-2">
            <Stat
              label={t("submissions.submit.leftToday")}
              value={phase.left.today ?? t("submissions.submit.unlimited")}
            />
            <Stat
              label={t("submissions.submit.leftInAll")}
              value={phase.left.total ?? t("submissions.submit.unlimited")}
            />
            {phase.endsAt && (
              <Stat
                label={t("submissions.submit.endsAt")}
                value={<Time at={phase.endsAt} timeZone={competition.timeZone} withOwn />}
              />
            )}
          </dl>
          <Form method="post" className="flex flex-col gap-6">
            {sentence && refusal.field !== "file" && <FormError>{sentence}</FormError>}
            <p className="text-sm">
              <span className="text-muted">{t("submissions.submit.phase")}: </span>
              <strong>{localized(phase.name, locale)}</strong> · {entry.teamName}
            </p>
            <DropZone
              maxBytes={maxBytes}
              error={refusal?.field === "file" ? sentence : undefined}
              onUploaded={setUploadId}
            />
            <input type="hidden" name="uploadId" value={uploadId ?? ""} />
            <input type="hidden" name="phase" value={phase.position} />
            <TextArea
              name="note"
              label={t("submissions.submit.note")}
              hint={t("submissions.submit.noteHint")}
              rows={2}
              maxLength={2000}
            />
            <Button type="submit" disabled={busy || !uploadId}>
              {t("submissions.submit.send")}
            </Button>
            <noscript>{t("submissions.submit.script")}</noscript>
          </Form>
        </>
      )}
    </Page>
  );
}
