export type PhaseSpan = { position: number; startsAt: Date; endsAt: Date | null };
export type PhaseState = "upcoming" | "open" | "closed";

/** A phase is open from its start until just before its end. */
export function phaseState(phase: Omit<PhaseSpan, "position">, now: Date): PhaseState {
  if (now < phase.startsAt) return "upcoming";
  return phase.endsAt && now >= phase.endsAt ? "closed" : "open";
}

/** The phase that is open now: the first by position. Null between phases, before and after them. */
export function currentPhase<P extends PhaseSpan>(phases: readonly P[], now: Date): P | null {
  return inOrder(phases).find((p) => phaseState(p, now) === "open") ?? null;
}

/** The next moment at which a phase starts or ends; null when nothing follows. */
export function nextDeadline(phases: readonly PhaseSpan[], now: Date): Date | null {
  const ahead = phases
    .flatMap((p) => [p.startsAt, ...(p.endsAt ? [p.endsAt] : [])])
    .filter((at) => at > now)
    .sort((a, b) => a.getTime() - b.getTime());
  return ahead[0] ?? null;
}

/** Of the whole competition: upcoming before its first phase, closed after its last, else open. */
export function competitionState(phases: readonly PhaseSpan[], now: Date): PhaseState {
  const states = phases.map((p) => phaseState(p, now));
  if (states.every((s) => s === "closed")) return "closed";
  return states.every((s) => s === "upcoming") ? "upcoming" : "open";
}

const inOrder = <P extends PhaseSpan>(phases: readonly P[]) =>
  [...phases].sort((a, b) => a.position - b.position);
