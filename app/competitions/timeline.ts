type Span = { startsAt: Date; endsAt: Date | null };
type Placed = { index: number; from: number; width: number };

/** Narrower than this, in percent, a phase could not be seen. */
const LEAST = 2;

/**
 * Where each phase stands on a line from the first start to the last end, in percent, and where now does. Phases
 * that run at the same time get rows of their own; a phase without an end runs to the line's end, somewhat after
 * now.
 */
export function laidOut(phases: readonly Span[], now: Date): { spans: Placed[][]; today: number | null } {
  if (phases.length === 0) return { spans: [], today: null };
  const starts = phases.map((p) => p.startsAt.getTime());
  const first = Math.min(...starts);
  const known = Math.max(...starts, ...phases.map((p) => p.endsAt?.getTime() ?? now.getTime()));
  const open = phases.some((p) => p.endsAt === null);
  const last = open ? known + Math.max((known - first) / 4, 86_400_000) : Math.max(known, first + 1);
  const share = (at: number) => ((at - first) / (last - first)) * 100;
  const rows: { placed: Placed[]; until: number }[] = [];
  for (const [index, phase] of phases.entries()) {
    const start = phase.startsAt.getTime();
    const until = phase.endsAt?.getTime() ?? last;
    const width = Math.max(share(until) - share(start), LEAST);
    const placed = { index, from: Math.min(share(start), 100 - width), width };
    const row = rows.find((r) => r.until <= start);
    if (row) {
      row.placed.push(placed);
      row.until = until;
    } else rows.push({ placed: [placed], until });
  }
  const today = share(now.getTime());
  return { spans: rows.map((r) => r.placed), today: today >= 0 && today <= 100 ? today : null };
}
