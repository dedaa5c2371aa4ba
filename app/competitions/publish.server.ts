import { and, eq, inArray } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };

async function move(
  { viewer, slug }: Command,
  from: ("draft" | "published" | "closed")[],
  to: { state: "published" | "closed"; publishedAt?: Date },
): Promise<Outcome<{ id: string }>> {
  const [row] = await db
    .select({ id: competitions.id, state: competitions.state })
    .from(competitions)
    .where(eq(competitions.slug, slug));
  const organises = row ? organisesCompetition(viewer, row.id) : false;
  if (!row || (row.state === "draft" && !organises))
    return refused("not_found", "competitions.refusals.notFound");
  if (!organises) return refused("forbidden", "competitions.refusals.notOrganiser");
  const [moved] = await db
    .update(competitions)
    .set(to)
    .where(and(eq(competitions.id, row.id), inArray(competitions.state, from)))
    .returning({ id: competitions.id });
  return moved ? done(moved) : refused("conflict", "competitions.refusals.wrongState");
}

/** Shows a draft to everybody. */
export const publish = (command: Command) =>
  move(command, ["draft"], { state: "published", publishedAt: command.now });

/** Ends a competition: it stays to be read, and takes no more entries or submissions. */
export const close = (command: Command) => move(command, ["published"], { state: "closed" });

/** Opens a closed competition again; its phases say what may be handed in. */
export const reopen = (command: Command) => move(command, ["closed"], { state: "published" });
