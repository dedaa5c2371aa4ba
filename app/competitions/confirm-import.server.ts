import { eq } from "drizzle-orm";
import { competitions } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organised } from "./organised.server.ts";

/** An organiser says that the dates of an imported competition are right. Once is enough. */
export const confirmImport = (command: {
  viewer: SignedInViewer;
  slug: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    if (!competition.importReport) return refused("not_found", "competitions.refusals.notFound");
    if (competition.importConfirmedAt) return done({ id: competition.id });
    await tx
      .update(competitions)
      .set({ importConfirmedAt: command.now })
      .where(eq(competitions.id, competition.id));
    await record("competition.datesConfirmed");
    return done({ id: competition.id });
  });
