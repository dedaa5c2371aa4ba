import {
  COMPUTATIONS,
  type Computation,
  type Localized,
  METRIC_SPLITS,
  type MetricSplit,
  SORTINGS,
  type Sorting,
  SUBMISSION_RULES,
  type SubmissionRule,
} from "../../db/vocabulary.ts";
import { secretPositions } from "../competitions/secret-metrics.ts";
import type { Reason } from "../locales/reason.ts";
import { longest, readLocalized } from "../web/localized-form.ts";
import type { Refusal } from "../web/outcome.ts";
import { isOfRanks } from "./board.ts";
import { MEDALS, type Medals } from "./medal.ts";

/** What a metric is to the checks of these forms. */
export type KnownMetric = {
  id: string;
  key: string;
  position: number;
  split: MetricSplit;
  computation: Computation | null;
  computedFrom: number[];
};

export type BoardValues = {
  title: string;
  submissionRule: SubmissionRule;
  primaryPosition: number;
  finalPosition: number | null;
  medals: Medals | null;
  hidden: boolean;
  embeddable: boolean;
};

export type MetricValues = {
  key: string;
  title: string;
  sorting: Sorting;
  precision: number;
  hidden: boolean;
  computation: Computation | null;
  computedFrom: number[];
  description: Localized;
  weight: string;
  split: MetricSplit;
};

type Read<T> = { ok: true; value: T } | { ok: false; refusals: Refusal[] };
type Form = { get(name: string): unknown; getAll(name: string): unknown[] };

/** The limits that the sentences name. */
export const BOARD_LIMITS = { titleMax: 80, keyMax: 64, digitsMax: 10, medalsMax: 100_000 };

const reader = (form: Form) => {
  const refusals: Refusal[] = [];
  return {
    refusals,
    text: (name: string) => String(form.get(name) ?? "").trim(),
    wrong: (field: string, reason: Reason) => {
      refusals.push({ code: "invalid", field, reason, values: BOARD_LIMITS });
    },
  };
};

const whole = (text: string, most: number): number | null =>
  /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : null;

/** What an organiser's form says of a board, or what is wrong with which fields. */
export function readBoard(form: Form, metrics: readonly KnownMetric[]): Read<BoardValues> {
  const { refusals, text, wrong } = reader(form);
  const title = text("title");
  if (!title || title.length > BOARD_LIMITS.titleMax) wrong("title", "leaderboards.refusals.boardTitle");
  const submissionRule = SUBMISSION_RULES.find((rule) => rule === text("submissionRule"));
  if (!submissionRule) wrong("submissionRule", "leaderboards.refusals.choose");
  const secret = secretPositions(metrics);
  const primary = metrics.find((m) => String(m.position) === text("primaryPosition"));
  if (!primary) wrong("primaryPosition", "leaderboards.refusals.choose");
  else if (secret.has(primary.position)) wrong("primaryPosition", "leaderboards.refusals.primaryPrivate");
  const final = text("finalPosition");
  const finalMetric = metrics.find((m) => String(m.position) === final);
  if (final && !finalMetric) wrong("finalPosition", "leaderboards.refusals.choose");
  const medals = readMedals(text);
  if (medals === "wrong") wrong("gold", "leaderboards.refusals.medals");
  if (refusals.length > 0 || !submissionRule || !primary || medals === "wrong")
    return { ok: false, refusals };
  return {
    ok: true,
    value: {
      title,
      submissionRule,
      primaryPosition: primary.position,
      finalPosition: finalMetric?.position ?? null,
      medals,
      hidden: form.get("hidden") !== null,
      embeddable: form.get("embeddable") !== null,
    },
  };
}

/** Null is the podium's three; "wrong" what no medals can be. */
function readMedals(text: (name: string) => string): Medals | null | "wrong" {
  const by = text("medalsBy");
  if (by !== "count" && by !== "percent") return null;
  const [gold, silver, bronze] = MEDALS.map((medal) =>
    whole(text(medal) || "0", by === "percent" ? 100 : BOARD_LIMITS.medalsMax),
  );
  if (gold == null || silver == null || bronze == null) return "wrong";
  return by === "percent" && gold + silver + bronze > 100 ? "wrong" : { by, gold, silver, bronze };
}

