/** What the names of a fact sheet's fields begin with, in forms and in refusals. */
export const FACT_FIELD = "fact.";

/** The answers that a form sent, by the keys of their questions. */
export function answersIn(fields: Iterable<[string, unknown]>): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [name, value] of fields)
    if (name.startsWith(FACT_FIELD)) answers[name.slice(FACT_FIELD.length)] = String(value);
  return answers;
}
