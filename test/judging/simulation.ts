import { compareTurns, type Served, type Waiting } from "../../app/judging/fair-order.ts";

/** A run as the trace has it; times in seconds from the start. */
export type Arrival = { id: number; team: number; competition: number; atS: number; lengthS: number };
export type Wait = Arrival & { waitedS: number; first: boolean };
type Policy = "fair" | "fifo";

/** Numbers from 0 to 1 that a seed makes the same every time: the linear congruence of Numerical Recipes, ch. 7. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Two hours before a deadline: the closer it comes, the more is handed in. One team in ten is eager and hands in
 * many times, most once or twice. A small competition runs beside the large one. Most runs are short, a few long.
 */
export function deadlineRush({ teams, seed }: { teams: number; seed: number }): Arrival[] {
  const random = randomFrom(seed);
  const arrivals: Omit<Arrival, "id">[] = [];
  for (let team = 0; team < teams; team++) {
    const competition = random() < 0.05 ? 1 : 0;
    const many = random() < 0.1 ? 8 + Math.floor(random() * 12) : 1 + Math.floor(random() * 2);
    for (let n = 0; n < many; n++) {
      const atS = 7200 * (1 - random() ** 2.5);
      const lengthS = random() < 0.9 ? 5 + random() * 40 : 120 + random() * 480;
      arrivals.push({ team, competition, atS, lengthS });
    }
  }
  return arrivals.sort((a, b) => a.atS - b.atS).map((arrival, id) => ({ ...arrival, id }));
}

/** How long every run waits when so many slots take them in the order of fair-order.ts, or as they came. */
export function simulate(
  trace: readonly Arrival[],
  {
    slots,
    policy,
    windowS = 3600,
    passedOverS = 43_200,
    perTeam = 2,
  }: { slots: number; policy: Policy; windowS?: number; passedOverS?: number; perTeam?: number },
): Wait[] {
  const waits: Wait[] = [];
  const waiting: (Waiting & { arrival: Arrival })[] = [];
  let working: { arrival: Arrival; endsS: number }[] = [];
  const endedOf = new Map<number, number[]>();
  const startedOf = new Map<number, number>();
  const seen = new Set<number>();
  let next = 0;

  const turnOf = (team: number, nowS: number) =>
    waiting.filter((one) => one.arrival.team === team).length +
    working.filter((one) => one.arrival.team === team).length +
    (endedOf.get(team) ?? []).filter((endedS) => endedS > nowS - windowS).length;

  const served = (competition: string): Served => {
    const last = startedOf.get(Number(competition));
    return {
      working: working.filter((one) => String(one.arrival.competition) === competition).length,
      lastStartedAt: last === undefined ? null : new Date(last * 1000),
    };
  };

  function take(nowS: number) {
    const both = new Map(["0", "1"].map((id) => [id, served(id)]));
    let best: (typeof waiting)[number] | undefined;
    for (const one of waiting) {
      if (working.filter((other) => other.arrival.team === one.arrival.team).length >= perTeam) continue;
      if (one.turn > 0 && one.arrival.atS < nowS - passedOverS) one.turn = 0;
      if (!best || (policy === "fair" && compareTurns(one, best, (run) => both.get(run.competitionId)) < 0))
        best = one;
    }
    return best;
  }

  function start(nowS: number) {
    while (working.length < slots) {
      const one = take(nowS);
      if (!one) return;
      waiting.splice(waiting.indexOf(one), 1);
      const { arrival } = one;
      working.push({ arrival, endsS: nowS + arrival.lengthS });
      startedOf.set(arrival.competition, nowS);
      waits.push({
        ...arrival,
        waitedS: nowS - arrival.atS,
        first: one.turn === 0 && !seen.has(arrival.team),
      });
      seen.add(arrival.team);
    }
  }

  while (next < trace.length || working.length > 0) {
    const arrival = trace[next];
    const firstEnd = working.reduce((least, one) => Math.min(least, one.endsS), Number.POSITIVE_INFINITY);
    if (arrival && arrival.atS <= firstEnd) {
      next += 1;
      waiting.push({
        arrival,
        runId: String(arrival.id).padStart(9, "0"),
        competitionId: String(arrival.competition),
        priority: 0,
        turn: turnOf(arrival.team, arrival.atS),
        queuedAt: new Date(arrival.atS * 1000),
      });
      start(arrival.atS);
    } else {
      for (const { arrival: ended } of working.filter((one) => one.endsS <= firstEnd))
        endedOf.set(ended.team, [...(endedOf.get(ended.team) ?? []), firstEnd]);
      working = working.filter((one) => one.endsS > firstEnd);
      start(firstEnd);
    }
  }
  return waits;
}

/** The wait that so many of a hundred do not exceed, seconds. */
export function percentile(waits: readonly { waitedS: number }[], percent: number): number {
  const sorted = waits.map((one) => one.waitedS).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
