import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Executor, Transaction } from "../../db/connect.ts";
import { competitionImages, competitions } from "../../db/schema/index.ts";
import { isExactOf } from "../../judge/contract/image-map.ts";
import { renewTasks } from "../competitions/renew-tasks.server.ts";

export type FixedImage = typeof competitionImages.$inferSelect;

const newest = (executor: Executor, competitionId: string, taken: boolean) =>
  executor
    .select()
    .from(competitionImages)
    .where(
      and(
        eq(competitionImages.competitionId, competitionId),
        taken ? isNotNull(competitionImages.takenAt) : isNull(competitionImages.takenAt),
      ),
    )
    .orderBy(desc(competitionImages.number))
    .limit(1);

/** The very image that a competition's runs use for `image`; null where no host has said yet which one that is. */
export async function fixedImage(
  executor: Executor,
  competitionId: string,
  image: string,
): Promise<FixedImage | null> {
  const [fixed] = await newest(executor, competitionId, true);
  return fixed?.image === image ? fixed : null;
}

/** What a look found for `image` and nobody has taken yet. */
export async function foundImage(
  executor: Executor,
  competitionId: string,
  image: string,
): Promise<FixedImage | null> {
  const [found] = await newest(executor, competitionId, false);
  return found?.image === image ? found : null;
}

type Seen = { competitionId: string; image: string; exact: string; now: Date };

/** Locks the competition, so that what follows happens once, and says which image was fixed last. */
async function holdImages(tx: Transaction, competitionId: string) {
  const [competition] = await tx
    .select({ id: competitions.id, createdAt: competitions.createdAt })
    .from(competitions)
    .where(eq(competitions.id, competitionId))
    .for("no key update");
  const all = await tx
    .select()
    .from(competitionImages)
    .where(eq(competitionImages.competitionId, competitionId))
    .orderBy(desc(competitionImages.number));
  return { competition, next: (all[0]?.number ?? 0) + 1, current: all.find((one) => one.takenAt !== null) };
}

/**
 * Fixes what a name means, once: the first host's word counts. Where the competition ran in an image of another name
 * before, its tasks have a new version from now on.
 */
export async function fixImage(tx: Transaction, { competitionId, image, exact, now }: Seen): Promise<void> {
  if (!isExactOf(exact, image)) return;
  const { competition, next, current } = await holdImages(tx, competitionId);
  if (!competition || current?.image === image) return;
  await tx
    .insert(competitionImages)
    .values({ competitionId, number: next, image, exact, foundAt: now, takenAt: now });
  if (current && current.exact !== exact)
    await renewTasks(tx, competition, { note: `${image} (${exact})`, by: null, now });
}

/** Keeps what a look found, if it is another image than the one that runs use, for an organiser to take. */
export async function offerImage(tx: Transaction, { competitionId, image, exact, now }: Seen): Promise<void> {
  if (!isExactOf(exact, image)) return;
  const { next, current } = await holdImages(tx, competitionId);
  await tx
    .delete(competitionImages)
    .where(and(eq(competitionImages.competitionId, competitionId), isNull(competitionImages.takenAt)));
  if (current?.image !== image || current.exact === exact) return;
  await tx.insert(competitionImages).values({ competitionId, number: next, image, exact, foundAt: now });
}
