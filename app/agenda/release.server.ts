import { eq } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { agendaReleases, editions } from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import { editionToOrganise } from "../forums/create.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { addJob } from "../web/jobs.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { nextRelease, showsTheSame } from "./changes.ts";
import { draftOf, releasedAgenda } from "./queries.server.ts";
import { TELL_OF_RELEASE } from "./tell.server.ts";

export type Release = { version: number; changes: number };

/** Makes what the draft says now what everybody sees. Refuses when that would change nothing. */
export async function releaseAgenda(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  note: Localized;
  now: Date;
}): Promise<Outcome<Release>> {
  const { viewer, forumSlug, editionSlug, note, now } = command;
  const edition = await editionToOrganise(viewer, forumSlug, editionSlug);
  if (!edition.ok) return edition;
  return db.transaction((tx) =>
    writeRelease(tx, { editionId: edition.value.id, personId: viewer.person.id, note, now }),
  );
}

/** The same within a transaction, for whoever may organise the edition. Waits for who changes the draft. */
export async function writeRelease(
  tx: Executor,
  release: { editionId: string; personId: string; note: Localized; now: Date },
): Promise<Outcome<Release>> {
  const { editionId, personId, note, now } = release;
  await lockDraft(tx, editionId);
  const before = await releasedAgenda(editionId, undefined, tx);
  const { agenda, changes } = nextRelease(before, await draftOf(editionId, tx), { at: now, note });
  if (showsTheSame(before, agenda)) return refused("conflict", "agenda.refusals.nothingToRelease");
  const [made] = await tx
    .insert(agendaReleases)
    .values({ editionId, version: agenda.version, note, madeBy: personId, madeAt: now, agenda, changes })
    .returning({ id: agendaReleases.id });
  // Nobody waits for a first release: whoever marks a session has seen one.
  if (before && made) await addJob(tx, TELL_OF_RELEASE, { releaseId: made.id });
  return done({ version: agenda.version, changes: changes.length });
}

/**
 * One change of an edition's agenda at a time: numbers and versions are given once. Rows that merely name the edition,
 * such as registrations, do not wait.
 */
export async function lockDraft(tx: Executor, editionId: string): Promise<void> {
  await tx.select({ id: editions.id }).from(editions).where(eq(editions.id, editionId)).for("no key update");
}
