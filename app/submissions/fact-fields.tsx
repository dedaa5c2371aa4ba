import { useTranslation } from "react-i18next";
import type { FactQuestion } from "../competitions/fact-sheet.ts";
import { Checkbox, Field, Select } from "../ui/field.tsx";
import { FACT_FIELD } from "./fact-field.ts";

/** The questions that the organisers ask with each submission, with an error at the one that has it. */
export function FactFields({
  questions,
  errorAt,
  typed = {},
}: {
  questions: readonly FactQuestion[];
  errorAt: (field: string) => string | undefined;
  /** What was answered before a refusal, by the fields' names: for a browser without scripts. */
  typed?: Partial<Record<string, string>> | undefined;
}) {
  const { t } = useTranslation();
  if (questions.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-5">
      <legend className="pb-3 font-display text-lg font-semibold">{t("submissions.submit.facts")}</legend>
      {questions.map(({ key, kind, title, choices, required, onBoard }) => {
        const name = `${FACT_FIELD}${key}`;
        const hints = [
          kind !== "checkbox" && !required && t("submissions.submit.optional"),
          onBoard && t("submissions.submit.onBoard"),
        ].filter((hint) => hint !== false);
        const same = { name, label: title, hint: hints.join(" "), error: errorAt(name) };
        if (kind === "checkbox")
          return <Checkbox key={key} {...same} defaultChecked={typed[name] !== undefined} />;
        const value = { required, defaultValue: typed[name] ?? "" };
        if (kind === "text") return <Field key={key} {...same} {...value} maxLength={2000} />;
        return (
          <Select key={key} {...same} {...value}>
            <option value="">{t("submissions.submit.choose1")}</option>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </Select>
        );
      })}
    </fieldset>
  );
}
