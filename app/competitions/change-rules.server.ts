import { and, desc, eq, gt } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, people, rulesVersions } from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { organised } from "./organised.server.ts";

/**
 * Puts new rules in force as the next version, with a word on what changed. Whoever accepted an earlier one
 * is asked again. The same words are no new version.
 */
export const changeRules = (command: {
  viewer: SignedInViewer;
  slug: string;
  rules: Localized;
  note: string | null;
  now: Date;
}): Promise<Outcome<{ version: number }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { rules, note, now, viewer } = command;
    const { id, rulesVersion, rulesFormat: format } = competition;
    if (JSON.stringify(sorted(rules)) === JSON.stringify(sorted(competition.rules)))
      return done({ version: rulesVersion });
    // Competitions that came before versions were kept: the words in force are the first.
    await tx
      .insert(rulesVersions)
      .values({
        competitionId: id,
        version: rulesVersion,
        rules: competition.rules,
        format,
        createdAt: competition.createdAt,
      })
      .onConflictDoNothing();
    const version = rulesVersion + 1;
    await tx.insert(rulesVersions).values({
      competitionId: id,
      version,
      rules,
      format,
      note,
      createdBy: viewer.person.id,
      createdAt: now,
    });
    await tx.update(competitions).set({ rules, rulesVersion: version }).where(eq(competitions.id, id));
    await record("rules.changed", { details: { version, note } });
    return done({ version });
  });

const sorted = (text: Localized) => Object.entries(text).sort(([a], [b]) => a.localeCompare(b));

/** The wordings of a competition's rules after a version, the newest first: what somebody who accepted that one has not seen. */
export const rulesSince = (competitionId: string, version: number) =>
  db
    .select({
      version: rulesVersions.version,
      rules: rulesVersions.rules,
      format: rulesVersions.format,
      note: rulesVersions.note,
      createdAt: rulesVersions.createdAt,
      by: people.name,
    })
    .from(rulesVersions)
    .leftJoin(people, eq(people.id, rulesVersions.createdBy))
    .where(and(eq(rulesVersions.competitionId, competitionId), gt(rulesVersions.version, version)))
    .orderBy(desc(rulesVersions.version))
    .limit(100);
