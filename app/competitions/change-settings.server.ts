import { and, eq, ne } from "drizzle-orm";
import { competitions, editions, judgeQueues } from "../../db/schema/index.ts";
import { mayOperate, organisesForum } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { choosableBy, ofThese } from "../queues/seen-queues.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organised } from "./organised.server.ts";
import { replanWaiting } from "./replan-waiting.server.ts";
import { type SettingsChange, settingsFaults } from "./settings.ts";

/** Changes what is given of a competition's settings, all of it or nothing. */
export const changeSettings = (command: {
  viewer: SignedInViewer;
  slug: string;
  change: SettingsChange;
  now: Date;
}): Promise<Outcome<{ slug: string }>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { viewer } = command;
    const changed = Object.entries(command.change).filter(
      ([key, value]) =>
        value !== undefined &&
        JSON.stringify(value) !== JSON.stringify(competition[key as keyof SettingsChange]),
    );
    const change = Object.fromEntries(changed) as SettingsChange;
    if (change.goesFirst !== undefined && !mayOperate(viewer))
      return refused("forbidden", "editor.refusals.goesFirst", { field: "goesFirst" });
    const [fault] = settingsFaults({ ...competition, ...change });
    if (fault) return { ok: false, refusal: fault };
    if (change.slug !== undefined) {
      const [other] = await tx
        .select({ id: competitions.id })
        .from(competitions)
        .where(and(eq(competitions.slug, change.slug), ne(competitions.id, competition.id)));
      if (other) return refused("conflict", "editor.refusals.slugTaken", { field: "slug" });
    }
    if (change.editionId) {
      const [edition] = await tx
        .select({ forumId: editions.forumId })
        .from(editions)
        .where(eq(editions.id, change.editionId));
      if (!edition || !organisesForum(viewer, edition.forumId))
        return refused("invalid", "editor.refusals.noSuchEdition", { field: "editionId" });
    }
    if (change.queueId) {
      const [queue] = await tx
        .select({ id: judgeQueues.id })
        .from(judgeQueues)
        .where(ofThese(change.queueId, choosableBy(viewer)))
        .for("key share");
      if (!queue) return refused("invalid", "editor.refusals.noSuchQueue", { field: "queueId" });
    }
    if (changed.length > 0) {
      await tx.update(competitions).set(change).where(eq(competitions.id, competition.id));
      if (change.queueId !== undefined || change.goesFirst !== undefined)
        await replanWaiting(tx, competition.id);
      await record("competition.settingsChanged", {
        details: {
          before: Object.fromEntries(changed.map(([key]) => [key, competition[key as keyof SettingsChange]])),
          after: change,
        },
      });
    }
    return done({ slug: change.slug ?? competition.slug });
  });
