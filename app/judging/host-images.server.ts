import { and, asc, eq, inArray, isNull, lte } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { hostImages, imageLooks } from "../../db/schema/index.ts";
import {
  type HeldImage,
  type HostOrders,
  type LookedImage,
  MOST_IMAGES,
  type WantedImage,
} from "../../judge/contract/protocol.ts";
import { hostsOfQueue } from "../queues/hosts-of-queue.server.ts";
import { fixImage, offerImage } from "./fixed-image.server.ts";
import type { JudgeHost } from "./hosts.server.ts";
import { mayServe, type WantingCompetition, wantingCompetitions } from "./wanted-images.server.ts";

/** The competitions that a host may come to judge. A drained host is given nothing to fetch either. */
async function servedBy(host: JudgeHost, now: Date): Promise<WantingCompetition[]> {
  const able = (await hostsOfQueue(db, host.queueId, now)).find(({ id }) => id === host.id);
  if (!able) return [];
  const wanting = await wantingCompetitions(db, host.queueId, now);
  return wanting.filter((competition) => mayServe(competition, able));
}

/** Takes what a host says of its images, and answers which ones it should have and where a look is asked for. */
export async function tendImages(
  host: JudgeHost,
  { images, looked }: { images: HeldImage[] | null; looked: LookedImage[] },
  now: Date,
): Promise<Pick<HostOrders, "images" | "looks">> {
  let served = await servedBy(host, now);
  if (images) {
    await noteHeld(host.id, images, now);
    const told = await noteNames(served, images, now);
    const answered = await noteLooks(served, looked, now);
    if (told || answered) served = await servedBy(host, now);
  }
  return ordersFor(served);
}

/** Keeps what the host says of its images in place of what it said before. */
async function noteHeld(hostId: string, images: HeldImage[], now: Date): Promise<void> {
  const rows = images.map(({ image, asked, state, exact, progress, detail, own }) => ({
    hostId,
    image,
    asked: asked ?? "",
    state,
    digest: own ? null : exact,
    progress,
    detail: detail || null,
    updatedAt: now,
  }));
  await db.transaction(async (tx) => {
    const before = await heldBy(tx, hostId);
    const same = (row: (typeof rows)[number]) =>
      before.find(
        (one) =>
          one.image === row.image &&
          one.asked === row.asked &&
          one.state === row.state &&
          one.digest === row.digest &&
          one.progress === row.progress &&
          one.detail === row.detail,
      );
    if (before.length === rows.length && rows.every(same)) return;
    await tx.delete(hostImages).where(eq(hostImages.hostId, hostId));
    // What did not change is as old as it was.
    const written = rows.map((row) => ({ ...row, updatedAt: same(row)?.updatedAt ?? now }));
    if (written.length > 0) await tx.insert(hostImages).values(written).onConflictDoNothing();
  });
}

/** The images that a host was told to have, by name. */
export const heldBy = (executor: Executor, hostId: string) =>
  executor
    .select()
    .from(hostImages)
    .where(eq(hostImages.hostId, hostId))
    .orderBy(asc(hostImages.image), asc(hostImages.asked));

/** Fixes the images of competitions that have none yet; says whether there were any. */
async function noteNames(served: WantingCompetition[], images: HeldImage[], now: Date): Promise<boolean> {
  const open = served.flatMap(({ competitionId, image, exact: fixed }) => {
    const here = images.find((one) => one.image === image && one.asked === null && !one.own);
    return fixed === null && here?.exact ? [{ competitionId, image, exact: here.exact, now }] : [];
  });
  for (const one of open) await db.transaction((tx) => fixImage(tx, one));
  return open.length > 0;
}

/** Answers the looks that were asked for; says whether there were any. */
async function noteLooks(served: WantingCompetition[], looked: LookedImage[], now: Date): Promise<boolean> {
  let answered = false;
  for (const { image, askedAt, exact, problem } of looked) {
    const ids = served.filter((one) => one.image === image).map((one) => one.competitionId);
    if (ids.length === 0) continue;
    const open = await db
      .update(imageLooks)
      .set(exact === null ? { problem } : { problem: null, answeredAt: now })
      .where(
        and(
          inArray(imageLooks.competitionId, ids),
          eq(imageLooks.image, image),
          isNull(imageLooks.answeredAt),
          lte(imageLooks.askedAt, new Date(askedAt)),
        ),
      )
      .returning({ competitionId: imageLooks.competitionId });
    if (exact === null) continue;
    answered ||= open.length > 0;
    for (const { competitionId } of open)
      await db.transaction((tx) => offerImage(tx, { competitionId, image, exact, now }));
  }
  return answered;
}

async function ordersFor(served: WantingCompetition[]): Promise<Pick<HostOrders, "images" | "looks">> {
  if (served.length === 0) return { images: [], looks: [] };
  const images = new Map<string, WantedImage>();
  for (const { image, named, exact, newer } of served)
    for (const one of [exact, ...(newer ? [newer] : [])])
      images.set(`${image}\n${one ?? ""}`, { image, named, exact: one });
  const open = await db
    .select()
    .from(imageLooks)
    .where(
      and(
        inArray(
          imageLooks.competitionId,
          served.map(({ competitionId }) => competitionId),
        ),
        isNull(imageLooks.answeredAt),
      ),
    )
    .orderBy(asc(imageLooks.askedAt));
  // The latest question about a name stands for the earlier ones.
  const looks = new Map(
    open.flatMap(({ competitionId, image, askedAt }) => {
      const its = served.find((one) => one.competitionId === competitionId && one.image === image);
      return its ? [[image, { image, named: its.named, askedAt: askedAt.getTime() }] as const] : [];
    }),
  );
  return {
    images: [...images.values()].slice(0, MOST_IMAGES),
    looks: [...looks.values()].slice(0, MOST_IMAGES),
  };
}
