import { and, desc, eq, lte, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boards, competitions, metrics, phases } from "../../db/schema/index.ts";
import type { Locale, Localized } from "../../db/vocabulary.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { type Bar, bestSoFar, daysFrom, everyDay, SPANS_S, STEPS } from "./shapes.ts";

/** Tracks and organisations that are listed, the largest first. */
const MOST_GROUPS = 100;

const bars = (rows: Iterable<{ key: string | null; n: string }>): Bar[] =>
  [...rows].map(({ key, n }) => ({ key: key ?? "", count: Number(n) }));

/** Days of a competition, as dates in its time zone, both included. */
type Span = { id: string; timeZone: string; from: string; to: string };

/** Figures by what was counted; the one longest unused goes first. */
const kept = new Map<string, { countedAt: number; counted: ReturnType<typeof count> }>();
const KEPT = 50;

/**
 * What was counted of a span lately, or is being counted now: with a hundred thousand submissions it takes the
 * database half a second, which a few organisers who load a page again shall not take from it each time.
 */
function countLately(span: Span, now: Date): ReturnType<typeof count> {
  const name = JSON.stringify(span);
  const known = kept.get(name);
  if (known && performance.now() - known.countedAt < webConfig().STATISTICS_KEEP_MS) return known.counted;
  const counted = count(span, now);
  kept.delete(name);
  kept.set(name, { countedAt: performance.now(), counted });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  // Whoever waits for it hears of the failure; whoever comes next has it counted again.
  counted.catch(() => kept.get(name)?.counted === counted && kept.delete(name));
  return counted;
}

/**
 * A competition in figures, for its organisers; null for anybody else. Days are those of the competition's
 * time zone. Everything is counted by the database along the index on time, at most once in
 * `STATISTICS_KEEP_MS`.
 */
export async function statisticsOf(
  viewer: Viewer,
  slug: string,
  { days: asked, locale, now }: { days: URLSearchParams; locale: Locale; now: Date },
) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!competition || !organisesCompetition(viewer, competition.id)) return null;
  const { id, timeZone } = competition;
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now);
  const { from, to } = daysFrom(asked, today);
  const { perDay, failures, waits, takes, funnel, tracks, organisations, progress } = await countLately(
    { id, timeZone, from, to },
    now,
  );
  const days = everyDay(from, to);
  const counted = new Map(bars(perDay).map((bar) => [bar.key, bar.count]));
  return {
    from,
    to,
    perDay: days.map((key) => ({ key, count: counted.get(key) ?? 0 })),
    failures: bars(failures),
    waits,
    takes,
    funnel: STEPS.map((key) => ({ key, count: Number(funnel[0]?.[key] ?? 0) })),
    tracks: tracks.map(({ name, n }) => ({ key: localized(name, locale), count: Number(n) })),
    organisations: organisations.map(({ name, n }) => ({ key: localized(name, locale), count: Number(n) })),
    progress: progress && {
      title: progress.title,
      precision: progress.precision,
      days: bestSoFar(days, progress.ofDay, progress.higherIsBetter),
    },
  };
}
export type Statistics = NonNullable<Awaited<ReturnType<typeof statisticsOf>>>;

