import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { SUBMISSION_KINDS } from "../../db/vocabulary.ts";
import { factQuestions } from "../competitions/fact-sheet.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isOpen, maySubmit } from "./may-submit.ts";
import { clockOf, left } from "./quota.ts";
import { standingFacts, tasksFor, usageOf } from "./standing-facts.server.ts";

/**
 * What the form to submit needs: the phases that are open, the team, what each phase's quota leaves, and why nothing
 * would be taken now, so that nobody brings a large file first and reads it afterwards.
 */
export async function submitFacts(viewer: Viewer, slug: string, now: Date, entryId?: string | null) {
  if (!viewer.person) return null;
  const facts = await standingFacts(db, { personId: viewer.person.id, slug, entryId, now, lock: false });
  if (!facts) return null;
  const { competition, entry } = facts;
  if (competition.state === "draft" && !organisesCompetition(viewer, competition.id)) return null;
  const open = facts.phases
    .filter((phase) => isOpen(phase, now))
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  const { timeZone } = competition;
  return {
    competition: { id: competition.id, slug, title: competition.title, timeZone },
    entry,
    phases: entry
      ? await Promise.all(
          open.map(async (phase) => {
            const { used, quota, granted, day } = await usageOf(db, {
              entryId: entry.id,
              phase,
              timeZone,
              now,
            });
            const accepts = SUBMISSION_KINDS.filter((kind) => phase.accepts.includes(kind));
            const tasks = (await tasksFor(db, phase.id, entry.trackId)).length;
            const may = maySubmit({
              competition,
              entry,
              phase: { ...phase, ...quota, timeZone, tasks },
              used,
              kind: accepts[0] ?? "archive",
              now,
            });
            return {
              refusal: may.ok ? null : may.refusal,
              position: phase.position,
              name: phase.name,
              description: phase.description,
              endsAt: phase.endsAt,
              accepts,
              quota,
              used,
              left: left(quota, used),
              granted,
              dayTurnsAt: clockOf(phase.dayTurnsAtMin),
              dayEndsAt: day.end,
            };
          }),
        )
      : [],
    questions: factQuestions(competition.factSheet),
    maxBytes: webConfig().SUBMISSION_MAX_BYTES,
    open: competition.state === "published",
  };
}
