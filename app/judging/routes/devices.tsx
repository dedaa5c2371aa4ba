import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { mayOperate } from "../../people/permissions.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatBytes } from "../../web/format.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { wantSelfTest } from "../change-hosts.server.ts";
import { DeviceCharts } from "../device-charts.tsx";
import type { DeviceStanding } from "../device-standing.ts";
import { deviceHistory } from "../host-samples.server.ts";
import { devicesFor, wantDeviceBack } from "../operate-devices.server.ts";
import { SelfTestResult } from "../self-test-result.tsx";

export const handle = { title: "judging.devices.title" };
export const meta: MetaFunction = () => []; // the title is that of `handle`

const HERE = "/operate/devices";

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const hosts = (await devicesFor(await signedIn(request))) ?? notFound();
  const asked = new URL(request.url).searchParams.get("use");
  const having = hosts.filter((host) => host.devices.length > 0);
  const charted = (having.find((host) => host.id === asked) ?? having[0])?.id ?? null;
  return { now, hosts, charted, history: charted ? await deviceHistory(charted, now) : [] };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const [device, hostId, now] = [form.get("device"), String(form.get("host") ?? ""), new Date()];
  if (!mayOperate(viewer)) notFound();
  const wanted =
    device === null
      ? await wantSelfTest({ viewer, id: hostId, now })
      : await wantDeviceBack({ viewer, hostId, deviceId: String(device), now });
  if (wanted.ok) return redirect(HERE);
  return data({ refusal: wanted.refusal }, { status: statusOf(wanted.refusal.code) });
}

type Host = ReturnType<typeof useLoaderData<typeof loader>>["hosts"][number];
type Device = Host["devices"][number];

const TONES: Record<DeviceStanding, Tone> = {
  free: "good",
  running: "live",
  clearing: "info",
  busy: "warn",
  sliced: "neutral",
  quarantined: "bad",
  gone: "bad",
};

export default function Devices() {
  const { hosts, charted, history, now } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <Page
      eyebrow={<Link to="/operate/hosts">{t("judging.hosts.title")}</Link>}
      title={t("judging.devices.title")}
      lead={t("judging.devices.lead")}
    >
      {refusal && <FormError>{sentence(refusal)}</FormError>}
      {hosts.length === 0 && (
        <Empty title={t("judging.devices.noHostTitle")}>{t("judging.devices.noHost")}</Empty>
      )}
      {hosts.map((host) => (
        <section key={host.id} aria-labelledby={`host-${host.id}`} className="flex flex-col gap-4">
          <h2 id={`host-${host.id}`} className="font-display text-xl font-semibold">
            {host.name}
          </h2>
          {host.problem && (
            <Alert tone="warn" title={t("judging.devices.problem")}>
              <span className="[overflow-wrap:anywhere]">{host.problem}</span>
            </Alert>
          )}
          <SelfTestResult host={host} lends={host.devices.length > 0} now={now} action={HERE} />
          {host.devices.length === 0 ? (
            <p className="text-muted">{t("judging.devices.none")}</p>
          ) : (
            <DeviceTable host={host} />
          )}
          {host.id === charted ? (
            <DeviceCharts devices={host.devices} history={history} now={now} />
          ) : (
            host.devices.length > 0 && (
              <p>
                <Link
                  to={`${HERE}?use=${host.id}`}
                  preventScrollReset
                  aria-label={t("operations.devices.showOf", { host: host.name })}
                  className="font-semibold text-accent hover:underline"
                >
                  {t("operations.devices.show")}
                </Link>
              </p>
            )
          )}
        </section>
      ))}
    </Page>
  );
}

function DeviceTable({ host }: { host: Host }) {
  const { t } = useTranslation();
  return (
    <Table stacked caption={`${t("judging.devices.title")}: ${host.name}`}>
      <thead>
        <Tr>
          <Th>{t("judging.devices.device")}</Th>
          <Th numeric>{t("judging.devices.memory")}</Th>
          <Th>{t("judging.devices.state")}</Th>
          <Th>
            <span className="sr-only">{t("judging.devices.actions")}</span>
          </Th>
        </Tr>
      </thead>
      <tbody>
        {host.devices.map((device) => (
          <DeviceRow key={device.id} host={host} device={device} />
        ))}
      </tbody>
    </Table>
  );
}

function DeviceRow({ host, device }: { host: Host; device: Device }) {
  const { t, i18n } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <Tr>
      <Td>
        <span className="font-semibold">{device.name}</span>
        <span className="block font-mono text-sm text-muted [overflow-wrap:anywhere]">{device.uuid}</span>
      </Td>
      <Td numeric label={t("judging.devices.memory")}>
        {formatBytes(device.memoryBytes, i18n.language)}
      </Td>
      <Td label={t("judging.devices.state")}>
        <Badge tone={TONES[device.standing]}>{t(`judging.devices.${device.standing}`)}</Badge>
        {device.standing === "quarantined" && device.reason && (
          <span className="block pt-1 text-sm text-muted">
            {t(`judging.devices.reasons.${device.reason}`)}
          </span>
        )}
      </Td>
      <Td>
        {device.standing === "quarantined" &&
          (device.releaseWanted ? (
            <span className="text-sm text-muted">{t("judging.devices.releasing")}</span>
          ) : (
            <Form method="post" action={HERE} className="flex justify-end">
              <input type="hidden" name="host" value={host.id} />
              <input type="hidden" name="device" value={device.id} />
              <Button
                type="submit"
                variant="quiet"
                size="small"
                disabled={busy}
                aria-label={t("judging.devices.release", { device: device.uuid })}
              >
                {t("judging.devices.releaseShort")}
              </Button>
            </Form>
          ))}
      </Td>
    </Tr>
  );
}
