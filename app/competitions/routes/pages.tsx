import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { movePage } from "../change-pages.server.ts";
import { changeRules, rulesSince } from "../change-rules.server.ts";
import { localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, previewOf, replyTo } from "../editor-reply.server.ts";
import { RulesForm } from "../forms.ts";
import { NOTE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { MarkdownFields } from "../markdown-fields.tsx";
import { RowActions } from "../row-actions.tsx";

export const handle = { title: "manage.sections.pages" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, timeZone, pages, rules, rulesVersion } = competition;
  return {
    competition: { slug, title, timeZone, rules, rulesVersion },
    pages: pages.map((page) => ({
      id: page.id,
      title: page.title,
      languages: Object.keys(page.body).length,
    })),
    versions: (await rulesSince(competition.id, 0)).map(({ version, note, createdAt, by }) => ({
      version,
      note,
      createdAt,
      by,
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const command = { viewer, slug: competition.slug, now };
  if (body.get("intent") === "move") {
    const by = body.get("by") === "-1" ? -1 : 1;
    const outcome = await movePage({ ...command, id: String(body.get("id")), by });
    return outcome.ok ? redirect("") : replyTo(body, [outcome.refusal]);
  }
  if (body.has("preview")) return previewOf(body, "rules");
  const form = parseWithZod(body, { schema: RulesForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const changed = await changeRules({ ...command, ...form.value });
  return changed.ok ? redirect("?saved") : replyTo(body, [changed.refusal]);
}

export default function Pages() {
  const { competition, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const [search] = useSearchParams();
  const at = `/competitions/${competition.slug}/manage/pages`;
  return (
    <ManagePage competition={competition} section="pages" lead={t("editor.pages.lead")}>
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      <Section
        title={t("editor.pages.title")}
        actions={<LinkButton to={`${at}/new`}>{t("editor.pages.add")}</LinkButton>}
      >
        {pages.length === 0 ? (
          <Empty title={t("editor.pages.noneTitle")}>{t("editor.pages.none")}</Empty>
        ) : (
          <ol className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
            {pages.map((page, i) => {
              const name = localized(page.title, locale);
              return (
                <li key={page.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
                  <strong className="min-w-0 grow break-words">{name}</strong>
                  <span className="text-sm text-muted">
                    {t("editor.pages.languages", { n: page.languages })}
                  </span>
                  <RowActions
                    id={page.id}
                    name={name}
                    to={`${at}/${page.id}`}
                    first={i === 0}
                    last={i === pages.length - 1}
                  />
                </li>
              );
            })}
          </ol>
        )}
      </Section>
      <Rules />
    </ManagePage>
  );
}

function Rules() {
  const { competition, versions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const form = useEditorForm(answer?.form, "rules", localizedValues("rules", competition.rules));
  return (
    <Section title={t("editor.rules.title")}>
      <p className="max-w-3xl text-pretty text-muted">
        {t("editor.rules.lead", { version: competition.rulesVersion })}
      </p>
      <Form key={competition.rulesVersion} method="post" noValidate className="flex flex-col gap-6">
        <input type="hidden" name="intent" value="rules" />
        {form.wrong && <FormError>{form.wrong}</FormError>}
        <MarkdownFields
          form={form}
          name="rules"
          label={t("editor.rules.text")}
          previews={answer?.form.previews}
        />
        <Field
          {...form.at("note")}
          label={t("editor.rules.note")}
          hint={t("editor.rules.noteHint")}
          maxLength={NOTE_CHARS}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit">{t("editor.rules.save")}</Button>
          <noscript>
            <Button type="submit" variant="quiet" name="preview" value="1">
              {t("editor.preview")}
            </Button>
          </noscript>
        </div>
      </Form>
      {versions.length > 0 && (
        <ol className="flex flex-col gap-3 border-l-2 border-line pl-5 text-sm">
          {versions.map((version) => (
            <li key={version.version}>
              <strong>{t("editor.rules.version", { n: version.version })}</strong>
              {version.note && ` · ${version.note}`}
              <span className="block text-muted">
                <Time at={version.createdAt} timeZone={competition.timeZone} />
                {version.by && ` · ${version.by}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
