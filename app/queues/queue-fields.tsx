import { useTranslation } from "react-i18next";
import type { EditorForm } from "../competitions/editor-form.tsx";
import { Checkbox, Field } from "../ui/field.tsx";
import { QUEUE_NAME_CHARS, QUEUE_NOTE_CHARS } from "./queue-form.ts";

/** What one says of a queue, a new one or an old one. */
export function QueueFields({ form }: { form: EditorForm }) {
  const { t } = useTranslation();
  return (
    <>
      <Field
        {...form.at("name")}
        label={t("queues.name")}
        hint={t("queues.nameHint")}
        maxLength={QUEUE_NAME_CHARS}
        spellCheck={false}
      />
      <Field
        {...form.at("note")}
        label={t("queues.note")}
        hint={t("queues.noteHint")}
        maxLength={QUEUE_NOTE_CHARS}
      />
      <Checkbox {...form.check("open")} label={t("queues.open")} hint={t("queues.openHint")} />
    </>
  );
}
