import type { Submission } from "@conform-to/react";
import { data } from "@remix-run/node";
import { LOCALES } from "../../db/vocabulary.ts";
import { faultOf } from "../web/fault.ts";
import { renderMarkdown } from "../web/markdown.server.ts";
import type { Refusal } from "../web/outcome.ts";
import { statusOf } from "../web/respond.server.ts";
import type { FormAnswer, Said } from "./form-answer.ts";

/** Answers a form of the editor: each sentence at its field, everything typed kept. */
export function replyTo(body: FormData, refusals: readonly Refusal[], previews?: FormAnswer["previews"]) {
  const typed: Record<string, string[]> = {};
  for (const [name, value] of body)
    if (typeof value === "string") typed[name] = [...(typed[name] ?? []), value];
  const errors: Record<string, Said> = {};
  for (const { field = "", reason, values } of refusals) errors[field] ??= { reason, values };
  const form: FormAnswer = {
    intent: String(body.get("intent") ?? ""),
    typed,
    errors,
    ...(previews && { previews }),
  };
  return data({ form }, { status: previews ? 200 : statusOf(refusals[0]?.code ?? "invalid") });
}

/** Shows how the Markdown fields of a name will look, for browsers that run no scripts. */
export const previewOf = (body: FormData, name: string) =>
  replyTo(
    body,
    [],
    Object.fromEntries(
      LOCALES.map((locale) => [locale, renderMarkdown(String(body.get(`${name}.${locale}`) ?? ""))]),
    ),
  );

/** What zod found, as refusals of the fields it found it in. */
export const faultsOf = <T>(form: Submission<T, string[]>): Refusal[] =>
  Object.entries(form.reply().error ?? {}).flatMap(
    ([field, reasons]) => faultOf(field, reasons?.[0] ?? "") ?? [],
  );
