import type { ReactNode } from "react";
import { LOCALES, type Localized } from "../../db/vocabulary.ts";
import { Field, TextArea } from "./field.tsx";
import { useRoot } from "./use-root.tsx";

const NAMES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" } as const;

/** One text in every language, the reader's first. Named "name.en", "name.zh-Hans" …: web/localized-form.ts. */
export function LocalizedFields({
  name,
  label,
  hint,
  error,
  value = {},
  rows,
  maxLength,
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  value?: Localized | undefined;
  /** Lines of a long text; without it, one line. */
  rows?: number;
  maxLength?: number;
}) {
  const { locale } = useRoot();
  const order = [locale, ...LOCALES.filter((l) => l !== locale)];
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-2 font-semibold">{label}</legend>
      {order.map((l, i) => {
        const shared = {
          name: `${name}.${l}`,
          lang: l,
          label: NAMES[l],
          defaultValue: value[l] ?? "",
          error: i === 0 ? error : undefined,
          hint: i === 0 ? hint : undefined,
          maxLength,
        };
        return rows ? <TextArea key={l} rows={rows} {...shared} /> : <Field key={l} {...shared} />;
      })}
    </fieldset>
  );
}
