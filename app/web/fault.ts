import type { Reason } from "../locales/reason.ts";
import type { Refusal } from "./outcome.ts";

/**
 * What a zod message of our own shapes says of a field: such a message is a key of the locales, with the values
 * behind a "?". Null for zod's own words.
 */
export function faultOf(field: string, message: string): Refusal | null {
  if (!/^\w+(\.\w+)+(\?\S*)?$/.test(message)) return null;
  const [reason, values] = message.split("?");
  return {
    code: "invalid",
    field,
    reason: reason as Reason,
    values: Object.fromEntries(new URLSearchParams(values)),
  };
}
