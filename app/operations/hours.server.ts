import { asc, gte, lt, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { judgeHours } from "../../db/schema/index.ts";

const HOUR_MS = 3_600_000;
/** An installation that was off, or comes from an older version, has so many hours counted afterwards. */
const MOST_HOURS = 7 * 24;

/**
 * Counts the hour that `now` is in, and those since the last that was counted: runs by when they began and ended,
 * and how many wait now. Hours that are over are not read again.
 */
export async function countHours(now: Date): Promise<void> {
  const current = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const [last] = await db.execute<{ at: string | null }>(sql`select max(hour)::text as at from judge_hours`);
  const earliest = current - MOST_HOURS * HOUR_MS;
  const from = new Date(Math.max(earliest, Math.min(current, last?.at ? Date.parse(last.at) : earliest)));
  const span = sql`${from.toISOString()}::timestamptz and ${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    insert into judge_hours (hour, began, wait_p50, wait_p90, causes, waiting)
    select h.hour, coalesce(b.began, 0), b.p50, b.p90, coalesce(e.causes, '{}'),
      case when h.hour = ${new Date(current).toISOString()}::timestamptz
        then (select count(*)::int from runs where state = 'queued') else 0 end
    from generate_series(${from.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, '1 hour') h (hour)
    left join (
      select date_trunc('hour', started_at, 'UTC') as hour, count(*)::int as began,
        percentile_cont(0.5) within group (order by greatest(0, extract(epoch from started_at - queued_at))) as p50,
        percentile_cont(0.9) within group (order by greatest(0, extract(epoch from started_at - queued_at))) as p90
      from runs where started_at between ${span} and official group by 1
    ) b on b.hour = h.hour
    left join (
      select hour, jsonb_object_agg(cause, runs) as causes from (
        select date_trunc('hour', finished_at, 'UTC') as hour, cause, count(*) as runs
        from runs where finished_at between ${span} and cause is not null group by 1, 2
      ) c group by hour
    ) e on e.hour = h.hour
    on conflict (hour) do update set began = excluded.began, wait_p50 = excluded.wait_p50,
      wait_p90 = excluded.wait_p90, causes = excluded.causes,
      waiting = greatest(judge_hours.waiting, excluded.waiting)`);
  const oldest = new Date(now.getTime() - webConfig().HISTORY_DAYS * 24 * HOUR_MS);
  await db.delete(judgeHours).where(lt(judgeHours.hour, oldest));
}

/** The hours since then, oldest first; those of which nothing is known are missing. */
export const hoursSince = (since: Date) =>
  db.select().from(judgeHours).where(gte(judgeHours.hour, since)).orderBy(asc(judgeHours.hour));
