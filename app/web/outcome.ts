import type { Reason } from "../locales/reason.ts";

/** The seven ways to be refused; `respond.server.ts` maps them to HTTP in one place. */
export const REFUSALS = [
  "invalid",
  "signed_out",
  "forbidden",
  "not_found",
  "conflict",
  "closed",
  "over_quota",
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** An expected refusal: `reason` is a key of the locales, so that it reads as a sentence in any language. */
export type Refusal = {
  code: RefusalCode;
  reason: Reason;
  values?: Record<string, string | number>;
  /** The form field it belongs to. */
  field?: string;
  /** What else is wrong, where one look finds several things. */
  others?: Pick<Refusal, "reason" | "values">[];
};

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refused = (
  code: RefusalCode,
  reason: Reason,
  more: Pick<Refusal, "values" | "field" | "others"> = {},
): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, reason, ...more },
});
