import { eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import type { Transaction } from "../../db/connect.ts";
import { competitions, entries, teams } from "../../db/schema/index.ts";
import { LOCALES, type Locale } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { sendNotice } from "../notices/send.server.ts";
import { wording } from "../notices/wording.ts";
import { localized } from "../web/format.ts";
import { participantsOf } from "./facts.server.ts";

export const localeOf = (chosen: string | null): Locale => LOCALES.find((l) => l === chosen) ?? "en";

/** Mails everybody in an entry's team, each in their language, if and only if the transaction commits. */
export async function tellTeam(
  tx: Transaction,
  entryId: string,
  told: { kind: string; subject: Reason; text: Reason; values?: Record<string, string | number> },
): Promise<void> {
  const [entry] = await tx
    .select({
      teamId: teams.id,
      team: teams.name,
      code: entries.code,
      slug: competitions.slug,
      title: competitions.title,
    })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.id, entryId));
  if (!entry) return;
  for (const person of await participantsOf(tx, entry.teamId)) {
    const locale = localeOf(person.locale);
    const values = {
      name: person.name,
      team: entry.team,
      code: entry.code ?? "–",
      competition: localized(entry.title, locale),
      link: `${webConfig().PUBLIC_URL}/competitions/${entry.slug}/team`,
      ...told.values,
    };
    await sendNotice(tx, {
      kind: told.kind,
      to: person.email,
      locale,
      subject: wording(locale, told.subject, values),
      text: wording(locale, told.text, values),
    });
  }
}
