import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "../../db/connect.ts";
import { competitionPages } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { PageForm } from "./forms.ts";
import { MAX_PAGES } from "./limits.ts";
import { organised } from "./organised.server.ts";
import { moved, reorder } from "./reorder.server.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };
const noSuch = refused("not_found", "editor.refusals.noSuchPage");

const pagesOf = (tx: Transaction, competitionId: string) =>
  tx
    .select()
    .from(competitionPages)
    .where(eq(competitionPages.competitionId, competitionId))
    .orderBy(asc(competitionPages.position));

/** Writes a page: a new one at the end, or another text in an old one's place. */
export const savePage = (
  command: Command & { id: string | null; page: z.output<typeof PageForm> },
): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { id, page } = command;
    const pages = await pagesOf(tx, competition.id);
    if (id === null) {
      if (pages.length >= MAX_PAGES)
        return refused("conflict", "editor.refusals.tooMany", { values: { max: MAX_PAGES } });
      const [made] = await tx
        .insert(competitionPages)
        .values({ ...page, competitionId: competition.id, position: pages.length, format: "markdown" })
        .returning({ id: competitionPages.id });
      await record("page.created", { subjectId: made!.id });
      return done({ id: made!.id });
    }
    const before = pages.find((one) => one.id === id);
    if (!before) return noSuch;
    await tx.update(competitionPages).set(page).where(eq(competitionPages.id, id));
    await record("page.changed", {
      subjectId: id,
      details: { before: { title: before.title, body: before.body } },
    });
    return done({ id });
  });

export const movePage = (command: Command & { id: string; by: -1 | 1 }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition }) => {
    const ids = (await pagesOf(tx, competition.id)).map((page) => page.id);
    if (!ids.includes(command.id)) return noSuch;
    await reorder(tx, competitionPages, competition.id, moved(ids, command.id, command.by));
    return done(null);
  });

export const removePage = (command: Command & { id: string }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const pages = await pagesOf(tx, competition.id);
    const gone = pages.find((page) => page.id === command.id);
    if (!gone) return noSuch;
    await tx.delete(competitionPages).where(eq(competitionPages.id, gone.id));
    const left = pages.filter((page) => page !== gone).map((page) => page.id);
    await reorder(tx, competitionPages, competition.id, left);
    await record("page.removed", { subjectId: gone.id, details: { title: gone.title, body: gone.body } });
    return done(null);
  });
