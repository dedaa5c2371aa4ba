import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../people/viewer.server.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { notFound } from "../../web/respond.server.ts";
import { judgeHostsFor } from "../queries.server.ts";

export const handle = { title: "judging.hosts.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  return { now, ...((await judgeHostsFor(await viewerOf(request), now)) ?? notFound()) };
}

type Host = ReturnType<typeof useLoaderData<typeof loader>>["hosts"][number];

const TONES: Record<Host["state"] | "silent", Tone> = {
  active: "good",
  silent: "bad",
  draining: "warn",
  disabled: "neutral",
};

export default function Hosts() {
  const { hosts, queueLength, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={t("judging.hosts.title")}
      lead={t("judging.hosts.lead")}
      actions={
        <>
          <LinkButton to="/operate/devices" variant="quiet">
            {t("judging.devices.title")}
          </LinkButton>
          <LinkButton to="/operate/images" variant="quiet">
            {t("judging.images.title")}
          </LinkButton>
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-6 sm:grid-cols-3">
        <Stat label={t("judging.hosts.queued")} value={queueLength} />
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
              <Th numeric>{t("judging.hosts.slots")}</Th>
              <Th>{t("judging.hosts.labels")}</Th>
              <Th>{t("judging.hosts.lastSeen")}</Th>
            </Tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <HostRow key={host.id} host={host} now={now} />
            ))}
          </tbody>
        </Table>
      )}
    </Page>
  );
}

function HostRow({ host, now }: { host: Host; now: Date }) {
  const { t } = useTranslation();
  const state = host.state === "active" && !host.alive ? "silent" : host.state;
  return (
    <Tr>
      <Td className="whitespace-nowrap font-semibold">{host.name}</Td>
      <Td label={t("judging.hosts.state")}>
        <Badge tone={TONES[state]}>{t(`judging.hosts.${state}`)}</Badge>
      </Td>
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