/** Counts a span afresh. */
async function count({ id, timeZone, from, to }: Span, now: Date) {
  const inRange = sql`s.competition_id = ${id}
    and s.submitted_at >= (${from}::date)::timestamp at time zone ${timeZone}
    and s.submitted_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`;
  const day = sql`to_char(s.submitted_at at time zone ${timeZone}, 'YYYY-MM-DD')`;

  const [perDay, failures, waits, takes, funnel, tracks, organisations, progress] = await Promise.all([
    db.execute<{ key: string; n: string }>(
      sql`select ${day} as key, count(*) as n from submissions s where ${inRange} group by 1 order by 1`,
    ),
    db.execute<{ key: string | null; n: string }>(sql`
      select s.cause as key, count(*) as n from submissions s
      where ${inRange} and s.state = 'failed' group by 1 order by 2 desc, 1`),
    times(inRange, sql`extract(epoch from r.started_at - r.queued_at)`),
    times(inRange, sql`extract(epoch from r.finished_at - r.started_at)`),
    db.execute<Record<(typeof STEPS)[number], string>>(sql`
      select count(*) as joined,
        count(*) filter (where e.state = 'accepted') as accepted,
        count(*) filter (where exists (select 1 from submissions s where s.entry_id = e.id)) as submitted,
        count(*) filter (where exists (select 1 from submissions s where s.entry_id = e.id and s.state = 'scored')) as scored,
        count(*) filter (where exists (
          select 1 from boards b join standings st on st.board_id = b.id and st.generation = b.generation and st.entry_id = e.id
          where b.competition_id = ${id})) as standing
      from entries e where e.competition_id = ${id} and e.kind = 'team'`),
    db.execute<{ name: Localized; n: string }>(sql`
      select t.name, count(e.id) as n from competition_tracks t
      left join entries e on e.track_id = t.id and e.kind = 'team' and e.state = 'accepted'
      where t.competition_id = ${id} group by t.id order by t.position limit ${MOST_GROUPS}`),
    db.execute<{ name: Localized; n: string }>(sql`
      select o.name, count(distinct e.id) as n from entries e
      join team_members m on m.team_id = e.team_id
      join organisation_members om on om.person_id = m.person_id and om.state = 'verified'
      join organisations o on o.id = om.organisation_id
      where e.competition_id = ${id} and e.kind = 'team' and e.state = 'accepted'
      group by o.id order by 2 desc, o.slug limit ${MOST_GROUPS}`),
    progressOf(id, inRange, day, now),
  ]);
  return { perDay, failures, waits, takes, funnel, tracks, organisations, progress };
}

/** How many official runs took how long: one count a span of `SPANS_S`, and the median and the slowest tenth. */
async function times(inRange: SQL, seconds: SQL) {
  const [row] = await db.execute<{ spans: number[]; median: string | null; tenth: string | null }>(sql`
    with took as (
      select ${seconds} as s from submissions s join runs r on r.submission_id = s.id and r.official
      where ${inRange} and ${seconds} is not null
    )
    select array[${sql.join(
      [0, ...SPANS_S].map((least, i) => {
        const most = SPANS_S[i];
        return most === undefined
          ? sql`count(*) filter (where s >= ${least})`
          : sql`count(*) filter (where s >= ${least} and s < ${most})`;
      }),
      sql`, `,
    )}]::int[] as spans,
      percentile_cont(0.5) within group (order by s) as median,
      percentile_cont(0.9) within group (order by s) as tenth
    from took`);
  return {
    spans: row?.spans ?? [],
    median: row?.median === null || row === undefined ? null : Number(row.median),
    tenth: row?.tenth === null || row === undefined ? null : Number(row.tenth),
  };
}

/** The best of each day in the public primary metric of the phase that began last; null where it is computed. */
async function progressOf(competitionId: string, inRange: SQL, day: SQL, now: Date) {
  const [found] = await db
    .select({ metric: metrics, phaseId: phases.id })
    .from(boards)
    .innerJoin(phases, eq(phases.id, boards.phaseId))
    .innerJoin(
      metrics,
      and(eq(metrics.competitionId, boards.competitionId), eq(metrics.position, boards.primaryPosition)),
    )
    .where(and(eq(boards.competitionId, competitionId), lte(phases.startsAt, now)))
    .orderBy(desc(phases.position))
    .limit(1);
  if (!found || found.metric.computation !== null) return null;
  const { metric, phaseId } = found;
  const higherIsBetter = metric.sorting === "desc";
  const rows = await db.execute<{ key: string; best: string }>(sql`
    select key, ${higherIsBetter ? sql`max(value)` : sql`min(value)`} as best from (
      select ${day} as key, sum(c.value) as value
      from submissions s
      join runs r on r.submission_id = s.id and r.official
      join scores c on c.run_id = r.id and c.metric_id = ${metric.id}
      where ${inRange} and s.phase_id = ${phaseId} and s.state = 'scored'
      group by s.id
    ) scored group by key`);
  return {
    title: metric.title,
    precision: metric.precision,
    higherIsBetter,
    ofDay: new Map([...rows].map((row) => [row.key, Number(row.best)])),
  };
}
