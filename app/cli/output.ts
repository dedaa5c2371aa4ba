/** How wide a text stands in a terminal: Chinese, Japanese and Korean letters take two columns. */
export function width(text: string): number {
  let columns = 0;
  for (const letter of text)
    columns +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        letter,
      )
        ? 2
        : 1;
  return columns;
}

/** Control and direction characters, which could move the cursor or hide text, become question marks. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "?");

export type Column = { title: string; numeric?: boolean };

/** Rows under titles, each column as wide as its widest cell. */
export function table(columns: Column[], rows: string[][]): string {
  const cells = [columns.map((c) => c.title), ...rows].map((row) =>
    row.map((cell) => plain(cell).replace(/\s+/g, " ")),
  );
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => width(row[i] ?? ""))));
  return cells
    .map((row) =>
      row
        .map((cell, i) => {
          const space = " ".repeat((widths[i] ?? 0) - width(cell));
          return columns[i]?.numeric ? space + cell : cell + space;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Names and values, the values under each other. */
export function facts(pairs: [string, string | null | undefined][]): string {
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== undefined);
  const widest = Math.max(...given.map(([name]) => width(name)));
  return given
    .map(([name, value]) => `${name}${" ".repeat(widest - width(name))}  ${plain(value)}`)
    .join("\n");
}

type Localized = Partial<Record<"en" | "zh-Hans" | "zh-Hant", string>>;

/** A text in the terminal's language, else in English, else in any. */
export function localized(text: Localized, language: string): string {
  const wanted = /^zh-(tw|hk|mo|hant)/i.test(language)
    ? "zh-Hant"
    : language.startsWith("zh")
      ? "zh-Hans"
      : "en";
  return text[wanted] ?? text.en ?? Object.values(text)[0] ?? "";
}

/** A time in the terminal's zone: 2026-11-23 14:05. */
export function minute(at: string | null): string {
  if (!at) return "-";
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A decimal string with so many digits after the point. Rounds half away from zero, as the screens do. */
export function rounded(value: string | undefined, precision: number): string {
  return value === undefined ? "-" : Number(value).toFixed(precision);
}

/** Writes an answer: as JSON, or as the text a person reads. */
export function print(json: boolean | undefined, answer: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : text()}\n`);
}
