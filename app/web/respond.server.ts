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

/** The one place that maps a refusal to HTTP. */
export const statusOf = (code: RefusalCode): number => STATUS[code];

/** What an action answers when a command refused: the screen shows `refusal` as a sentence. */
export const respond = (refusal: Refusal) => data({ refusal }, { status: statusOf(refusal.code) });

/** The same for the HTTP API. */
export const refusalResponse = (refusal: Refusal): Response =>
  Response.json({ error: refusal }, { status: statusOf(refusal.code) });

/** Ends the request: what you may not see does not exist. */
export function notFound(): never {
  throw new Response(null, { status: 404 });
}

/** Ends the request of somebody who is known but may not do this. */
export function forbidden(): never {
  throw new Response(null, { status: 403 });
}
