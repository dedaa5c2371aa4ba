import { data } from "@remix-run/node";
import type { Refusal, RefusalCode } from "./outcome.ts";

const STATUS: Record<RefusalCode, number> = {
  invalid: 422,
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  closed: 409,
  over_quota: 429,
};

/** The one place where a refusal gets its HTTP status. */
export const statusOf = (code: RefusalCode): number => STATUS[code];

/**
 * Answers an action: the page shows the refusal where it belongs and keeps what was typed. `more` tells the
 * page which of its forms it was.
 */
export const respond = <T extends object = object>(refusal: Refusal, more: T = {} as T) =>
  data({ ...more, refusal }, { status: statusOf(refusal.code) });

/** Ends a loader or action: what the viewer may not see does not exist. */
export function notFound(): never {
  throw new Response(null, { status: 404 });
}

/** The same with everything that was typed, for a browser without scripts: nothing of it is lost. */
export const respondTyped = (refusal: Refusal, form: FormData) => {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  return respond(refusal, { typed });
};