/**
 * What an organiser's form says of a column, or what is wrong with which fields. `id` is the column's own, null
 * for a new one; `primaries` are the positions that boards rank by before their reveal.
 */
export function readMetric(
  form: Form,
  { metrics, id, primaries }: { metrics: readonly KnownMetric[]; id: string | null; primaries: number[] },
): Read<MetricValues> {
  const { refusals, text, wrong } = reader(form);
  const own = metrics.find((m) => m.id === id);
  const key = text("key");
  if (!key || key.length > BOARD_LIMITS.keyMax || /[:\p{Cc}]/u.test(key))
    wrong("key", "leaderboards.refusals.metricKey");
  else if (metrics.some((m) => m.key === key && m.id !== id))
    wrong("key", "leaderboards.refusals.metricTaken");
  const title = text("title");
  if (!title || title.length > BOARD_LIMITS.titleMax) wrong("title", "leaderboards.refusals.boardTitle");
  const precision = whole(text("precision"), BOARD_LIMITS.digitsMax);
  if (precision === null) wrong("precision", "leaderboards.refusals.digits");
  const weight = text("weight") || "1";
  if (!/^-?\d{1,6}(\.\d{1,6})?$/.test(weight)) wrong("weight", "leaderboards.refusals.weight");
  const computation = COMPUTATIONS.find((c) => c === text("computation")) ?? null;
  const computedFrom = computation
    ? metrics.filter((m) => form.getAll("computedFrom").includes(String(m.position))).map((m) => m.position)
    : [];
  const split = METRIC_SPLITS.find((s) => s === text("split")) ?? "public";
  const after = [
    ...metrics.filter((m) => m.id !== id),
    { id: id ?? "", key, position: own?.position ?? -1, split, computation, computedFrom },
  ];
  const sources = wrongSources(after, computation, computedFrom, own?.position ?? -1);
  if (sources) wrong("computedFrom", sources);
  const secret = secretPositions(after);
  if (primaries.some((position) => secret.has(position)))
    wrong("split", "leaderboards.refusals.primaryPrivate");
  const description = readLocalized(form, "description");
  if (longest(description) > 500) wrong("description", "leaderboards.refusals.descriptionLong");
  if (refusals.length > 0 || precision === null) return { ok: false, refusals };
  return {
    ok: true,
    value: {
      key,
      title,
      // The mean of ranks is better the smaller it is.
      sorting: isOfRanks(computation) ? "asc" : (SORTINGS.find((s) => s === text("sorting")) ?? "desc"),
      precision,
      hidden: form.get("hidden") !== null,
      computation,
      computedFrom,
      description,
      weight,
      split,
    },
  };
}

/** Why a column cannot be computed so; null where it can. */
function wrongSources(
  metrics: readonly Omit<KnownMetric, "id" | "key">[],
  computation: Computation | null,
  computedFrom: number[],
  position: number,
): Reason | null {
  if (!computation) return null;
  if (computedFrom.length === 0) return "leaderboards.refusals.noSources";
  const at = new Map(metrics.map((m) => [m.position, m]));
  if (computedFrom.some((p) => isOfRanks(at.get(p)?.computation ?? null)))
    return "leaderboards.refusals.ofRanks";
  if (isOfRanks(computation) && metrics.some((m) => m.computation && m.computedFrom.includes(position)))
    return "leaderboards.refusals.ofRanks";
  const reaches = (from: number[], seen: Set<number>): boolean =>
    from.some((p) => {
      if (p === position) return true;
      if (seen.has(p)) return false;
      seen.add(p);
      return reaches(at.get(p)?.computedFrom ?? [], seen);
    });
  return reaches(computedFrom, new Set()) ? "leaderboards.refusals.circle" : null;
}
