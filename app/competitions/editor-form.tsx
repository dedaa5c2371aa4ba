import { clsx } from "clsx";
import type { ReactNode } from "react";
import { LOCALES, type Locale, type Localized } from "../../db/vocabulary.ts";
import { Field, TextArea } from "../ui/field.tsx";
import { useSentence } from "../ui/use-sentence.tsx";
import type { FormAnswer } from "./form-answer.ts";
import * as limits from "./limits.ts";

/** Each language in its own words. */
export const LANGUAGES: Record<Locale, string> = {
  en: "English",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
};

type Value = string | number | boolean | null | undefined;
export type EditorForm = ReturnType<typeof useEditorForm>;

const LIMITS: Record<string, number> = { ...limits };

/** The fields of one form of the editor: what is stored, or after a refusal what was typed and what is wrong with it. */
export function useEditorForm(
  given: FormAnswer | undefined,
  intent: string,
  values: Record<string, Value>,
  /** Tells forms of the same intent apart, by the hidden field `id`. */
  id?: string,
) {
  const say = useSentence();
  const answer =
    given?.intent === intent && (id === undefined || given.typed.id?.[0] === id) ? given : undefined;
  const error = (name: string) => {
    const found = answer?.errors[name];
    return found && say({ reason: found.reason, values: { ...LIMITS, ...found.values } });
  };
  return {
    answer,
    error,
    /** For an input, a text area or a select. */
    at: (name: string) => ({
      name,
      defaultValue: answer ? (answer.typed[name]?.[0] ?? "") : String(values[name] ?? ""),
      error: error(name),
    }),
    /** For a checkbox. */
    check: (name: string) => ({
      name,
      defaultChecked: answer ? answer.typed[name] !== undefined : Boolean(values[name]),
      error: error(name),
    }),
    wrong: error(""),
  };
}

/** Values of a text in all languages, under the names that its fields have. */
export const localizedValues = (name: string, text: Localized | undefined): Record<string, string> =>
  Object.fromEntries(LOCALES.map((locale) => [`${name}.${locale}`, text?.[locale] ?? ""]));

/** One text in each language, side by side where there is room. */
export function LocalizedFields({
  form,
  name,
  label,
  hint,
  rows,
  max,
}: {
  form: EditorForm;
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** A text area of so many rows; else one line. */
  rows?: number;
  max?: number;
}) {
  const whole = form.error(name);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-semibold">{label}</legend>
      {hint && <p className="text-sm text-muted">{hint}</p>}
      <div className={clsx("grid gap-4", !rows && "lg:grid-cols-3")}>
        {LOCALES.map((locale) => {
          const field = form.at(`${name}.${locale}`);
          const shared = {
            ...field,
            error: field.error ?? (locale === "en" ? whole : undefined),
            lang: locale,
            maxLength: max,
            label: <span className="font-normal text-muted">{LANGUAGES[locale]}</span>,
          };
          return rows ? (
            <TextArea key={locale} {...shared} rows={rows} />
          ) : (
            <Field key={locale} {...shared} />
          );
        })}
      </div>
    </fieldset>
  );
}

/** Fields that belong together, and why. */
export function Group({
  title,
  lead,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="grid gap-x-10 gap-y-5 border-t border-line pt-8 lg:grid-cols-[16rem_1fr]">
      <div className="flex flex-col gap-2">
        <h2 className="font-display text-xl font-semibold">{title}</h2>
        {lead && <p className="text-pretty text-sm text-muted">{lead}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-6">{children}</div>
    </section>
  );
}
