import type { Locale, Localized } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { localized } from "../web/format.ts";
import { phaseState } from "./phase-at.ts";

export type ReadinessFacts = {
  rules: Localized;
  contactEmail: string | null;
  entriesUntil: Date | null;
  /** Dates that were read from a bundle and that nobody has confirmed. */
  datesUnconfirmed: boolean;
  pages: number;
  metrics: number;
  slots: number;
  /** Queue whose hosts judge it, and how many of them are there now; null where it chose none. */
  queue: { name: string; hosts: number } | null;
  /** What tasks ask for that no host there can give now, in short. */
  unmet: { task: Localized; needs: string }[];
  phases: { name: Localized; startsAt: Date; endsAt: Date | null; accepts: string[]; tasks: number }[];
};

export type Finding = {
  /** Stops: it cannot work this way. Look: it may be meant. */
  kind: "stops" | "look";
  reason: Reason;
  values?: Record<string, string>;
  /** Where it is mended. */
  section: "settings" | "pages" | "phases" | "tasks" | "board";
};

/**
 * What an organiser should know before everybody sees the competition; empty when nothing is amiss. Phases are
 * named in the locale, or as the competition names them.
 */
export function readiness(facts: ReadinessFacts, now: Date, locale: Locale = "en"): Finding[] {
  const { phases } = facts;
  const found: Finding[] = [];
  const judged = phases.filter((p) => p.accepts.length > 0);

  if (phases.length === 0) found.push({ kind: "stops", reason: "editor.ready.noPhase", section: "phases" });
  for (const phase of judged.filter((p) => p.tasks === 0))
    found.push({
      kind: "stops",
      reason: "editor.ready.phaseWithoutTask",
      values: { phase: localized(phase.name, locale) },
      section: "phases",
    });
  if (judged.some((p) => p.tasks > 0) && facts.metrics === 0)
    found.push({ kind: "stops", reason: "editor.ready.noMetric", section: "board" });

  if (phases.length > 0 && judged.length === 0 && facts.slots === 0)
    found.push({ kind: "look", reason: "editor.ready.nothingToHandIn", section: "phases" });
  if (phases.length > 0 && phases.every((p) => phaseState(p, now) === "closed"))
    found.push({ kind: "look", reason: "editor.ready.over", section: "phases" });
  if (facts.datesUnconfirmed)
    found.push({ kind: "look", reason: "editor.ready.datesUnconfirmed", section: "phases" });
  if (facts.queue?.hosts === 0)
    found.push({
      kind: "look",
      reason: "editor.ready.queueWithoutHost",
      values: { queue: facts.queue.name },
      section: "settings",
    });
  else
    for (const { task, needs } of facts.unmet)
      found.push({
        kind: "look",
        reason: "editor.ready.needsUnmet",
        values: { task: localized(task, locale), needs },
        section: "tasks",
      });
  if (facts.entriesUntil && facts.entriesUntil <= now)
    found.push({ kind: "look", reason: "editor.ready.entriesOver", section: "settings" });
  if (Object.keys(facts.rules).length === 0)
    found.push({ kind: "look", reason: "editor.ready.noRules", section: "pages" });
  if (facts.pages === 0) found.push({ kind: "look", reason: "editor.ready.noPages", section: "pages" });
  if (!facts.contactEmail)
    found.push({ kind: "look", reason: "editor.ready.noContact", section: "settings" });
  return found;
}
