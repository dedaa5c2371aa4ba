import type { Reason } from "../locales/reason.ts";
import { formatBytes, formatDuration } from "../web/format.ts";
import type { Trouble } from "./troubles.ts";

/** The words of a locale: by `t` on a page, by `wording` in a mail. */
export type Say = (key: Reason, values?: Record<string, string | number>) => string;

/** What a trouble is called in a few words, and about what, e.g. for the subject of a mail. */
export function troubleTitle(trouble: Trouble, say: Say): string {
  const title = say(`operations.titles.${trouble.kind}`);
  const about =
    trouble.kind === "no_host" ? queueName(trouble.queue, say) : "host" in trouble && trouble.host;
  return about ? say("operations.titled", { title, about }) : title;
}

export const queueName = (queue: string | null, say: Say): string => queue ?? say("judging.hosts.noQueue");

/** A trouble in one sentence, as it is at `now`. */
export function troubleSentence(
  trouble: Trouble,
  { say, locale, now }: { say: Say; locale: string; now: Date },
): string {
  const since = (at: Date) => formatDuration(Math.max(0, now.getTime() - at.getTime()), locale);
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  switch (trouble.kind) {
    case "no_host": {
      const lacks = {
        host: () => say("operations.troubles.noHost"),
        label: () => say("operations.troubles.noLabel", { labels: trouble.labels.join(", ") }),
        device: () =>
          trouble.gpuMemoryBytes > 0
            ? say("operations.troubles.noDeviceOf", {
                gpus: trouble.gpus,
                memory: formatBytes(trouble.gpuMemoryBytes, locale),
              })
            : say("operations.troubles.noDevice", { gpus: trouble.gpus }),
      }[trouble.lacks]();
      const queue = queueName(trouble.queue, say);
      return say("operations.troubles.waiting", {
        queue,
        lacks,
        runs: number(trouble.runs),
        wait: since(trouble.oldest),
      });
    }
    case "failure_rate":
      return say("operations.troubles.failures", {
        failed: number(trouble.failed),
        ended: number(trouble.ended),
        minutes: trouble.minutes,
      });
    case "host_silent":
      return say("operations.troubles.silent", { host: trouble.host, time: since(trouble.lastSeenAt) });
    case "disk_low":
      return say(trouble.full ? "operations.troubles.diskFull" : "operations.troubles.diskLow", {
        host: trouble.host,
        free: formatBytes(trouble.freeBytes, locale),
      });
    case "device_quarantined":
      return say("operations.troubles.quarantined", {
        device: trouble.device,
        index: trouble.index,
        host: trouble.host,
        reason: trouble.reason ? say(`judging.devices.reasons.${trouble.reason}`) : "",
      }).trim();
    case "clock_skew":
      return say(trouble.skewMs > 0 ? "operations.troubles.clockAhead" : "operations.troubles.clockBehind", {
        host: trouble.host,
        seconds: number(Math.abs(trouble.skewMs) / 1000, 1),
      });
  }
}

/** The page where it is looked into: an operator's own, else what the queue's owner may see. */
export function troublePath(trouble: Trouble, operates: boolean): string {
  switch (trouble.kind) {
    case "no_host":
      return trouble.queueId && !operates ? `/organise/queues/${trouble.queueId}` : "/operate/hosts";
    case "failure_rate":
      return "/operate/failures";
    case "device_quarantined":
      return operates ? "/operate/devices" : `/operate/hosts/${trouble.hostId}`;
    default:
      return `/operate/hosts/${trouble.hostId}`;
  }
}
