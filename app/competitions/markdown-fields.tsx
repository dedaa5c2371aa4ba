import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { LOCALES, type Locale } from "../../db/vocabulary.ts";
import { TextArea } from "../ui/field.tsx";
import { Html } from "../ui/html.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { type EditorForm, LANGUAGES } from "./editor-form.tsx";
import { TEXT_CHARS } from "./limits.ts";

/** How long typing may rest before the preview follows. */
const REST_MS = 350;

type Previews = Partial<Record<Locale, string>>;

/** A Markdown text in each language beside how it will look; `previews` are those a Preview button brought. */
export function MarkdownFields({
  form,
  name,
  label,
  rows = 14,
  previews = {},
}: {
  form: EditorForm;
  name: string;
  label: string;
  rows?: number;
  previews?: Previews;
}) {
  const { locale } = useRoot();
  const order = [locale, ...LOCALES.filter((other) => other !== locale)];
  return (
    <fieldset className="flex flex-col gap-5">
      <legend className="pb-2 font-semibold">{label}</legend>
      {form.error(name) && <p className="text-sm font-medium text-bad">{form.error(name)}</p>}
      {order.map((language, i) => (
        <details
          key={language}
          open={i === 0 || form.at(`${name}.${language}`).defaultValue !== ""}
          className="rounded-2xl border border-line bg-surface p-5"
        >
          <summary className="cursor-pointer font-semibold">{LANGUAGES[language]}</summary>
          <OneText
            form={form}
            name={`${name}.${language}`}
            language={language}
            rows={rows}
            html={previews[language]}
          />
        </details>
      ))}
    </fieldset>
  );
}

function OneText({
  form,
  name,
  language,
  rows,
  html,
}: {
  form: EditorForm;
  name: string;
  language: Locale;
  rows: number;
  html: string | undefined;
}) {
  const { t } = useTranslation();
  const preview = useFetcher<{ html: string }>();
  const field = form.at(name);
  const [text, setText] = useState(field.defaultValue);
  const { submit } = preview;
  const asked = useRef(false);
  useEffect(() => {
    const wait = setTimeout(
      () => {
        asked.current = true;
        submit({ text }, { method: "post", action: "/markdown/preview" });
      },
      asked.current ? REST_MS : 0,
    );
    return () => clearTimeout(wait);
  }, [text, submit]);
  const shown = preview.data?.html ?? html;
  return (
    <div className="grid items-start gap-6 pt-4 lg:grid-cols-2">
      <TextArea
        {...field}
        lang={language}
        rows={rows}
        maxLength={TEXT_CHARS}
        onChange={(event) => setText(event.target.value)}
        className="min-h-11 w-full rounded-xl border border-line bg-paper px-4 py-2.5 font-mono text-sm"
        label={<span className="font-normal text-muted">Markdown</span>}
      />
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className="text-sm text-muted">{t("editor.pages.looks")}</p>
        <div lang={language} className="min-h-24 rounded-xl bg-paper p-5">
          {shown && <Html html={shown} />}
          {/* Until the first look at a text has come there is nothing to say of it. */}
          {!shown && text.trim() === "" && <p className="text-muted">{t("editor.pages.empty")}</p>}
        </div>
      </div>
    </div>
  );
}
