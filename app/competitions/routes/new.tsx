import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { Bot, Dumbbell, Rocket, Trophy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { COMPETITION_TEMPLATES } from "../../../db/vocabulary.ts";
import { mayCreate } from "../../people/permissions.ts";
import { signedIn } from "../../people/viewer.server.ts";
import type { SignedInViewer } from "../../people/viewer.ts";
import { Button } from "../../ui/button.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useOwnZone } from "../../ui/use-own-zone.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { dayLater, timeZones, writeLocal } from "../../web/zone.ts";
import { BundleUpload } from "../bundle-upload.tsx";
import { copyCompetition } from "../copy.server.ts";
import { createCompetition } from "../create.server.ts";
import { LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, replyTo } from "../editor-reply.server.ts";
import { copyForm, NewCompetition } from "../forms.ts";
import { bundleMaxBytes } from "../import.server.ts";
import { TITLE_CHARS } from "../limits.ts";
import { competitionBySlug, organisedCompetitions } from "../queries.server.ts";

export const handle = { title: "competitions.new.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  if (!mayCreate(viewer)) throw redirect("/competitions");
  const now = new Date();
  const from = new URL(request.url).searchParams.get("copy");
  const found = from ? await competitionBySlug(viewer, from, now) : null;
  const earlier = found?.organises ? found : null;
  return {
    zones: timeZones(),
    maxBytes: bundleMaxBytes(),
    own: await organisedCompetitions(viewer),
    copy: earlier && {
      slug: earlier.slug,
      title: earlier.title,
      timeZone: earlier.timeZone,
      // A year later on the same weekday.
      startsAt: writeLocal(
        dayLater(earlier.phases[0]?.startsAt ?? now, 364, earlier.timeZone),
        earlier.timeZone,
      ),
    },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const body = await request.formData();
  if (body.get("intent") === "copy") return copyFrom(viewer, body);
  const form = parseWithZod(body, { schema: NewCompetition });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const made = await createCompetition({ viewer, ...form.value, now: new Date() });
  return made.ok ? redirect(`/competitions/${made.value.slug}/manage`) : replyTo(body, [made.refusal]);
}

async function copyFrom(viewer: SignedInViewer, body: FormData) {
  const now = new Date();
  const slug = String(body.get("from") ?? "");
  const earlier = await competitionBySlug(viewer, slug, now);
  const form = parseWithZod(body, { schema: copyForm(earlier?.timeZone ?? "UTC") });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const made = await copyCompetition({ viewer, slug, ...form.value, now });
  return made.ok ? redirect(`/competitions/${made.value.slug}/manage`) : replyTo(body, [made.refusal]);
}

const ICONS = { ai_benchmark: Bot, software_cup: Trophy, hackathon: Rocket, practice: Dumbbell } as const;

export default function NewCompetitionPage() {
  const { zones, maxBytes } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const own = useOwnZone();
  const form = useEditorForm(answer?.form, "create", { timeZone: own ?? "UTC" });
  const title = `title.${locale}`;
  return (
    <Page title={t("editor.new.title")} lead={t("editor.new.lead")}>
      <Form method="post" noValidate className="flex flex-col gap-8">
        <input type="hidden" name="intent" value="create" />
        {form.wrong && <FormError>{form.wrong}</FormError>}
        <fieldset>
          <legend className="sr-only">{t("editor.new.template")}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            {COMPETITION_TEMPLATES.map((template, i) => {
              const Icon = ICONS[template];
              const chosen = form.answer ? form.answer.typed.template?.[0] === template : i === 0;
              return (
                <label
                  key={template}
                  className="flex cursor-pointer gap-4 rounded-2xl border border-line bg-surface p-5 hover:border-accent has-checked:border-accent has-checked:bg-accent-soft"
                >
                  <input
                    type="radio"
                    name="template"
                    value={template}
                    defaultChecked={chosen}
                    className="mt-1.5 size-5 shrink-0 accent-[var(--accent)]"
                  />
                  <span className="flex flex-col gap-1">
                    <span className="flex items-center gap-2 font-display text-lg font-semibold">
                      <Icon aria-hidden className="size-5 text-accent" />
                      {t(`editor.templates.${template}.name`)}
                    </span>
                    <span className="text-pretty text-muted">{t(`editor.templates.${template}.text`)}</span>
                  </span>
                </label>
              );
            })}
          </div>
          {form.error("template") && <p className="pt-2 text-sm text-bad">{form.error("template")}</p>}
        </fieldset>
        <div className="grid gap-6 md:grid-cols-[2fr_1fr]">
          <Field
            {...form.at(title)}
            error={form.error(title) ?? form.error("title")}
            label={t("editor.new.name")}
            hint={t("editor.new.nameHint")}
            maxLength={TITLE_CHARS}
            required
          />
          <Select
            key={own}
            {...form.at("timeZone")}
            label={t("editor.settings.timeZone")}
            hint={t("editor.new.zoneHint")}
          >
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        </div>
        <div>
          <Button type="submit">{t("editor.new.create")}</Button>
        </div>
      </Form>
      <CopyEarlier />
      <Section title={t("editor.new.bundle")}>
        <p className="max-w-3xl text-muted">{t("competitions.new.lead")}</p>
        <BundleUpload maxBytes={maxBytes} />
      </Section>
    </Page>
  );
}

/** Choose an earlier competition; then say what the copy is called and when it starts. */
function CopyEarlier() {
  const { own, copy } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const form = useEditorForm(answer?.form, "copy", {
    ...localizedValues("title", copy?.title),
    startsAt: copy?.startsAt,
  });
  if (own.length === 0) return null;
  return (
    <Section title={t("editor.copy.title")}>
      <p className="max-w-3xl text-muted">{t("editor.copy.lead")}</p>
      <Form method="get" className="flex flex-wrap items-end gap-4" preventScrollReset>
        <div className="min-w-64 max-w-xl grow">
          <Select key={copy?.slug} name="copy" defaultValue={copy?.slug} label={t("editor.copy.from")}>
            {own.map((one) => (
              <option key={one.slug} value={one.slug}>
                {localized(one.title, locale)} ({one.slug})
              </option>
            ))}
          </Select>
        </div>
        <Button type="submit" variant="quiet">
          {t("editor.copy.choose")}
        </Button>
      </Form>
      {copy && (
        <Form
          id="copy"
          key={copy.slug}
          method="post"
          noValidate
          className="flex flex-col gap-6 rounded-2xl border border-line p-6"
        >
          <input type="hidden" name="intent" value="copy" />
          <input type="hidden" name="from" value={copy.slug} />
          {form.wrong && <FormError>{form.wrong}</FormError>}
          <LocalizedFields form={form} name="title" label={t("editor.settings.title")} max={TITLE_CHARS} />
          <div className="max-w-xs">
            <Field
              {...form.at("startsAt")}
              type="datetime-local"
              step={1}
              label={t("editor.copy.startsAt")}
              hint={t("editor.copy.startsAtHint", { timeZone: copy.timeZone })}
            />
          </div>
          <div>
            <Button type="submit">{t("editor.copy.make")}</Button>
          </div>
        </Form>
      )}
    </Section>
  );
}
