import { z } from "zod";
import { RUN_STATES, SORTINGS } from "../../db/vocabulary.ts";
import { CAUSES } from "../../judge/contract/verdict.ts";
import { CHOICES } from "../similarity/choices.ts";
import { at, decimal, Localized } from "./shapes.ts";

// What organisers look through: all submissions, grants, likeness of sources, figures; and two submissions compared.

const number = z.coerce.number().int().min(0).max(999_999_999);
export const AllSubmissionsQuery = z.object({
  state: z.enum(RUN_STATES).optional(),
  cause: z.enum(CAUSES).optional(),
  phase: number.optional(),
  team: z.string().max(100).optional().meta({ description: "A piece of its name, or its code" }),
  number: number.optional(),
  free: z.stringbool().optional().meta({ description: "Only what costs no quota" }),
  before: number.optional().meta({ description: "The cursor `older` of the page before" }),
  after: number.optional().meta({ description: "The cursor `newer`" }),
});
export const AllSubmissions = z.object({
  submissions: z.array(
    z
      .object({
        id: z.string(),
        number: z.number().int(),
        entryId: z.string(),
        teamName: z.string(),
        teamCode: z.string().nullable(),
        phase: z.number().int(),
        kind: z.string(),
        fileName: z.string(),
        state: z.enum(RUN_STATES),
        cause: z.string().nullable(),
        counts: z.boolean(),
        refundReason: z.string().nullable(),
        final: z.boolean(),
        submittedAt: at,
        finishedAt: at.nullable(),
        score: decimal.nullable().meta({ description: "In the column that ranks, of the first task" }),
      })
      .meta({ id: "SubmissionRow" }),
  ),
  held: z.number().int().meta({ description: "How many wait to be started by an organiser" }),
  older: z.number().int().nullable(),
  newer: z.number().int().nullable(),
});
export const Grants = z.object({
  grants: z.array(
    z.object({
      id: z.string(),
      teamName: z.string(),
      teamCode: z.string().nullable(),
      phase: Localized,
      morePerDay: z.number().int(),
      moreTotal: z.number().int(),
      reason: z.string(),
      grantedBy: z.string().nullable(),
      createdAt: at,
    }),
  ),
  page: z.number().int(),
  pages: z.number().int(),
});
export const CompareQuery = z.object({ with: z.string().max(40) });
export const Comparison = z
  .object({
    a: z.object({ id: z.string(), number: z.number().int() }),
    b: z.object({ id: z.string(), number: z.number().int() }),
    scores: z.array(
      z.object({
        task: Localized,
        key: z.string(),
        title: z.string(),
        sorting: z.enum(SORTINGS),
        a: decimal.nullable(),
        b: decimal.nullable(),
        delta: decimal.nullable(),
        verdict: z.enum(["better", "worse", "same"]).nullable(),
      }),
    ),
    files: z
      .object({
        same: z.number().int(),
        more: z.boolean().meta({ description: "There are more changes than are listed" }),
        changes: z.array(
          z.object({
            name: z.string(),
            change: z.enum(["added", "removed", "changed"]),
            diff: z
              .array(z.array(z.object({ sign: z.enum(["+", "-", " "]), text: z.string() })))
              .nullable()
              .meta({ description: "Lines that differ, with a few around them" }),
            why: z.enum(["large", "binary"]).nullable().meta({ description: "Why there is no diff" }),
          }),
        ),
      })
      .nullable()
      .meta({ description: "null where either is no archive" }),
  })
  .meta({ id: "Comparison" });

export const ReportBody = z.object({
  phase: z.number().int().min(0),
  choice: z.enum(CHOICES).default("latest"),
});
export const SimilarityQuery = z.object({
  report: z.uuid().optional(),
  page: z.coerce.number().int().min(1).default(1),
});
const side = z.object({ id: z.string(), number: z.number().int(), team: z.string() });
const report = z.object({
  id: z.string(),
  state: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  createdAt: at,
  phase: Localized,
});
export const Similarity = z.object({
  reports: z.array(report),
  report: report.nullable(),
  pairs: z.array(
    z
      .object({
        id: z.string(),
        similarity: z.coerce.number().meta({ description: "From 0 to 1" }),
        longest: z.number().int(),
        note: z.string().nullable(),
        reviewedAt: at.nullable(),
        left: side,
        right: side,
      })
      .meta({ id: "SimilarPair" }),
  ),
  histogram: z.array(z.number().int()).meta({ description: "Pairs by tenths of likeness" }),
  page: z.number().int(),
  pages: z.number().int(),
});
const sideOfPair = side.extend({
  files: z.array(
    z.object({
      name: z.string(),
      pieces: z.array(
        z.object({
          fragment: z
            .number()
            .int()
            .meta({ description: "The piece in common, from 1; 0 is this side's alone" }),
          line: z.number().int().meta({ description: "Its first line, from 1" }),
          text: z.string(),
        }),
      ),
    }),
  ),
});
export const SidesOfPair = z.object({
  id: z.string(),
  similarity: z.coerce.number().meta({ description: "From 0 to 1" }),
  longest: z.number().int(),
  fragments: z.number().int().meta({ description: "Pieces in common" }),
  note: z.string().nullable(),
  reviewedAt: at.nullable(),
  left: sideOfPair,
  right: sideOfPair,
});
export const ReviewBody = z.object({ note: z.string().max(10_000).default(""), reviewed: z.boolean() });

const day = z.iso.date();
const bar = z.object({ key: z.string(), count: z.number() });
const times = z.object({
  spans: z.array(z.number().int()).meta({ description: "Up to 5, 15, 60, 300, 900, 3600 seconds, and more" }),
  median: z.number().nullable(),
  tenth: z.number().nullable().meta({ description: "The slowest tenth take longer" }),
});
export const DaysQuery = z.object({ from: day.optional(), to: day.optional() });
export const Statistics = z
  .object({
    from: z.string(),
    to: z.string(),
    perDay: z.array(bar),
    funnel: z.array(bar),
    failures: z.array(bar),
    waits: times,
    takes: times,
    tracks: z.array(bar),
    organisations: z.array(bar),
    progress: z
      .object({ title: z.string(), days: z.array(z.object({ day: z.string(), best: z.number() })) })
      .nullable(),
  })
  .meta({ id: "Statistics" });
