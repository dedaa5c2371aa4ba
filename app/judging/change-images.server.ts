import { randomUUID } from "node:crypto";
import { asc, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { imageMappings } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayOperate } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { changeTable, defaultLines, type ImageChange, type ImageLine } from "./image-table.ts";

const readLines = (executor: Executor) =>
  executor.select().from(imageMappings).orderBy(asc(imageMappings.position), asc(imageMappings.id));

/** The table of images for the installation's owner, and whether it is their own; null for anybody else. */
export async function imageLines(viewer: Viewer): Promise<{ lines: ImageLine[]; own: boolean } | null> {
  if (!mayOperate(viewer)) return null;
  const rows = await readLines(db);
  if (rows.length === 0) return { lines: defaultLines(), own: false };
  return { lines: rows.map(({ id, pattern, target, note }) => ({ id, pattern, target, note })), own: true };
}

/** Changes the installation's table of images; owners only. Runs that were claimed before keep their image. */
export async function changeImages({
  viewer,
  change,
  now,
}: {
  viewer: SignedInViewer;
  change: ImageChange;
  now: Date;
}): Promise<Outcome<ImageLine[]>> {
  if (!mayOperate(viewer)) return refused("forbidden", "judging.refusals.ownersOnly");
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('image mappings', 0))`);
    const rows = await readLines(tx);
    const before = rows.length > 0 ? rows : defaultLines();
    const after = changeTable(before, change, randomUUID);
    if (!after.ok) return after;
    await tx.delete(imageMappings);
    const kept = new Map(rows.map((row) => [row.id, row]));
    const same = (line: ImageLine) => {
      const row = kept.get(line.id);
      return row?.pattern === line.pattern && row.target === line.target && row.note === line.note
        ? row
        : null;
    };
    const written = after.value.map((line, position) => ({
      ...line,
      id: line.id.startsWith("default-") ? randomUUID() : line.id,
      position,
      updatedBy: same(line)?.updatedBy ?? viewer.person.id,
      updatedAt: same(line)?.updatedAt ?? now,
    }));
    if (written.length > 0) await tx.insert(imageMappings).values(written);
    const words = (lines: readonly ImageLine[]) =>
      lines.map(({ pattern, target }) => `${pattern} → ${target}`);
    const details = { act: change.act, before: words(before), after: words(after.value) };
    await recordAct(tx, { viewer, act: "images.changed", details, now });
    return done(written.map(({ id, pattern, target, note }) => ({ id, pattern, target, note })));
  });
}
