import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes } from "../../web/format.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { drainHost, removeHost, resumeHost, rotateToken, wantSelfTest } from "../change-hosts.server.ts";
import { HostState, NewToken, useHostWarnings } from "../host-parts.tsx";
import { imagesOfHost } from "../image-queries.server.ts";
import { ExactImage, ImageState } from "../image-state.tsx";
import { judgeHost } from "../queries.server.ts";
import { SelfTestResult } from "../self-test-result.tsx";

export const handle = { title: "judging.hosts.title" };
export const meta = () => []; // the title is that of `handle`

const LIST = "/operate/hosts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const viewer = await signedIn(request);
  const host = (await judgeHost(viewer, params.host ?? "", now)) ?? notFound();
  const images = (await imagesOfHost(viewer, host.id, now)) ?? [];
  return { now, url: webConfig().PUBLIC_URL, host, images };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const given = { viewer: await signedIn(request), id: params.host ?? "", now: new Date() };
  const act = (await request.formData()).get("act");
  if (act === "rotate") {
    const made = await rotateToken(given);
    return made.ok ? { token: made.value.token, refusal: null } : refusedAs(made.refusal);
  }
  const commands = { drain: drainHost, resume: resumeHost, test: wantSelfTest, remove: removeHost };
  if (act !== "drain" && act !== "resume" && act !== "test" && act !== "remove") notFound();
  const done = await commands[act](given);
  if (!done.ok) return refusedAs(done.refusal);
  return redirect(act === "remove" ? LIST : `${LIST}/${given.id}`);
}

function refusedAs(
  refusal: Parameters<ReturnType<typeof useSentence>>[0] & { code: Parameters<typeof statusOf>[0] },
) {
  if (refusal.code === "not_found") notFound();
  return data({ token: null, refusal }, { status: statusOf(refusal.code) });
}

export default function Host() {
  const { host, url, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const warnings = useHostWarnings()(host);
  const busy = useNavigation().state !== "idle";
  return (
    <Page
      title={host.name}
      eyebrow={
        <Link to={LIST} className="hover:underline">
          {t("judging.hosts.title")}
        </Link>
      }
      lead={host.note}
      actions={
        <Form method="post">
          {host.state === "active" ? (
            <Button type="submit" name="act" value="drain" variant="quiet" disabled={busy}>
              {t("judging.hosts.drain")}
            </Button>
          ) : (
            <Button type="submit" name="act" value="resume" disabled={busy}>
              {t("judging.hosts.resume")}
            </Button>
          )}
        </Form>
      }
    >
      {answer?.token && <NewToken token={answer.token} url={url} />}
      {answer?.refusal && <FormError>{say(answer.refusal)}</FormError>}
      {warnings.map((sentence) => (
        <Alert key={sentence} tone="warn">
          {sentence}
        </Alert>
      ))}
      {host.state === "draining" && <Alert tone="info">{t("judging.hosts.drainingText")}</Alert>}
      <Section title={t("judging.hosts.facts")}>
        <HostFactsList />
        <SelfTestResult
          host={host}
          lends={(host.facts?.devices.length ?? 0) > 0}
          now={now}
          action={`${LIST}/${host.id}`}
        />
      </Section>
      <Section title={t("judging.image.onHost")}>
        <HostImages />
      </Section>
      <Section title={t("judging.hosts.token")}>
        <p className="max-w-3xl text-muted">{t("judging.hosts.rotateText")}</p>
        <Form method="post">
          <Button type="submit" name="act" value="rotate" variant="quiet" disabled={busy}>
            {t("judging.hosts.rotate")}
          </Button>
        </Form>
      </Section>
      <Section title={t("judging.hosts.removeTitle")}>
        <p className="max-w-3xl text-muted">{t("judging.hosts.removeText")}</p>
        <details>
          <summary className="cursor-pointer py-2 font-semibold text-bad">
            {t("judging.hosts.removeOpen")}
          </summary>
          <Form method="post" className="pt-3">
            <Button type="submit" name="act" value="remove" variant="danger" disabled={busy}>
              {t("judging.hosts.remove", { name: host.name })}
            </Button>
          </Form>
        </details>
      </Section>
    </Page>
  );
}

function HostImages() {
  const { images, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (images.length === 0) return <p className="text-muted">{t("judging.image.onHostNone")}</p>;
  return (
    <Table caption={t("judging.image.onHost")} stacked>
      <thead>
        <tr>
          <Th>{t("judging.image.name")}</Th>
          <Th>{t("judging.image.state")}</Th>
          <Th>{t("judging.image.updated")}</Th>
        </tr>
      </thead>
      <tbody>
        {images.map((one) => (
          <Tr key={`${one.image} ${one.asked}`}>
            <Td label={t("judging.image.name")} className="min-w-64">
              <p className="[overflow-wrap:anywhere]">{one.image}</p>
              {(one.digest ?? one.asked) && <ExactImage>{one.digest ?? one.asked}</ExactImage>}
            </Td>
            <Td label={t("judging.image.state")}>
              <ImageState {...one} own={one.state === "here" && one.digest === null} />
            </Td>
            <Td label={t("judging.image.updated")} className="whitespace-nowrap">
              <Time at={one.updatedAt} style="relative" now={now} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function HostFactsList() {
  const { host, now } = useLoaderData<typeof loader>();
  const { facts } = host;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const number = new Intl.NumberFormat(locale);
  const none = "–";
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      <Fact name={t("judging.hosts.state")}>
        <HostState host={host} />
      </Fact>
      <Fact name={t("judging.hosts.lastSeen")}>
        {host.lastSeenAt ? (
          <Time at={host.lastSeenAt} style="relative" now={now} />
        ) : (
          t("judging.hosts.never")
        )}
      </Fact>
      <Fact name={t("judging.hosts.queue")}>{host.queue ?? t("judging.hosts.noQueue")}</Fact>
      <Fact name={t("judging.hosts.slots")}>
        {host.working} / {host.slots}
      </Fact>
      <Fact name={t("judging.hosts.labels")}>{host.labels.join(", ") || none}</Fact>
      <Fact name={t("judging.hosts.clock")}>
        {host.clockSkewMs === null
          ? none
          : t("judging.hosts.clockMs", {
              ms: new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(host.clockSkewMs),
            })}
      </Fact>
      {facts && (
        <>
          <Fact name={t("judging.hosts.machine")}>
            {t("judging.hosts.machineIs", {
              cpus: number.format(facts.cpus),
              memory: formatBytes(facts.memoryBytes, locale),
            })}
          </Fact>
          <Fact name={t("judging.hosts.disk")}>
            {facts.diskFreeBytes === null ? none : formatBytes(facts.diskFreeBytes, locale)}
          </Fact>
          <Fact name={t("judging.hosts.version")}>
            {t("judging.hosts.versionIs", { version: facts.version, protocol: facts.protocol })}
          </Fact>
          <Fact name={t("judging.hosts.engine")}>
            {[facts.engine, facts.runtime].join(", ")}
            {facts.cgroup && `, cgroup v${facts.cgroup}`}
          </Fact>
          <Fact name={t("judging.hosts.image")}>
            <code className="break-all text-sm">{facts.image}</code>
          </Fact>
          <Fact name={t("judging.hosts.devices")}>
            {facts.devices.length === 0
              ? t("judging.hosts.noDevices")
              : facts.devices.map((device) => device.name).join(", ")}
          </Fact>
        </>
      )}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="mt-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
);
