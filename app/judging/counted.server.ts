import type { Cause } from "../../judge/contract/verdict.ts";
import { counter, seconds } from "../web/metrics.server.ts";

const attemptsEnded = counter("podium_attempts_ended_total", "Attempts that ended, by cause", ["cause"]);
const attemptSeconds = seconds("podium_attempt_seconds", "From the claim to an attempt's end", ["cause"]);

/** From the moment a run was queued first to a host's claim. */
export const waitSeconds = seconds("podium_run_wait_seconds", "How long runs waited for a judge host", []);

/** Counts an attempt that ended: with what its host reported, or `lost` when it fell silent. */
export function countEnded(cause: Cause | "lost" | "given_back", began: Date, now: Date): void {
  attemptsEnded.inc({ cause });
  attemptSeconds.observe({ cause }, Math.max(0, (now.getTime() - began.getTime()) / 1000));
}
