/** What the naming rule of a slot is filled in with; a team may not have its code yet. */
export type NameFacts = { code: string | null; team: string; slot: string };

/** A name that every file system takes: what it could not bear becomes a line. */
export const asFileName = (text: string): string =>
  text
    .normalize("NFC")
    .trim()
    .replace(/[\p{Cc}/\\:*?"<>|]+/gu, "_")
    .replace(/\s+/g, " ");

/** The ending of a file's name in small letters, without the dot; empty where it has none. */
export function endingOf(fileName: string): string {
  const dot = fileName.lastIndexOf(".");
  return dot > 0 ? fileName.slice(dot + 1).toLowerCase() : "";
}

/** Whether the rule asks for what this team does not have yet: then any name is right. */
const unfillable = (pattern: string, { code }: NameFacts) => pattern.includes("{code}") && !code;

/**
 * The names a file may bear: the rule filled in, once for each ending where the rule leaves that open.
 * Empty where any name is right.
 */
export function expectedNames(
  pattern: string | null,
  facts: NameFacts,
  extensions: readonly string[],
): string[] {
  if (!pattern || unfillable(pattern, facts)) return [];
  const values = { code: facts.code ?? "", team: asFileName(facts.team), slot: asFileName(facts.slot) };
  const filled = pattern.replace(/\{(code|team|slot)\}/g, (_, key: keyof typeof values) => values[key]);
  const names = filled.normalize("NFC");
  if (extensions.length === 0 || extensions.some((e) => names.toLowerCase().endsWith(`.${e.toLowerCase()}`)))
    return [names];
  return extensions.map((e) => `${names}.${e}`);
}

/** Whether the file is called as it must be. How large the letters of its ending are is no matter. */
export function bearsName(fileName: string, expected: readonly string[], anyEnding: boolean): boolean {
  if (expected.length === 0) return true;
  const plain = (name: string) => {
    const ending = endingOf(name);
    return ending ? `${name.slice(0, -ending.length)}${ending}` : name;
  };
  const given = plain(fileName.normalize("NFC"));
  return expected.some((name) => {
    if (plain(name) === given) return true;
    // A rule without an ending, in a slot that takes any, says nothing of endings.
    return anyEnding && !endingOf(name) && given === `${name}.${endingOf(fileName)}`;
  });
}
