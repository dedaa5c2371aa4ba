import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { competitionImages, type competitions, imageLooks } from "../../db/schema/index.ts";
import { BUILT_IN, imageFor } from "../../judge/contract/image-map.ts";
import { imageTable } from "../competitions/images.server.ts";
import { organised } from "../competitions/organised.server.ts";
import { renewTasks } from "../competitions/renew-tasks.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { fixedImage, foundImage } from "./fixed-image.server.ts";

type Command = { viewer: SignedInViewer; slug: string; now: Date };

/** The image that a competition's programs run in by the installation's table; null for the built-in one. */
async function imageOf(tx: Transaction, { image: named }: Pick<typeof competitions.$inferSelect, "image">) {
  const { image } = imageFor(named, await imageTable(tx));
  return image === BUILT_IN ? null : image;
}

const builtIn = refused("conflict", "judging.refusals.imageBuiltIn");

/** Asks the judge hosts what the image's name means now. Nothing changes before somebody takes what they find. */
export const lookForImage = (command: Command): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const image = await imageOf(tx, competition);
    if (!image) return builtIn;
    const asked = { image, askedAt: command.now, answeredAt: null, problem: null };
    await tx
      .insert(imageLooks)
      .values({ competitionId: competition.id, ...asked })
      .onConflictDoUpdate({ target: imageLooks.competitionId, set: asked });
    await record("competition.imageLooked", { details: { image } });
    return done(null);
  });

/**
 * Makes runs use the newer image that a look found, from the next claim on. Every task has a new version, so that
 * what ran in the older image can be found and judged again. `exact` is what the organiser saw.
 */
export const takeImage = (command: Command & { exact: string }): Promise<Outcome<null>> =>
  organised(command, async ({ tx, competition, record }) => {
    const { now, viewer } = command;
    const image = await imageOf(tx, competition);
    if (!image) return builtIn;
    const found = await foundImage(tx, competition.id, image);
    if (found?.exact !== command.exact) return refused("conflict", "judging.refusals.imageGone");
    const before = await fixedImage(tx, competition.id, image);
    await tx
      .update(competitionImages)
      .set({ takenAt: now, takenBy: viewer.person.id })
      .where(
        and(eq(competitionImages.competitionId, competition.id), eq(competitionImages.number, found.number)),
      );
    await renewTasks(tx, competition, { note: `${image} (${found.exact})`, by: viewer.person.id, now });
    await record("competition.imageTaken", { details: { image, before: before?.exact, after: found.exact } });
    return done(null);
  });
