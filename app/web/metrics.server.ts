import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * The figures of this web process in Prometheus' text format. Counters and histograms are this process's own and
 * are added up by whoever asks all of them; gauges that come from the database are the same in each.
 */
const registry = new Registry();
collectDefaultMetrics({ register: registry });

/** Seconds, from a page out of memory to an upload over a slow line. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
/** Seconds, from a run of a moment to a day of training. */
const RUN_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

const requests = new Histogram({
  name: "podium_http_request_seconds",
  help: "Time from a request's arrival to its answer's last byte",
  labelNames: ["kind", "method", "status"],
  buckets: REQUEST_BUCKETS,
  registers: [registry],
});

const KINDS: readonly [RegExp, string][] = [
  [/^\/api\/v1\/judging\//, "judging"],
  [/^\/api\//, "api"],
  [/^\/assets\//, "asset"],
  [/^\/uploads(\/|$)/, "upload"],
];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/** Notes a request that was answered. What a stranger chose, its path above all, names no series. */
export function noteRequest(asked: { method: string; path: string; status: number; seconds: number }): void {
  const kind = KINDS.find(([pattern]) => pattern.test(asked.path))?.[1] ?? "page";
  const method = METHODS.has(asked.method) ? asked.method : "other";
  requests.observe({ kind, method, status: `${Math.floor(asked.status / 100)}xx` }, asked.seconds);
}

/** A figure that is counted where something happens. Count after commit: what is rolled back did not happen. */
export const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
  new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });

/** How long something took or waited, in seconds. */
export const seconds = <L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
): Histogram<L> =>
  new Histogram({ name, help, labelNames: [...labelNames], buckets: RUN_BUCKETS, registers: [registry] });

/** What stands somewhere at the moment it is asked for. */
export type Standing = {
  name: string;
  help: string;
  labelNames: readonly string[];
  values: { labels: Record<string, string>; value: number }[];
};

const gauges = new Map<string, Gauge>();

/** The page for Prometheus: what was counted here, and what `look` finds now. */
export async function exposition(look: () => Promise<Standing[]>): Promise<{ type: string; text: string }> {
  for (const { name, help, labelNames, values } of await look()) {
    let gauge = gauges.get(name);
    if (!gauge) {
      gauge = new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
      gauges.set(name, gauge);
    }
    gauge.reset();
    for (const { labels, value } of values) gauge.set(labels, value);
  }
  return { type: registry.contentType, text: await registry.metrics() };
}
