import type { Locale, Localized } from "../../db/vocabulary.ts";
import { localized } from "../web/format.ts";
import type { Refusal } from "../web/outcome.ts";

type Span = { id: string | null; name: Localized; startsAt: Date; endsAt: Date | null };

/** What is wrong with a phase's times, alone and beside the others, named to this reader; touching phases do not overlap. */
export function phaseFaults(
  phase: Span & { freezeAt: Date | null; autoMigrate: boolean },
  all: readonly Span[],
  locale: Locale = "en",
): Refusal[] {
  const others = all.filter((other) => other.id !== phase.id);
  const faults: Refusal[] = [];
  const fault = (field: string, reason: Refusal["reason"], values?: Refusal["values"]) =>
    faults.push({ code: "invalid", field, reason, ...(values && { values }) });
  if (phase.endsAt && phase.endsAt <= phase.startsAt) fault("endsAt", "editor.refusals.endsBeforeStart");
  const ends = (span: Span) => span.endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  for (const other of others) {
    const phaseName = localized(other.name, locale);
    if (other.startsAt <= phase.startsAt && ends(other) > phase.startsAt.getTime())
      fault("startsAt", other.endsAt ? "editor.refusals.startsInPhase" : "editor.refusals.afterOpenEnd", {
        phase: phaseName,
      });
    else if (other.startsAt > phase.startsAt && ends(phase) > other.startsAt.getTime())
      fault("endsAt", phase.endsAt ? "editor.refusals.endsInPhase" : "editor.refusals.openEndBefore", {
        phase: phaseName,
      });
  }
  if (phase.freezeAt && (phase.freezeAt <= phase.startsAt || (phase.endsAt && phase.freezeAt > phase.endsAt)))
    fault("freezeAt", "editor.refusals.freezeOutside");
  if (phase.autoMigrate && !others.some((other) => other.startsAt < phase.startsAt))
    fault("autoMigrate", "editor.refusals.nothingToMigrate");
  return faults;
}
