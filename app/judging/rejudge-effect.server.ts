import { type SQL, sql } from "drizzle-orm";
import { CALLED_OFF, CAUSES, isPlatformFault } from "../../judge/contract/verdict.ts";

/** Causes with which a rejudge's run says nothing about the submission: the earlier run stays official. */
export const SAY_NOTHING = CAUSES.filter((cause) => isPlatformFault(cause) || CALLED_OFF.includes(cause));

/** Whether a run, by its alias in SQL, has a result that can take the place of an official one. */
export function hasResult(alias: string): SQL {
  const run = sql.raw(alias);
  const nothing = sql.raw(SAY_NOTHING.map((cause) => `'${cause}'`).join(", "));
  return sql`${run}.state in ('scored', 'failed') and ${run}.cause not in (${nothing})`;
}
