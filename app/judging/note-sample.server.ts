import { eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import type { Transaction } from "../../db/connect.ts";
import { attemptSamples } from "../../db/schema/index.ts";
import type { Sample, Step } from "../../judge/contract/protocol.ts";
import { keepSample } from "./keep-sample.ts";

/** Keeps what a heartbeat measured, within the bound on an attempt's measurements. Its row must be locked. */
export async function noteSample(
  tx: Transaction,
  { attemptId, step, sample, now }: { attemptId: string; step: Step; sample: Sample; now: Date },
): Promise<void> {
  const [kept] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      last: sql<number>`coalesce(max(${attemptSamples.seq}), -1)::int`,
      firstMs: sql<number>`coalesce(min((${attemptSamples.sample}->>'atMs')::float8), 0)::float8`,
      lastMs: sql<number>`coalesce(max((${attemptSamples.sample}->>'atMs')::float8), 0)::float8`,
    })
    .from(attemptSamples)
    .where(eq(attemptSamples.attemptId, attemptId));
  if (!kept) return;
  const does = keepSample(kept, sample.atMs, webConfig().ATTEMPT_SAMPLES);
  if (does === "skip") return;
  if (does === "thin") {
    await tx.execute(sql`delete from attempt_samples a using (
      select seq, row_number() over (order by seq) as place from attempt_samples where attempt_id = ${attemptId}
    ) n where a.attempt_id = ${attemptId} and a.seq = n.seq and n.place % 2 = 0`);
  }
  await tx
    .insert(attemptSamples)
    .values({ attemptId, seq: kept.last + 1, at: now, sample: { ...sample, step } });
}
