import type { Computation } from "../../db/vocabulary.ts";
import { type BoardShape, type Column, inOrder, isOfRanks, type Standing, valueKeys } from "./board.ts";

/** Scores are kept with ten digits after the point, as Codabench keeps them; they are compared as whole numbers. */
const DIGITS = 10;
const ONE = 10n ** BigInt(DIGITS);

/** A decimal string as a whole number of 10⁻¹⁰; digits beyond the tenth are cut off. */
export function scaled(decimal: string): bigint {
  const negative = decimal.startsWith("-");
  const [whole = "0", fraction = ""] = decimal.replace(/^[+-]/, "").split(".");
  const size = BigInt(whole || "0") * ONE + BigInt(fraction.slice(0, DIGITS).padEnd(DIGITS, "0"));
  return negative ? -size : size;
}

/** The decimal string of a scaled number, without idle zeros. */
export function unscaled(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % ONE).toString().padStart(DIGITS, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / ONE}${fraction && `.${fraction}`}`;
}

/** Half away from zero, as Postgres rounds `numeric`. */
function divided(sum: bigint, by: bigint): bigint {
  const half = by / 2n;
  return sum < 0n ? -((-sum + half) / by) : (sum + half) / by;
}

/** Computed for each run by itself; ranks of ranks need the whole board: ranks-of-ranks.ts. */
type OfOneRun = Exclude<Computation, "rank_avg" | "dense_rank_avg" | "weighted">;

const COMPUTE: Record<OfOneRun, (values: bigint[]) => bigint> = {
  sum: (values) => values.reduce((a, b) => a + b, 0n),
  avg: (values) => divided(COMPUTE.sum(values), BigInt(values.length)),
  min: (values) => values.reduce((a, b) => (b < a ? b : a)),
  max: (values) => values.reduce((a, b) => (b > a ? b : a)),
};

/** The sum of value × weight; nothing unless every column has a value, so that no gap passes for a zero. */
function weighted(parts: { value: string | undefined; weight: string }[]): bigint | null {
  let sum = 0n;
  for (const { value, weight } of parts) {
    if (value === undefined) return null;
    sum += scaled(value) * scaled(weight);
  }
  return parts.length > 0 ? divided(sum, ONE) : null;
}

/** The mean of halves of whole numbers as a decimal string. */
export const meanOfHalves = (halves: number[]): string =>
  unscaled(divided(BigInt(halves.reduce((a, b) => a + b, 0)) * ONE, BigInt(2 * halves.length)));

/** The same, rounded to `digits` after the point, halves to even as Python rounds. */
export function roundedMeanOfHalves(halves: number[], digits: number): string {
  const unit = 10n ** BigInt(Math.min(digits, DIGITS));
  const sum = BigInt(halves.reduce((a, b) => a + b, 0)) * unit;
  const by = BigInt(2 * halves.length);
  const [whole, rest] = [sum / by, 2n * (sum % by)];
  const up = rest > by || (rest === by && whole % 2n === 1n);
  return unscaled((up ? whole + 1n : whole) * (ONE / unit));
}

/**
 * The scores of one run with the computed columns filled in. A computed column takes the values there are
 * among its columns and stays empty if there are none (codabench: Submission.calculate_scores). Columns
 * computed from computed columns are settled in as many rounds as it takes; a circle stays empty.
 */
export function withComputed(
  columns: Column[],
  scores: Readonly<Record<string, string>>,
): Record<string, string> {
  const at = new Map(columns.map((c) => [c.position, c]));
  const computed = new Set(columns.filter((c) => c.computation).map((c) => c.key));
  const values: Record<string, string> = {};
  for (const { key } of columns) {
    const score = scores[key];
    if (!computed.has(key) && score !== undefined) values[key] = unscaled(scaled(score));
  }
  const waiting = new Set(inOrder(columns).filter((c) => c.computation && !isOfRanks(c.computation)));
  for (let settled = true; settled; ) {
    settled = false;
    for (const column of waiting) {
      const sources = column.computedFrom.flatMap((p) => at.get(p) ?? []);
      if (sources.some((source) => waiting.has(source))) continue;
      waiting.delete(column);
      settled = true;
      const value = computedValue(column, sources, values);
      if (value !== null) values[column.key] = unscaled(value);
    }
  }
  return values;
}

function computedValue({ computation }: Column, sources: Column[], values: Record<string, string>) {
  if (computation === null || computation === "rank_avg" || computation === "dense_rank_avg") return null;
  if (computation === "weighted")
    return weighted(sources.map(({ key, weight }) => ({ value: values[key], weight })));
  const parts = sources.map(({ key }) => values[key]).filter((v) => v !== undefined);
  return parts.length > 0 ? COMPUTE[computation](parts.map(scaled)) : null;
}

/** A column's value in a row: the sum over the tasks that have one, null if none has (codabench: SUM). */
export function columnValue(shape: BoardShape, standing: Standing, column: Column): bigint | null {
  let sum: bigint | null = null;
  for (const key of valueKeys(shape, column)) {
    const value = standing.values[key];
    if (value !== undefined) sum = (sum ?? 0n) + scaled(value);
  }
  return sum;
}
