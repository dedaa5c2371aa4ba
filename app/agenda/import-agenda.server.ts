import { setImmediate } from "node:timers/promises";
import { desc, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { agendaImports } from "../../db/schema/index.ts";
import { editionToOrganise } from "../forums/create.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { afterImport } from "./import/after.ts";
import { mend, tidy } from "./import/mend.ts";
import { readAgenda } from "./import/read.ts";
import { type Remark, Remarks } from "./import/remarks.ts";
import { draftTables } from "./queries.server.ts";
import { lockDraft, writeRelease } from "./release.server.ts";
import { writeDraft } from "./write-draft.server.ts";

/** A file is held in memory as bytes, text and tree. */
export const IMPORT_MAX_BYTES = 16 * 1024 * 1024;
/** The agenda's own limit (forms.ts). */
const MAX_SESSIONS = 5000;
/** Long texts are made Markdown for so long before other requests have their turn. */
const BREATH_MS = 15;

export type ImportOutcome = {
  format: string;
  added: number;
  changed: number;
  gone: number;
  /** The release that was made; null: what was imported is a draft, or says what everybody sees already. */
  release: number | null;
  report: Remark[];
};

/**
 * Reads another system's file into an edition's draft, and releases it where asked. What the import before brought is
 * updated by its guid or id, or goes with this one; what organisers made themselves stays. The report says what was
 * taken, mended and ignored; a file that cannot be read changes nothing.
 */
export async function importAgenda(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  fileName: string;
  bytes: Uint8Array;
  release: boolean;
  now: Date;
}): Promise<Outcome<ImportOutcome>> {
  const { viewer, forumSlug, editionSlug, fileName, bytes, release, now } = command;
  const found = await editionToOrganise(viewer, forumSlug, editionSlug);
  if (!found.ok) return found;
  const edition = found.value;
  if (bytes.length > IMPORT_MAX_BYTES)
    return refused("invalid", "imports.refusals.tooLarge", {
      values: { limit: formatBytes(IMPORT_MAX_BYTES) },
    });

  const remarks = new Remarks();
  const raw = readAgenda(bytes, remarks);
  if (!raw.ok) return raw;
  const count = raw.value.sessions.length;
  if (count > MAX_SESSIONS)
    return refused("invalid", "imports.refusals.tooManySessions", { values: { count, limit: MAX_SESSIONS } });
  let since = performance.now();
  for (const session of raw.value.sessions) {
    tidy(session, remarks);
    if (performance.now() - since < BREATH_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  const agenda = mend(raw.value, edition, remarks);
  if (agenda.sessions.length === 0) return refused("invalid", "imports.refusals.nothing");

  return db.transaction(async (tx) => {
    await lockDraft(tx, edition.id);
    const [last] = await tx
      .select({ uids: agendaImports.uids })
      .from(agendaImports)
      .where(eq(agendaImports.editionId, edition.id))
      .orderBy(desc(agendaImports.importedAt))
      .limit(1);
    const after = afterImport(await draftTables(edition.id, tx), agenda, {
      uids: new Set(last?.uids),
      partial: raw.value.partial,
    });
    if (after.kept) remarks.add("taken", "kept", "", { count: after.kept });
    await writeDraft(tx, edition.id, after.agenda, after.keep);
    const report = remarks.list();
    const { added, changed, gone } = after;
    const released = release
      ? await writeRelease(tx, { editionId: edition.id, personId: viewer.person.id, note: {}, now })
      : null;
    const version = released?.ok ? released.value.version : null;
    await tx.insert(agendaImports).values({
      editionId: edition.id,
      importedBy: viewer.person.id,
      importedAt: now,
      fileName: fileName.slice(0, 200),
      added,
      changed,
      gone,
      release: version,
      report,
      uids: after.uids,
    });
    return done({ format: raw.value.format, added, changed, gone, release: version, report });
  });
}
