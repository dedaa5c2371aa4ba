import type { Submission } from "@conform-to/react";
import { data } from "@remix-run/node";
import type { Refusal } from "../web/outcome.ts";
import { statusOf } from "../web/respond.server.ts";

const SECRETS = ["password", "current"];

/** Answers a form: errors at their fields, everything typed kept except passwords. */
export function reply<T>(form: Submission<T, string[]>, refusal?: Refusal) {
  const wrong = !refusal
    ? {}
    : refusal.field
      ? { fieldErrors: { [refusal.field]: [refusal.reason] } }
      : { formErrors: [refusal.reason] };
  return data(
    { form: form.reply({ ...wrong, hideFields: SECRETS }) },
    { status: statusOf(refusal?.code ?? "invalid") },
  );
}
