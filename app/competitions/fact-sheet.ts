import type { Reason } from "../locales/reason.ts";

/** What a participant is asked with each submission. */
export type FactQuestion = {
  key: string;
  kind: "checkbox" | "text" | "select";
  title: string;
  /** What may be chosen; empty for a text. */
  choices: string[];
  required: boolean;
  /** The answer stands on the board, beside the scores. */
  onBoard: boolean;
};
export type FactAnswers = Record<string, string | boolean>;
type Problem = { key: string; reason: Reason; values: Record<string, string | number> };

const KINDS = ["checkbox", "text", "select"] as const;
const ANSWER_LENGTH = 2000;

// Bundles write "true" and "false", often as texts.
const isTrue = (value: unknown) => value === true || /^(true|yes|on|1)$/i.test(String(value ?? ""));
const words = (value: unknown) => (value === null || value === undefined ? "" : String(value).trim());

/**
 * Reads a fact sheet: a bundle's map of questions, or the list that Podium keeps of it. `bad` names the
 * questions that cannot be asked: of no known type, or a choice among nothing.
 */
export function readFactSheet(given: unknown): { questions: FactQuestion[]; bad: string[] } {
  const questions: FactQuestion[] = [];
  const bad: string[] = [];
  if (typeof given !== "object" || given === null) return { questions, bad };
  for (const [name, value] of Object.entries(given)) {
    const raw = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    const key = words(raw.key) || name;
    const kind = KINDS.find((known) => known === (raw.kind ?? raw.type));
    const list = raw.choices ?? raw.selection;
    const choices = kind === "select" && Array.isArray(list) ? list.map(words).filter((c) => c !== "") : [];
    const twice = questions.some((q) => q.key === key);
    if (!kind || twice || (kind === "select" && choices.length === 0)) bad.push(key);
    else
      questions.push({
        key,
        kind,
        title: words(raw.title) || key,
        choices: [...new Set(choices)],
        required: isTrue(raw.required ?? raw.is_required),
        onBoard: isTrue(raw.onBoard ?? raw.is_on_leaderboard),
      });
  }
  return { questions, bad };
}

/** The questions of a competition, from its column `factSheet`. */
export const factQuestions = (stored: unknown): FactQuestion[] => readFactSheet(stored).questions;

/**
 * Checks what was answered, from a form or from JSON, and gives every question a value: a checkbox that was
 * not sent is not ticked. A problem stands at the key of its question.
 */
export function checkAnswers(
  questions: readonly FactQuestion[],
  given: Readonly<Record<string, unknown>>,
): { ok: true; answers: FactAnswers } | { ok: false; problems: [Problem, ...Problem[]] } {
  const answers: FactAnswers = {};
  const problems: Problem[] = [];
  const known = new Set(questions.map((q) => q.key));
  for (const key of Object.keys(given))
    if (!known.has(key))
      problems.push({ key, reason: "competitions.factSheet.noSuchQuestion", values: { key } });
  for (const { key, kind, title, choices, required } of questions) {
    const values = { title };
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (kind === "checkbox") {
      answers[key] = isTrue(value);
      continue;
    }
    const said = words(value);
    answers[key] = said;
    if (said === "") {
      if (required) problems.push({ key, reason: "competitions.factSheet.unanswered", values });
    } else if (kind === "select" && !choices.includes(said))
      problems.push({ key, reason: "competitions.factSheet.notAChoice", values: { ...values, said } });
    else if (said.length > ANSWER_LENGTH)
      problems.push({
        key,
        reason: "competitions.factSheet.tooLong",
        values: { ...values, max: ANSWER_LENGTH },
      });
  }
  const [first, ...rest] = problems;
  return first ? { ok: false, problems: [first, ...rest] } : { ok: true, answers };
}
