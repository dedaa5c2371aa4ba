import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useEditorForm } from "../../competitions/editor-form.tsx";
import { faultsOf, replyTo } from "../../competitions/editor-reply.server.ts";
import { RemoveForm } from "../../competitions/row-actions.tsx";
import { signedIn } from "../../people/viewer.server.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { notFound } from "../../web/respond.server.ts";
import { removeQueue, saveQueue } from "../change-queues.server.ts";
import { managedQueue } from "../queries.server.ts";
import { QueueFields } from "../queue-fields.tsx";
import { QueueForm } from "../queue-form.ts";

export const handle = { title: "queues.title" };
export const meta = () => []; // the title is that of `handle`

const ALL = "/organise/queues";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  return { queue: (await managedQueue(viewer, params.id ?? "", new Date())) ?? notFound() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const command = { viewer, id: params.id ?? "", now: new Date() };
  const body = await request.formData();
  if (body.get("intent") === "remove") {
    const removed = await removeQueue(command);
    if (removed.ok) return redirect(ALL);
    if (removed.refusal.code === "not_found") notFound();
    return replyTo(body, [removed.refusal]);
  }
  const form = parseWithZod(body, { schema: QueueForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const saved = await saveQueue({ ...command, queue: form.value });
  if (saved.ok) return redirect(`${ALL}?saved`);
  if (saved.refusal.code === "not_found") notFound();
  return replyTo(body, [saved.refusal]);
}

export default function EditQueue() {
  const { queue } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const form = useEditorForm(answer, "queue", { name: queue.name, note: queue.note, open: queue.open });
  const removing = useEditorForm(answer, "remove", {});
  return (
    <Page
      title={<bdi>{queue.name}</bdi>}
      eyebrow={<Link to={ALL}>{t("queues.title")}</Link>}
      lead={queue.note ?? undefined}
    >
      <dl className="grid grid-cols-2 gap-6 sm:grid-cols-4">
        <Stat label={t("queues.hosts")} value={queue.hosts} />
        <Stat label={t("queues.online")} value={queue.online} />
        <Stat label={t("queues.competitions")} value={queue.competitions} />
        <Stat label={t("queues.waiting")} value={queue.waiting} />
      </dl>
      <Form method="post" noValidate className="flex flex-col gap-5">
        <input type="hidden" name="intent" value="queue" />
        {form.answer && <FormError>{form.wrong ?? t("editor.notSaved")}</FormError>}
        <QueueFields form={form} />
        <div>
          <Button type="submit">{t("editor.save")}</Button>
        </div>
      </Form>
      <RemoveForm error={removing.wrong} />
    </Page>
  );
}
