import { z } from "zod";
import { COMPUTATIONS, METRIC_SPLITS, SORTINGS, SUBMISSION_RULES } from "../../db/vocabulary.ts";
import { at, BoardQuery, decimal, Localized, Metric } from "./shapes.ts";

// How a board ranks and what it keeps back, and how it came to be.

const medals = z
  .object({
    by: z.enum(["count", "percent"]),
    gold: z.number().int().min(0),
    silver: z.number().int().min(0),
    bronze: z.number().int().min(0),
  })
  .nullable()
  .meta({ description: "null is one of each" });

export const BoardBody = z.object({
  title: z.string().max(200),
  submissionRule: z.enum(SUBMISSION_RULES),
  primaryPosition: z.number().int().min(0).meta({ description: "The column that ranks" }),
  finalPosition: z
    .number()
    .int()
    .min(0)
    .nullable()
    .default(null)
    .meta({ description: "The column that ranks from the reveal on" }),
  medals: medals.default(null),
  hidden: z.boolean().default(false),
  embeddable: z.boolean().default(false),
});
export const BoardPreview = z
  .object({
    total: z.number().int().meta({ description: "Rows of the board" }),
    changed: z.number().int().meta({ description: "Those whose rank would be another" }),
    rows: z
      .array(
        z.object({
          submissionId: z.string(),
          team: z.string(),
          before: z.number().int().nullable(),
          after: z.number().int().nullable(),
        }),
      )
      .meta({ description: "The first fifty of them" }),
  })
  .meta({ id: "BoardPreview" });
export const ColumnBody = z.object({
  key: z.string().max(200),
  title: z.string().max(200),
  sorting: z.enum(SORTINGS).default("desc"),
  precision: z.number().int().min(0),
  hidden: z.boolean().default(false),
  weight: z.union([z.string().max(20), z.number()]).default("1"),
  split: z.enum(METRIC_SPLITS).default("public"),
  computation: z.enum(COMPUTATIONS).nullable().default(null),
  computedFrom: z.array(z.number().int().min(0)).max(100).default([]),
  description: Localized.default({}),
});
export const BoardSettings = z.object({
  columns: z.array(
    z
      .object({
        id: z.string(),
        position: z.number().int(),
        key: z.string(),
        title: z.string(),
        sorting: z.enum(SORTINGS),
        precision: z.number().int(),
        hidden: z.boolean(),
        weight: decimal,
        split: z.enum(METRIC_SPLITS),
        isPrivate: z.boolean().meta({ description: "It is private, or computed from one that is" }),
        computation: z.enum(COMPUTATIONS).nullable(),
        computedFrom: z.array(z.number().int()),
        description: Localized,
      })
      .meta({ id: "Column" }),
  ),
  boards: z.array(
    z
      .object({
        id: z.string(),
        phase: z.number().int(),
        title: z.string(),
        submissionRule: z.enum(SUBMISSION_RULES),
        primaryPosition: z.number().int(),
        finalPosition: z.number().int().nullable(),
        medals,
        hidden: z.boolean(),
        embeddable: z.boolean(),
        freezeAt: at.nullable(),
        revealedAt: at.nullable(),
      })
      .meta({ id: "Board" }),
  ),
});
export const FreezeBody = z.object({
  at: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .meta({ description: "From when on; without it now, null ends the freeze" }),
});
export const RevealBody = z.object({
  confirmed: z.boolean().default(false).meta({ description: "It cannot be taken back" }),
});
export const BoardFileQuery = BoardQuery.omit({ page: true }).extend({
  format: z.enum(["csv", "xlsx"]).default("csv"),
});
export const HistoryQuery = BoardQuery.omit({ page: true }).extend({
  entry: z.string().max(40).optional().meta({ description: "An entry beside the first ten and your own" }),
});
export const BoardHistory = z
  .object({
    competition: z.string(),
    phase: z.number().int(),
    column: Metric.nullable().meta({ description: "Whose values are told" }),
    moments: z.array(at),
    entries: z.array(
      z.object({
        entryId: z.string(),
        teamName: z.string(),
        points: z
          .array(z.object({ rank: z.number().int().nullable(), value: decimal.nullable() }))
          .meta({ description: "One a moment" }),
      }),
    ),
  })
  .meta({ id: "BoardHistory" });
