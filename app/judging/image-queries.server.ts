import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, hostImages, imageLooks, judgeHosts, people } from "../../db/schema/index.ts";
import { BUILT_IN, imageFor } from "../../judge/contract/image-map.ts";
import { imageTable } from "../competitions/images.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { hostsOfQueue } from "../queues/hosts-of-queue.server.ts";
import { runsHost } from "./change-hosts.server.ts";
import { fixedImage, foundImage } from "./fixed-image.server.ts";
import { heldBy } from "./host-images.server.ts";
import { judgeHost } from "./queries.server.ts";
import { countSelected } from "./rejudge-matching.server.ts";
import { mayServe, needsByCompetition, wantingCompetitions } from "./wanted-images.server.ts";

/**
 * A competition's image for its organisers: what was named, which very image runs, what a look found, how far each
 * judge host is with it, and what a rejudge would touch. Null for anybody else.
 */
export async function competitionImage(viewer: Viewer, slug: string, now: Date) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!competition || !organisesCompetition(viewer, competition.id)) return null;
  const { image: runs, pattern } = imageFor(competition.image, await imageTable(db));
  const named = { named: competition.image, pattern, state: competition.state };
  const outdated = await countSelected(db, competition.id, { outdated: true });
  const old = outdated.ok ? outdated.value : null;
  if (runs === BUILT_IN)
    return {
      ...named,
      image: null,
      fixed: null,
      newer: null,
      look: null,
      touches: null,
      fetched: false,
      outdated: old,
      hosts: [],
    };
  const [fixed, newer, [look]] = await Promise.all([
    fixedImage(db, competition.id, runs),
    foundImage(db, competition.id, runs),
    db.select().from(imageLooks).where(eq(imageLooks.competitionId, competition.id)),
  ]);
  const [taker] = fixed?.takenBy
    ? await db.select({ name: people.name }).from(people).where(eq(people.id, fixed.takenBy))
    : [];
  const wanting = await wantingCompetitions(db, competition.queueId, now);
  const fetched = wanting.some((one) => one.competitionId === competition.id);
  const all = newer ? await countSelected(db, competition.id, { outdated: false }) : null;
  return {
    ...named,
    image: runs,
    fixed: fixed && { exact: fixed.exact, takenAt: fixed.takenAt ?? fixed.foundAt, by: taker?.name ?? null },
    newer: newer && { exact: newer.exact, foundAt: newer.foundAt },
    look: look?.image === runs ? look : null,
    touches: all?.ok ? all.value : null,
    outdated: old,
    /** Judge hosts are told to have it now. */
    fetched,
    hosts: await hostsWith(viewer, competition, { image: runs, asked: fixed?.exact ?? "", now }),
  };
}
export type CompetitionImage = NonNullable<Awaited<ReturnType<typeof competitionImage>>>;

/** How far the hosts are that may come to judge the competition. Those that others run have a number for a name. */
async function hostsWith(
  viewer: Viewer,
  competition: typeof competitions.$inferSelect,
  { image, asked, now }: { image: string; asked: string; now: Date },
) {
  const needs = (await needsByCompetition(db, [competition.id])).get(competition.id) ?? [];
  const able = (await hostsOfQueue(db, competition.queueId, now)).filter((host) => mayServe({ needs }, host));
  const ids = able.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [hosts, mine, held] = await Promise.all([
    db
      .select({ id: judgeHosts.id, name: judgeHosts.name })
      .from(judgeHosts)
      .where(inArray(judgeHosts.id, ids))
      .orderBy(asc(judgeHosts.createdAt), asc(judgeHosts.id)),
    db
      .select({ id: judgeHosts.id })
      .from(judgeHosts)
      .where(and(runsHost(viewer), inArray(judgeHosts.id, ids))),
    db
      .select()
      .from(hostImages)
      .where(and(inArray(hostImages.hostId, ids), eq(hostImages.image, image))),
  ]);
  return hosts.map(({ id, name }, i) => {
    const its = held.filter((one) => one.hostId === id);
    const one = its.find((row) => row.asked === asked) ?? its.find((row) => row.asked === "");
    return {
      id,
      number: i + 1,
      name: mine.some((known) => known.id === id) ? name : null,
      state: one?.state ?? ("wanted" as const),
      progress: one?.progress ?? null,
      detail: one?.detail ?? null,
      /** It runs another image for this name, by a table of its own. */
      own: one?.state === "here" && one.digest === null,
    };
  });
}

/** The images that a host was told to have, for whoever runs it; null for anybody else. */
export async function imagesOfHost(viewer: Viewer, id: string, now: Date) {
  return (await judgeHost(viewer, id, now)) ? heldBy(db, id) : null;
}
