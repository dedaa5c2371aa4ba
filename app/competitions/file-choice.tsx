import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DropZone } from "../submissions/drop-zone.tsx";
import { Select } from "../ui/field.tsx";
import type { EditorForm } from "./editor-form.tsx";
import type { KnownFile } from "./files.server.ts";

/** Keeps a file, uploads another, takes one that the competition has, or takes it away. */
export function FileChoice({
  form,
  name,
  hint,
  current,
  required = false,
  known,
  maxBytes,
}: {
  form: EditorForm;
  name: KnownFile["what"];
  hint: string;
  current: string | null;
  required?: boolean;
  known: KnownFile[];
  maxBytes: number;
}) {
  const { t } = useTranslation();
  const [upload, setUpload] = useState<string | null>(null);
  const label = t(`editor.files.${name}`);
  const others = known.filter((file) => file.hash !== current);
  return (
    <fieldset className="flex flex-col gap-3 rounded-2xl border border-line p-5">
      <legend className="px-2 font-semibold">{label}</legend>
      <p className="text-sm text-muted">{hint}</p>
      <Select
        {...form.at(name)}
        label={t("editor.files.choice")}
        error={form.error(name)}
        disabled={upload !== null}
      >
        <option value="">{t(current ? "editor.files.keep" : "editor.files.nothing")}</option>
        {current && !required && <option value="none">{t("editor.files.takeAway")}</option>}
        {others.map((file) => (
          <option key={`${file.what} ${file.hash}`} value={file.hash}>
            {t(`editor.files.${file.what}`)}{" "}
            {file.version === null
              ? t("editor.files.ofPhase", { n: file.n })
              : t("editor.files.ofTask", { n: file.n, version: file.version })}
          </option>
        ))}
      </Select>
      <DropZone
        compact
        label={t("editor.files.upload", { what: label })}
        maxBytes={maxBytes}
        place={`editor-${name}`}
        onUploaded={setUpload}
      />
      <input type="hidden" name={`${name}Upload`} value={upload ?? ""} />
      <noscript>{t("submissions.submit.script")}</noscript>
    </fieldset>
  );
}
