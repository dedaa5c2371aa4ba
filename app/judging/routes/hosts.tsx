import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { addHost } from "../change-hosts.server.ts";
import { HOST_NAME_CHARS, HOST_NOTE_CHARS, readHost } from "../host-form.ts";
import { HostState, NewToken, useHostWarnings } from "../host-parts.tsx";
import { judgeHostsFor } from "../queries.server.ts";

export const handle = { title: "judging.hosts.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const page = (await judgeHostsFor(await signedIn(request), now)) ?? notFound();
  return { now, url: webConfig().PUBLIC_URL, ...page };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const now = new Date();
  if (!(await judgeHostsFor(viewer, now))) notFound();
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = { name: text("name"), queueId: text("queueId"), note: text("note") };
  const host = readHost(typed);
  const added = host.ok ? await addHost({ viewer, host: host.value, now }) : host;
  if (added.ok) return { token: added.value.token, refusal: null, typed: null };
  return data({ token: null, refusal: added.refusal, typed }, { status: statusOf(added.refusal.code) });
}

type Host = ReturnType<typeof useLoaderData<typeof loader>>["hosts"][number];

export default function Hosts() {
  const { hosts, queueLength, operates, url } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  return (
    <Page
      title={t("judging.hosts.title")}
      lead={t(operates ? "judging.hosts.lead" : "judging.hosts.leadOwn")}
      actions={
        operates && (
          <>
            <LinkButton to="/operate/devices" variant="quiet">
              {t("judging.devices.title")}
            </LinkButton>
            <LinkButton to="/operate/images" variant="quiet">
              {t("judging.images.title")}
            </LinkButton>
          </>
        )
      }
    >
      {answer?.token && <NewToken token={answer.token} url={url} />}
      <dl className="grid grid-cols-2 gap-6 sm:grid-cols-3">
        {queueLength !== null && <Stat label={t("judging.hosts.queued")} value={queueLength} />}
        <Stat label={t("judging.hosts.running")} value={hosts.reduce((sum, h) => sum + h.working, 0)} />
        <Stat label={t("judging.hosts.online")} value={hosts.filter((h) => h.alive).length} />
      </dl>
      {hosts.length === 0 ? (
        <Empty title={t("judging.hosts.noneTitle")}>{t("judging.hosts.none")}</Empty>
      ) : (
        <Table stacked caption={t("judging.hosts.title")}>
          <thead>
            <Tr>
              <Th>{t("judging.hosts.name")}</Th>
              <Th>{t("judging.hosts.state")}</Th>
              <Th>{t("judging.hosts.queue")}</Th>
              <Th numeric>{t("judging.hosts.slots")}</Th>
              <Th>{t("judging.hosts.labels")}</Th>
              <Th>{t("judging.hosts.lastSeen")}</Th>
            </Tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <HostRow key={host.id} host={host} />
            ))}
          </tbody>
        </Table>
      )}
      <AddHost />
    </Page>
  );
}

function HostRow({ host }: { host: Host }) {
  const { now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const warnings = useHostWarnings()(host);
  return (
    <Tr>
      <Td className="font-semibold">
        <Link to={`/operate/hosts/${host.id}`} className="text-accent hover:underline">
          {host.name}
        </Link>
        {warnings.map((sentence) => (
          <span key={sentence} className="mt-1 flex items-start gap-1.5 text-sm font-normal text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {sentence}
          </span>
        ))}
      </Td>
      <Td label={t("judging.hosts.state")}>
        <HostState host={host} />
      </Td>
      <Td label={t("judging.hosts.queue")}>{host.queue ?? t("judging.hosts.noQueue")}</Td>
      <Td numeric label={t("judging.hosts.slots")}>
        {host.working} / {host.slots}
      </Td>
      <Td label={t("judging.hosts.labels")}>{host.labels.join(", ") || "–"}</Td>
      <Td label={t("judging.hosts.lastSeen")} className="whitespace-nowrap">
        {host.lastSeenAt ? (
          <Time at={host.lastSeenAt} style="relative" now={now} />
        ) : (
          t("judging.hosts.never")
        )}
      </Td>
    </Tr>
  );
}

function AddHost() {
  const { queues, operates } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  const sentence = answer?.refusal && say(answer.refusal);
  const wrong = (field: string) => (answer?.refusal?.field === field ? (sentence ?? undefined) : undefined);
  return (
    <Card>
      {/* After a host was added the form is a new one. */}
      <Form method="post" className="flex flex-col gap-5" key={answer?.token ?? "new"}>
        <h2 className="font-display text-xl font-semibold">{t("judging.hosts.addTitle")}</h2>
        <p className="text-muted">{t("judging.hosts.addText")}</p>
        {sentence && !answer.refusal?.field && <FormError>{sentence}</FormError>}
        <Field
          name="name"
          label={t("judging.hosts.nameField")}
          hint={t("judging.hosts.nameHint")}
          defaultValue={answer?.typed?.name}
          error={wrong("name")}
          maxLength={HOST_NAME_CHARS}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <Select
          name="queueId"
          label={t("judging.hosts.queue")}
          hint={t("judging.hosts.queueHint")}
          defaultValue={answer?.typed?.queueId}
          error={wrong("queueId")}
        >
          {operates && <option value="">{t("judging.hosts.noQueue")}</option>}
          {queues.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </Select>
        <Field
          name="note"
          label={t("judging.hosts.noteField")}
          defaultValue={answer?.typed?.note}
          error={wrong("note")}
          maxLength={HOST_NOTE_CHARS}
        />
        <div>
          <Button type="submit" disabled={busy}>
            {t("judging.hosts.add")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
