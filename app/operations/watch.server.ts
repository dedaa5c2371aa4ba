import { sampleHosts } from "../judging/host-samples.server.ts";
import { watchAlerts } from "./alerts.server.ts";
import { countHours } from "./hours.server.ts";

/** The job that looks at judging, once a minute. */
export const WATCH_JUDGING = "watch_judging";

/** Notes how busy hosts are and what the hour brought; opens, closes and mails alerts. */
export async function watchJudging(now: Date): Promise<void> {
  // What is wrong is told even where figures cannot be kept.
  const done = await Promise.allSettled([watchAlerts(now), sampleHosts(now), countHours(now)]);
  for (const one of done) if (one.status === "rejected") throw one.reason;
}
