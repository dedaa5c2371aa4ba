import type { Sql, TransactionSql } from "postgres";

/** Distinct statements that are kept prepared; beyond that they are sent as they come. */
const MOST_STATEMENTS = 1_000;
/** Statements with more parameters are lists of some length, and seldom sent twice. */
export const MOST_PARAMETERS = 60;
/** Lengths of a list for which one statement is kept prepared: else a few lists would take the place of all others. */
export const MOST_VARIANTS = 4;

type Nested = (...given: unknown[]) => Promise<unknown>;

const known = new Set<string>();
const variants = new Map<string, number>();

/** The statement with each of its lists (`in ($3, $4, …)`) as if it had one length. */
const shapeOf = (statement: string): string => statement.replace(/\bin \(\$\d+(?:, \$\d+)+\)/g, "in (…)");

function isWorthIt(statement: string, parameters: readonly unknown[]): boolean {
  if (parameters.length === 0 || parameters.length > MOST_PARAMETERS) return false;
  if (known.has(statement)) return true;
  if (known.size >= MOST_STATEMENTS) return false;
  const shape = shapeOf(statement);
  const alike = variants.get(shape) ?? 0;
  if (alike >= MOST_VARIANTS) return false;
  variants.set(shape, alike + 1);
  known.add(statement);
  return true;
}

/**
 * The same client, by which drizzle's statements are prepared: each connection parses a statement the first
 * time only, and from then on sends it in one round trip instead of two, and without waiting for the one
 * before it. The number of statements is bounded, because every connection keeps its own.
 */
export function prepared<S extends Sql | TransactionSql>(client: S): S {
  return new Proxy(client, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (property === "unsafe")
        return (statement: string, parameters: never[] = [], options: object = {}) =>
          target.unsafe(statement, parameters, { ...options, prepare: isWorthIt(statement, parameters) });
      // Both hand a client of one transaction to the last thing they are given.
      if (property === "begin" || property === "savepoint")
        return (...given: unknown[]) => {
          const work = given.pop() as (tx: TransactionSql) => unknown;
          return (value as Nested)(...given, (tx: TransactionSql) => work(prepared(tx)));
        };
      return value;
    },
  });
}
