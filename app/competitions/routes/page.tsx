import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { notFound } from "../../web/respond.server.ts";
import { removePage, savePage } from "../change-pages.server.ts";
import { LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, previewOf, replyTo } from "../editor-reply.server.ts";
import { PageForm } from "../forms.ts";
import { TITLE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { MarkdownFields } from "../markdown-fields.tsx";
import { RemoveForm } from "../row-actions.tsx";

export const handle = { title: "manage.sections.pages" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const page =
    params.id === "new" ? null : (competition.pages.find((one) => one.id === params.id) ?? notFound());
  return { competition: { slug: competition.slug, title: competition.title }, page };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const id = params.id === "new" ? null : (params.id ?? null);
  const command = { viewer, slug: competition.slug, now };
  const back = `/competitions/${competition.slug}/manage/pages`;
  if (body.get("intent") === "remove" && id) {
    const removed = await removePage({ ...command, id });
    return removed.ok ? redirect(back) : replyTo(body, [removed.refusal]);
  }
  if (body.has("preview")) return previewOf(body, "body");
  const form = parseWithZod(body, { schema: PageForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const saved = await savePage({ ...command, id, page: form.value });
  return saved.ok ? redirect(`${back}?saved`) : replyTo(body, [saved.refusal]);
}

export default function EditPage() {
  const { competition, page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const form = useEditorForm(answer?.form, "page", {
    ...localizedValues("title", page?.title),
    ...localizedValues("body", page?.body),
  });
  const removing = useEditorForm(answer?.form, "remove", {});
  return (
    <ManagePage competition={competition} section="pages">
      <Link to=".." relative="path" className="text-accent hover:underline">
        ← {t("editor.back")}
      </Link>
      <Form method="post" noValidate className="flex flex-col gap-8">
        <input type="hidden" name="intent" value="page" />
        {form.wrong && <FormError>{form.wrong}</FormError>}
        <LocalizedFields form={form} name="title" label={t("editor.settings.title")} max={TITLE_CHARS} />
        <MarkdownFields
          form={form}
          name="body"
          label={t("editor.pages.body")}
          previews={answer?.form.previews}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit">{t("editor.save")}</Button>
          <noscript>
            <Button type="submit" variant="quiet" name="preview" value="1">
              {t("editor.preview")}
            </Button>
          </noscript>
        </div>
      </Form>
      {page && <RemoveForm error={removing.wrong} />}
    </ManagePage>
  );
}
