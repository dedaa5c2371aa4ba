import { z } from "zod";
import { imageFor } from "../../judge/contract/image-map.ts";
import { changeImages, imageLines } from "../judging/change-images.server.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Operating";
const noSuch = refused("not_found", "judging.refusals.unknownAddress");

const Line = z.object({
  pattern: z.string().meta({ description: "An image's name, with * for anything" }),
  target: z.string().meta({ description: "builtin, or the image that runs instead" }),
  note: z.string().nullable().default(null),
});
const Lines = z.object({ lines: z.array(Line) });

export const imageOperations = [
  operation({
    method: "GET",
    path: "/images",
    id: "listImages",
    tag,
    summary: "What runs for the container images that bundles name; the first line that matches decides",
    scope: "operate",
    answer: Lines.extend({
      own: z.boolean().meta({ description: "False while the default table holds" }),
    }),
    handle: async ({ viewer }) => {
      const table = await imageLines(viewer);
      return table ? done(table) : noSuch;
    },
  }),
  operation({
    method: "PUT",
    path: "/images",
    id: "setImages",
    tag,
    summary: "Replace the table of images; an empty one brings the default back",
    scope: "operate",
    body: Lines,
    answer: Lines,
    handle: async ({ viewer, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const changed = await changeImages({
        viewer: me.value,
        change: { act: "replace", lines: body.lines },
        now,
      });
      return changed.ok ? done({ lines: changed.value }) : changed;
    },
  }),
  operation({
    method: "GET",
    path: "/images/try",
    id: "tryImage",
    tag,
    summary: "What would run for an image",
    scope: "operate",
    query: z.object({ name: z.string().max(255).default("") }),
    answer: z.object({ image: z.string(), pattern: z.string().nullable() }),
    handle: async ({ viewer, query }) => {
      const table = await imageLines(viewer);
      return table ? done(imageFor(query.name, table.lines)) : noSuch;
    },
  }),
];
