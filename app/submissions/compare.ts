import { structuredPatch } from "diff";

/** A score as the page of a submission shows it: a decimal string with ten digits after the point. */
type Score = { key: string; title: string; value: string; precision: number; sorting: "asc" | "desc" };
type Task<Name> = { taskName: Name; scores: readonly Score[] };

export type Verdict = "better" | "worse" | "same" | null;
export type ScoreRow<Name> = {
  taskName: Name;
  key: string;
  title: string;
  precision: number;
  sorting: "asc" | "desc";
  a: string | null;
  b: string | null;
  /** b − a, exact to the last digit. */
  delta: string | null;
  /** What b is beside a. */
  verdict: Verdict;
};

const DIGITS = 10;

/** A decimal as a whole number of its last digits: numbers would lose some. */
function scaled(decimal: string): bigint {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const size = BigInt(whole + fraction.slice(0, DIGITS).padEnd(DIGITS, "0"));
  return sign ? -size : size;
}

function decimal(whole: bigint): string {
  const size = String(whole < 0n ? -whole : whole).padStart(DIGITS + 1, "0");
  return `${whole < 0n ? "-" : ""}${size.slice(0, -DIGITS)}.${size.slice(-DIGITS)}`;
}

/** The scores of two submissions side by side, task by task in the order of the first. */
export function compareScores<Name>(a: readonly Task<Name>[], b: readonly Task<Name>[]): ScoreRow<Name>[] {
  const name = (task: Task<Name>) => JSON.stringify(task.taskName);
  const others = b.filter((task) => !a.some((own) => name(own) === name(task)));
  return [...a, ...others].flatMap((task) => {
    const left = a.find((own) => name(own) === name(task))?.scores ?? [];
    const right = b.find((own) => name(own) === name(task))?.scores ?? [];
    const more = right.filter((score) => !left.some(({ key }) => key === score.key));
    return [...left, ...more].map(({ key, title, precision, sorting }): ScoreRow<Name> => {
      const one = left.find((score) => score.key === key)?.value ?? null;
      const two = right.find((score) => score.key === key)?.value ?? null;
      const delta = one === null || two === null ? null : scaled(two) - scaled(one);
      return {
        taskName: task.taskName,
        key,
        title,
        precision,
        sorting,
        a: one,
        b: two,
        delta: delta === null ? null : decimal(delta),
        verdict:
          delta === null
            ? null
            : delta === 0n
              ? "same"
              : delta > 0n === (sorting === "desc")
                ? "better"
                : "worse",
      };
    });
  });
}

/** A file of an archive by what tells its content apart. */
export type Listed = { name: string; size: number; crc32: number };
export type FileChange = { name: string; change: "added" | "removed" | "changed" };

/** Which files differ between two archives, by name; those that are the same are only counted. */
export function compareFiles(
  a: readonly Listed[],
  b: readonly Listed[],
): { changes: FileChange[]; same: number } {
  const left = new Map(a.map((file) => [file.name, file]));
  const right = new Map(b.map((file) => [file.name, file]));
  const changes: FileChange[] = [];
  let same = 0;
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const one = left.get(name);
    const two = right.get(name);
    if (!one) changes.push({ name, change: "added" });
    else if (!two) changes.push({ name, change: "removed" });
    else if (one.size !== two.size || one.crc32 !== two.crc32) changes.push({ name, change: "changed" });
    else same += 1;
  }
  return { changes, same };
}

/** A text, or null for what is none: bytes that are not UTF-8, or hold a NUL. */
export function asText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export type DiffLine = { sign: "+" | "-" | " "; text: string };
const MOST_LINES = 400;
const LINE_LENGTH = 500;

/** The lines that differ, with a few around them; null when there are too many to tell. */
export function diffTexts(a: string, b: string): DiffLine[][] | null {
  const patch = structuredPatch("", "", a, b, undefined, undefined, {
    context: 3,
    maxEditLength: 2000,
    timeout: 300,
  });
  if (!patch) return null;
  let left = MOST_LINES;
  return patch.hunks.flatMap(({ lines }) => {
    const shown = lines.filter((line) => !line.startsWith("\\")).slice(0, left);
    left -= shown.length;
    if (shown.length === 0) return [];
    return [
      shown.map((line) => ({
        sign: line.startsWith("+") ? ("+" as const) : line.startsWith("-") ? ("-" as const) : (" " as const),
        text: line.slice(1, LINE_LENGTH + 1),
      })),
    ];
  });
}
