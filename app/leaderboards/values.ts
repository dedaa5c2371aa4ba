import type { Computation } from "../../db/vocabulary.ts";
import { type BoardShape, type Column, inOrder, type Standing, valueKeys } from "./board.ts";

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

const COMPUTE: Record<Computation, (values: bigint[]) => bigint> = {
  sum: (values) => values.reduce((a, b) => a + b, 0n),
  avg: (values) => divided(COMPUTE.sum(values), BigInt(values.length)),
  min: (values) => values.reduce((a, b) => (b < a ? b : a)),
  max: (values) => values.reduce((a, b) => (b > a ? b : a)),
};

/**
 * The scores of one run with the computed columns filled in. A computed column takes the values there are
 * among its columns and stays empty if there are none (codabench: Submission.calculate_scores). Columns
 * computed from computed columns are settled in as many rounds as it takes; a circle stays empty.
 */
export function withComputed(
  columns: Column[],
  scores: Readonly<Record<string, string>>,
): Record<string, string> {
  const keyAt = new Map(columns.map((c) => [c.position, c.key]));
  const computed = new Set(columns.filter((c) => c.computation).map((c) => c.key));
  const values: Record<string, string> = {};
  for (const { key } of columns) {
    const score = scores[key];
    if (!computed.has(key) && score !== undefined) values[key] = unscaled(scaled(score));
  }
  const waiting = new Set(inOrder(columns).filter((c) => c.computation));
  for (let settled = true; settled; ) {
    settled = false;
    for (const column of waiting) {
      const sources = column.computedFrom.map((p) => keyAt.get(p)).filter((k) => k !== undefined);
      if (sources.some((k) => [...waiting].some((w) => w.key === k))) continue;
      waiting.delete(column);
      settled = true;
      const parts = sources.map((k) => values[k]).filter((v) => v !== undefined);
      if (parts.length > 0) values[column.key] = unscaled(COMPUTE[column.computation!](parts.map(scaled)));
    }
  }
  return values;
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
