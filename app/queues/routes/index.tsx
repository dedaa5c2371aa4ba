import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useEditorForm } from "../../competitions/editor-form.tsx";
import { faultsOf, replyTo } from "../../competitions/editor-reply.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { notFound } from "../../web/respond.server.ts";
import { saveQueue } from "../change-queues.server.ts";
import { queuesPage } from "../queries.server.ts";
import { QueueFields } from "../queue-fields.tsx";
import { QueueForm } from "../queue-form.ts";

export const handle = { title: "queues.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  return { queues: (await queuesPage(await signedIn(request), new Date())) ?? notFound() };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const body = await request.formData();
  const form = parseWithZod(body, { schema: QueueForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const saved = await saveQueue({ viewer, id: null, queue: form.value, now: new Date() });
  if (saved.ok) return redirect("/organise/queues?saved");
  if (saved.refusal.code === "forbidden") notFound();
  return replyTo(body, [saved.refusal]);
}

export default function Queues() {
  const { queues } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const form = useEditorForm(answer, "queue", {});
  return (
    <Page
      title={t("queues.title")}
      lead={t("queues.lead")}
      actions={
        queues.some((queue) => queue.manages) && (
          <LinkButton to="/operate/hosts" variant="quiet">
            {t("judging.hosts.title")}
          </LinkButton>
        )
      }
    >
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      {queues.length === 0 ? <Empty title={t("queues.noneTitle")}>{t("queues.none")}</Empty> : <List />}
      <Card>
        {/* Once more queues are there, the last one was taken: the fields are empty again. */}
        <Form key={queues.length} method="post" noValidate className="flex flex-col gap-5">
          <h2 className="font-display text-xl font-semibold">{t("queues.addTitle")}</h2>
          <input type="hidden" name="intent" value="queue" />
          {form.answer && <FormError>{form.wrong ?? t("editor.notSaved")}</FormError>}
          <QueueFields form={form} />
          <div>
            <Button type="submit">{t("queues.add")}</Button>
          </div>
        </Form>
      </Card>
    </Page>
  );
}

function List() {
  const { queues } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Table stacked caption={t("queues.title")}>
      <thead>
        <Tr>
          <Th>{t("queues.name")}</Th>
          <Th>{t("queues.owner")}</Th>
          <Th numeric>{t("queues.hosts")}</Th>
          <Th numeric>{t("queues.competitions")}</Th>
          <Th numeric>{t("queues.waiting")}</Th>
          <Th>
            <span className="sr-only">{t("editor.edit")}</span>
          </Th>
        </Tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <Tr key={queue.id}>
            <Td>
              <span className="flex flex-wrap items-center gap-2">
                <bdi className="font-semibold [overflow-wrap:anywhere]">{queue.name}</bdi>
                {queue.open && <Badge tone="info">{t("queues.isOpen")}</Badge>}
              </span>
              {queue.note && <span className="text-sm text-muted">{queue.note}</span>}
            </Td>
            <Td label={t("queues.owner")}>{queue.owner ?? t("queues.operators")}</Td>
            <Td numeric label={t("queues.hosts")}>
              {t("queues.hostsOnline", { online: queue.online, hosts: queue.hosts })}
            </Td>
            <Td numeric label={t("queues.competitions")}>
              {queue.competitions}
            </Td>
            <Td numeric label={t("queues.waiting")}>
              {queue.waiting}
            </Td>
            <Td>
              {queue.manages && (
                <LinkButton to={`/organise/queues/${queue.id}`} variant="quiet" size="small">
                  {t("editor.edit")}
                  <span className="sr-only"> {queue.name}</span>
                </LinkButton>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
