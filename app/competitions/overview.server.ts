import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { auditEvents, people } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import type { CompetitionDetail } from "./queries.server.ts";
import { type Finding, readiness } from "./readiness.ts";
import { readinessFacts } from "./readiness-facts.server.ts";

const LIFE = [
  "competition.created",
  "competition.copied",
  "competition.scheduled",
  "competition.unscheduled",
  "competition.published",
  "competition.notPublished",
  "competition.closed",
  "competition.reopened",
  "competition.archived",
  "competition.unarchived",
] as const;
export type LifeAct = (typeof LIFE)[number];

/** What an organiser should look at, and what happened to the competition so far, the latest first. */
export async function overviewOf(competition: CompetitionDetail, now: Date, locale: Locale = "en") {
  const [facts, acts] = await Promise.all([
    readinessFacts(db, competition, now),
    db
      .select({
        id: auditEvents.id,
        at: auditEvents.at,
        act: auditEvents.act,
        details: auditEvents.details,
        by: people.name,
      })
      .from(auditEvents)
      .leftJoin(people, eq(people.id, auditEvents.personId))
      .where(and(eq(auditEvents.competitionId, competition.id), inArray(auditEvents.act, [...LIFE])))
      .orderBy(desc(auditEvents.at))
      .limit(20),
  ]);
  return {
    findings: readiness(facts, now, locale),
    life: acts.map(({ details, ...act }) => ({
      ...act,
      act: act.act as LifeAct,
      stops: ((details as { stops?: Pick<Finding, "reason" | "values">[] }).stops ?? []).map(
        ({ reason, values }) => ({ reason, ...(values && { values }) }),
      ),
    })),
  };
}
