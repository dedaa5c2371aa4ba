import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { HostState } from "../judging/host-parts.tsx";
import { Badge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatDuration, localized } from "../web/format.ts";
import type { Overview } from "./overview.server.ts";

/** What waits in which queue, what it asks of a host, and why it waits. */
export function WaitingTable({ overview, now }: { overview: Overview; now: Date }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { lanes, moreLanes } = overview;
  if (lanes.length === 0) return <p className="text-muted">{t("operations.nothingWaits")}</p>;
  const asks = (lane: (typeof lanes)[number]) =>
    [
      ...lane.labels,
      ...(lane.gpus === 0
        ? []
        : lane.gpuMemoryBytes > 0
          ? [
              t("operations.gpusOf", {
                gpus: lane.gpus,
                memory: formatBytes(lane.gpuMemoryBytes, locale),
              }),
            ]
          : [t("operations.gpus", { gpus: lane.gpus })]),
    ].join(" · ") || t("operations.anyHost");
  return (
    <>
      <Table stacked caption={t("operations.waiting")}>
        <thead>
          <Tr>
            <Th>{t("operations.queue")}</Th>
            <Th>{t("operations.asks")}</Th>
            <Th numeric>{t("operations.runs")}</Th>
            <Th numeric>{t("operations.oldest")}</Th>
            <Th>{t("operations.why")}</Th>
          </Tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <Tr key={`${lane.queueId} ${lane.labels.join()} ${lane.gpus} ${lane.gpuMemoryBytes}`}>
              <Td className="font-semibold">{lane.queue ?? t("judging.hosts.noQueue")}</Td>
              <Td label={t("operations.asks")} className="[overflow-wrap:anywhere]">
                {asks(lane)}
              </Td>
              <Td numeric label={t("operations.runs")}>
                {new Intl.NumberFormat(locale).format(lane.runs)}
              </Td>
              <Td numeric label={t("operations.oldest")}>
                {formatDuration(Math.max(0, now.getTime() - lane.oldest.getTime()), locale)}
              </Td>
              <Td label={t("operations.why")}>
                <Badge tone={lane.why === "busy" ? "info" : "bad"}>{t(`operations.whys.${lane.why}`)}</Badge>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {moreLanes > 0 && <p className="text-muted">{t("operations.moreLanes", { count: moreLanes })}</p>}
    </>
  );
}

/** The hosts as they last reported, with the last run that each of them failed. */
export function HostTable({ overview, now }: { overview: Overview; now: Date }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { hosts, moreHosts } = overview;
  const none = t("operations.none");
  const percent = (share: number | null) =>
    share === null
      ? none
      : new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  if (hosts.length === 0)
    return (
      <Empty
        title={t("operations.noHosts")}
        action={<LinkButton to="/operate/hosts">{t("operations.addHost")}</LinkButton>}
      >
        {t("operations.noHostsText")}
      </Empty>
    );
  return (
    <>
      <Table stacked caption={t("operations.hosts")}>
        <thead>
          <Tr>
            <Th>{t("operations.host")}</Th>
            <Th>{t("operations.state")}</Th>
            <Th>{t("operations.queue")}</Th>
            <Th numeric>{t("operations.slots")}</Th>
            <Th numeric>{t("operations.cpu")}</Th>
            <Th numeric>{t("operations.memory")}</Th>
            <Th numeric>{t("operations.disk")}</Th>
            <Th>{t("operations.lastError")}</Th>
          </Tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <Tr key={host.id}>
              <Td className="font-semibold [overflow-wrap:anywhere]">
                <Link to={`/operate/hosts/${host.id}`} className="text-accent hover:underline">
                  {host.name}
                </Link>
              </Td>
              <Td label={t("operations.state")}>
                <HostState host={host} />
              </Td>
              <Td label={t("operations.queue")}>{host.queue ?? t("judging.hosts.noQueue")}</Td>
              <Td numeric label={t("operations.slots")}>
                {host.working} / {host.slots}
              </Td>
              <Td numeric label={t("operations.cpu")}>
                {percent(host.cpu)}
              </Td>
              <Td numeric label={t("operations.memory")}>
                {percent(host.memory)}
              </Td>
              <Td numeric label={t("operations.disk")}>
                {host.diskFreeBytes === null ? none : formatBytes(host.diskFreeBytes, locale)}
              </Td>
              <Td label={t("operations.lastError")} className="max-w-72">
                {host.lastBroke?.at ? (
                  <>
                    <Time at={host.lastBroke.at} style="relative" now={now} />
                    <span className="line-clamp-2 block text-sm text-muted [overflow-wrap:anywhere]">
                      {host.lastBroke.detail}
                    </span>
                  </>
                ) : (
                  none
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {moreHosts > 0 && <p className="text-muted">{t("operations.moreHosts", { count: moreHosts })}</p>}
    </>
  );
}

const OUTCOMES = ["judge_broke", "image_unavailable", "lost"] as const;

/** The last attempts that the platform failed. */
export function BrokeTable({ overview, now }: { overview: Overview; now: Date }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  if (overview.broke.length === 0) return <p className="text-muted">{t("operations.brokeNone")}</p>;
  return (
    <Table stacked caption={t("operations.broke")}>
      <thead>
        <Tr>
          <Th>{t("operations.submission")}</Th>
          <Th>{t("operations.when")}</Th>
          <Th>{t("operations.host")}</Th>
          <Th>{t("operations.outcome")}</Th>
          <Th>{t("operations.detail")}</Th>
        </Tr>
      </thead>
      <tbody>
        {overview.broke.map((one) => {
          const outcome = OUTCOMES.find((known) => known === one.outcome);
          return (
            <Tr key={one.id}>
              <Td className="font-semibold [overflow-wrap:anywhere]">
                <Link to={`/submissions/${one.submissionId}`} className="text-accent hover:underline">
                  {localized(one.competition, locale)} #{one.number}
                </Link>
              </Td>
              <Td label={t("operations.when")} className="whitespace-nowrap">
                {one.at && <Time at={one.at} style="relative" now={now} />}
              </Td>
              <Td label={t("operations.host")}>{one.host}</Td>
              <Td label={t("operations.outcome")}>{outcome && t(`operations.outcomes.${outcome}`)}</Td>
              <Td
                label={t("operations.detail")}
                className="max-w-96 text-sm text-muted [overflow-wrap:anywhere]"
              >
                {one.detail || t("operations.none")}
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
