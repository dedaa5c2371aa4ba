import { z } from "zod";
import { IMAGE_STATES } from "../../db/vocabulary.ts";
import { type CompetitionImage, competitionImage } from "../judging/image-queries.server.ts";
import { lookForImage, takeImage } from "../judging/take-image.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Editing";
const noSuch = refused("not_found", "judging.refusals.noCompetition");

const Counted = z.object({ submissions: z.number().int(), runs: z.number().int() });
const Image = z.object({
  named: z.string().nullable().meta({ description: "As the organisers named it" }),
  image: z
    .string()
    .nullable()
    .meta({ description: "What runs by the table of images; null: the built-in one" }),
  exact: z
    .string()
    .nullable()
    .meta({ description: "The very image that every run uses; null: none is fixed yet" }),
  since: z.iso.datetime().nullable(),
  newer: z
    .string()
    .nullable()
    .meta({ description: "What the name means now, where a look found another image" }),
  looking: z.boolean(),
  lookedAt: z.iso.datetime().nullable(),
  problem: z.string().nullable().meta({ description: "Why a host could not tell" }),
  touches: Counted.nullable().meta({
    description: "What ended in older versions once the newer one is taken",
  }),
  outdated: Counted.nullable().meta({ description: "What ran on an older version of its task or image" }),
  hosts: z.array(
    z.object({
      name: z.string().nullable().meta({ description: "Null for hosts that others run" }),
      state: z.enum(IMAGE_STATES),
      progress: z.number().nullable().meta({ description: "0 to 1 while it is fetched" }),
      detail: z.string().nullable(),
    }),
  ),
});

const shown = (found: CompetitionImage): z.input<typeof Image> => ({
  named: found.named,
  image: found.image,
  exact: found.fixed?.exact ?? null,
  since: found.fixed?.takenAt.toISOString() ?? null,
  newer: found.newer?.exact ?? null,
  looking: found.look !== null && found.look.answeredAt === null,
  lookedAt: found.look?.answeredAt?.toISOString() ?? null,
  problem: found.look?.problem ?? null,
  touches: found.touches,
  outdated: found.outdated,
  hosts: found.hosts.map(({ name, state, progress, detail }) => ({ name, state, progress, detail })),
});

async function imageNow(viewer: Viewer, slug: string, now: Date): Promise<Outcome<z.input<typeof Image>>> {
  const found = await competitionImage(viewer, slug, now);
  return found ? done(shown(found)) : noSuch;
}

export const competitionImageOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/image",
    id: "showCompetitionImage",
    tag,
    summary: "The image that a competition runs in, and how far each judge host is with it",
    scope: "organise",
    answer: Image,
    handle: ({ viewer, params, now }) => imageNow(viewer, params.slug, now),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/image/look",
    id: "lookForNewerImage",
    tag,
    summary: "Have the judge hosts look what the image's name means now; nothing changes by that",
    scope: "organise",
    answer: Image,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const asked = await lookForImage({ viewer: me.value, slug: params.slug, now });
      return asked.ok ? imageNow(viewer, params.slug, now) : asked;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/image/take",
    id: "takeNewerImage",
    tag,
    summary: "Run in the newer image from now on, as a new version of every task",
    scope: "organise",
    body: z.object({ exact: z.string().max(400).meta({ description: "The `newer` that was seen" }) }),
    answer: Image,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const taken = await takeImage({ viewer: me.value, slug: params.slug, exact: body.exact, now });
      return taken.ok ? imageNow(viewer, params.slug, now) : taken;
    },
  }),
];
