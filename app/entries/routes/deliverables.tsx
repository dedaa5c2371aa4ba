import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { DropZone } from "../../submissions/drop-zone.tsx";
import { finishedUpload } from "../../submissions/uploads.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { formatBytes, localized } from "../../web/format.ts";
import { renderMarkdown } from "../../web/markdown.server.ts";
import { refused } from "../../web/outcome.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { deliver } from "../deliver.server.ts";
import { teamDeliverables } from "../deliverable-queries.server.ts";
import { EntryChoice } from "../entry-choice.tsx";
import { entriesOf } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const now = new Date();
  const locale = detectLocale(request);
  const found = (await competitionBySlug(viewer, params.slug ?? "", now)) ?? notFound();
  const asked = new URL(request.url).searchParams.get("entry");
  const own = await teamDeliverables(viewer, found, now, asked);
  if (!own) throw redirect(`/competitions/${found.slug}/join`);
  return {
    title: localized(found.title, locale),
    slug: found.slug,
    timeZone: found.timeZone,
    pages: found.pages.map((p) => ({ position: p.position, title: p.title })),
    discussions: found.discussionsEnabled,
    entry: own.entry,
    entries: await entriesOf(viewer, found.id),
    slots: own.slots.map(({ description, ...slot }) => ({
      ...slot,
      html: renderMarkdown(localized(description, locale)),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const slotId = String(form.get("slotId") ?? "");
  const entryId = String(form.get("entryId") ?? "");
  const uploadId = String(form.get("uploadId") ?? "");
  const file = uploadId ? await finishedUpload(viewer, uploadId) : null;
  const outcome = file
    ? await deliver({ viewer, slug: params.slug ?? "", slotId, entryId, uploadId, ...file, now: new Date() })
    : refused("invalid", uploadId ? "submissions.refusals.uploadUnfinished" : "submissions.refusals.noFile", {
        field: "file",
      });
  return outcome.ok
    ? redirect(`/deliverables/${outcome.value.id}?new`)
    : data({ slotId, refusal: outcome.refusal }, { status: statusOf(outcome.refusal.code) });
}

export default function Deliverables() {
  const { title, slug, pages, discussions, slots, entry, entries } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const required = slots.filter((s) => s.required);
  const missing = required.filter((s) => s.receipts.length === 0);
  return (
    <Page eyebrow={title} title={t("deliverables.title")} lead={t("deliverables.lead")}>
      <CompetitionTabs
        slug={slug}
        pages={pages}
        joined
        deliverables
        discussions={discussions}
        entry={entries.length > 1 ? entry.id : undefined}
      />
      <EntryChoice entries={entries} shown={entry.id} />
      {slots.length === 0 && <Empty title={t("deliverables.nothing")} />}
      {required.length > 0 && (
        <Alert tone={missing.length > 0 ? "warn" : "good"}>
          {missing.length > 0
            ? t("deliverables.missingCount", { count: missing.length, all: required.length })
            : t("deliverables.allThere")}
        </Alert>
      )}
      <ul className="flex flex-col gap-6">
        {slots.map((slot) => (
          <li key={`${entry.id} ${slot.id}`}>
            <Slot slot={slot} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

type SlotShown = ReturnType<typeof useLoaderData<typeof loader>>["slots"][number];

const TONES = { missing: "warn", handedIn: "good", closed: "neutral" } as const;

function Slot({ slot }: { slot: SlotShown }) {
  const { timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const refusal = answer?.slotId === slot.id ? answer.refusal : null;
  const title = localized(slot.title, locale);
  const [newest, ...earlier] = slot.receipts;
  return (
    <Card className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 break-words font-display text-xl font-semibold">{title}</h2>
        <Badge tone={TONES[slot.state]}>{t(`deliverables.state.${slot.state}`)}</Badge>
        {!slot.required && <Badge>{t("deliverables.optional")}</Badge>}
        {slot.purpose === "eligibility" && <Badge tone="info">{t("deliverables.eligibility")}</Badge>}
      </div>
      <Html html={slot.html} />
      <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2">
        <Fact label={t("deliverables.due")}>
          {slot.dueAt ? <Time at={slot.dueAt} timeZone={timeZone} withOwn /> : t("deliverables.noDue")}
        </Fact>
        <Fact label={t("deliverables.endings")}>
          {slot.extensions.map((e) => `.${e}`).join(", ") || t("deliverables.anyEnding")}
        </Fact>
        <Fact label={t("deliverables.maxSize")}>{formatBytes(slot.maxBytes, locale)}</Fact>
        {slot.namePattern && (
          <Fact label={t("deliverables.name")}>
            {slot.names.length > 0
              ? slot.names.map((name, i) => (
                  <span key={name}>
                    {i > 0 && ` ${t("deliverables.nameOr")} `}
                    <code className="break-all">{name}</code>
                  </span>
                ))
              : t("deliverables.nameLater")}
          </Fact>
        )}
      </dl>
      {newest && (
        <div className="flex flex-col gap-3 rounded-xl bg-sunken px-4 py-3 text-sm">
          <Receipt receipt={newest} />
          {earlier.length > 0 && (
            <details>
              <summary className="cursor-pointer">
                {t("deliverables.earlier", { count: earlier.length })}
              </summary>
              <ul className="flex flex-col gap-2 pt-2">
                {earlier.map((receipt) => (
                  <li key={receipt.id}>
                    <Receipt receipt={receipt} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      {slot.refusal ? (
        <>
          {refusal && <FormError>{say(refusal)}</FormError>}
          {!refusal && <p className="text-sm text-muted">{say(slot.refusal)}</p>}
        </>
      ) : (
        <HandIn
          key={newest?.id ?? "first"}
          slot={slot}
          title={title}
          error={refusal ? say(refusal) : undefined}
        />
      )}
    </Card>
  );
}

function HandIn({ slot, title, error }: { slot: SlotShown; title: string; error: string | undefined }) {
  const { entry } = useLoaderData<typeof loader>();
  const [uploadId, setUploadId] = useState<string | null>(null);
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Form method="post" className="flex flex-col items-start gap-4">
      <input type="hidden" name="entryId" value={entry.id} />
      <input type="hidden" name="slotId" value={slot.id} />
      <input type="hidden" name="uploadId" value={uploadId ?? ""} />
      <div className="w-full">
        <DropZone
          compact
          place={`deliverable ${slot.id} ${entry.id}`}
          maxBytes={slot.maxBytes}
          label={t("deliverables.file", { slot: title })}
          prompt={t("deliverables.drop")}
          limit={t("deliverables.limit", { max: formatBytes(slot.maxBytes, locale) })}
          accept={slot.extensions.map((e) => `.${e}`).join(",")}
          error={error}
          onUploaded={setUploadId}
        />
      </div>
      <Button type="submit" disabled={busy || !uploadId}>
        {t(slot.receipts.length > 0 ? "deliverables.replace" : "deliverables.send")}
      </Button>
      <noscript>{t("deliverables.script")}</noscript>
    </Form>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function Receipt({ receipt }: { receipt: SlotShown["receipts"][number] }) {
  const { timeZone } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="min-w-0 break-all font-semibold">{receipt.fileName}</span>
      <span className="text-muted tabular-nums">
        {t("deliverables.version", { version: receipt.version })} · {formatBytes(receipt.size, locale)} ·{" "}
        <Time at={receipt.createdAt} timeZone={timeZone} />
        {receipt.person && ` · ${receipt.person}`}
        {receipt.of && ` · ${t("deliverables.ofMerged", { team: receipt.of })}`}
      </span>
      <Link className="text-accent underline" to={`/deliverables/${receipt.id}`}>
        {t("deliverables.receipt")}
      </Link>
      <a className="text-accent underline" href={`/deliverables/${receipt.id}/file`} download>
        {t("deliverables.download")}
      </a>
    </p>
  );
}
