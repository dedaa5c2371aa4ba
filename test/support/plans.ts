import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { prepared } from "../../db/prepared.ts";
import * as schema from "../../db/schema/index.ts";

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};
type Statement = { text: string; parameters: unknown[] };

/** What a plan of a list has to keep to. Rows are those of tables with at least `many` rows. */
export type Bounds = { large: ReadonlySet<string>; mostSorted: number; mostRead: number };

/** Puts a connection in the place of the process's that remembers what is asked. Call before any query. */
export function watchStatements(url: string) {
  const asked: Statement[] = [];
  const client = postgres(url, {
    onnotice: () => {},
    debug: (_connection, text, parameters) => asked.push({ text, parameters: [...parameters] }),
  });
  const db = drizzle(prepared(client), { schema });
  Object.assign(globalThis, {
    podiumConnection: { client, db, close: () => client.end({ timeout: 5 }) },
  });
  return {
    /** The statements that some work sends. */
    async during(work: () => Promise<unknown>): Promise<Statement[]> {
      asked.length = 0;
      await work();
      // The driver asks a new connection for its types.
      return asked.filter(({ text }) => /^\s*(select|with)\b/i.test(text) && !text.includes("pg_catalog"));
    },
    /** How Postgres carried one out. */
    async planOf({ text, parameters }: Statement): Promise<Plan> {
      const [row] = await client.unsafe(
        `explain (analyze, timing off, format json) ${text}`,
        parameters as never[],
      );
      return (row as unknown as { "QUERY PLAN": { Plan: Plan }[] })["QUERY PLAN"][0]!.Plan;
    },
  };
}

const rowsOf = (plan: Plan) => plan["Actual Rows"] * plan["Actual Loops"];

/** What is wrong with a plan, in sentences; nothing for a good one. */
export function faultsOf(plan: Plan, bounds: Bounds): string[] {
  const inner = plan.Plans ?? [];
  const table = plan["Relation Name"];
  const found: string[] = [];
  if (table && bounds.large.has(table)) {
    if (plan["Node Type"] === "Seq Scan" && plan["Actual Loops"] > 0) found.push(`reads all of ${table}`);
    const read = rowsOf(plan) + (plan["Rows Removed by Filter"] ?? 0) * plan["Actual Loops"];
    if (read > bounds.mostRead) found.push(`reads ${read} rows of ${table}`);
  }
  if (plan["Node Type"] === "Sort") {
    const sorted = Math.max(0, ...inner.map(rowsOf));
    if (sorted > bounds.mostSorted) found.push(`sorts ${sorted} rows`);
  }
  return [...found, ...inner.flatMap((each) => faultsOf(each, bounds))];
}
