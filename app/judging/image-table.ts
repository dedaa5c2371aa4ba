import { BUILT_IN, DEFAULT_MAPPINGS } from "../../judge/contract/image-map.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** A line of the table as operators see it; the lines of the default table have ids of their own. */
export type ImageLine = { id: string; pattern: string; target: string; note: string | null };
export type NewImageLine = { pattern: string; target: string; note?: string | null | undefined };

export type ImageChange =
  | { act: "add"; line: NewImageLine }
  | { act: "edit"; id: string; line: NewImageLine }
  | { act: "up" | "down" | "remove"; id: string }
  | { act: "replace"; lines: NewImageLine[] };

export const MOST_LINES = 200;
const LONGEST = 255;
const LONGEST_NOTE = 500;
const PATTERN = /^[\w.\-/:@*]+$/;
const IMAGE = /^[\w][\w.\-/:@]*$/;

/** What holds while an installation has no lines: the first change makes them its own. */
export const defaultLines = (): ImageLine[] =>
  DEFAULT_MAPPINGS.map((line, i) => ({ ...line, id: `default-${i}`, note: null }));

function tidy(given: NewImageLine, others: readonly NewImageLine[]): Outcome<Omit<ImageLine, "id">> {
  const pattern = given.pattern.trim();
  const target = given.target.trim();
  if (pattern.length > LONGEST || !PATTERN.test(pattern))
    return refused("invalid", "judging.refusals.patternWrong", { field: "pattern" });
  if (target.length > LONGEST || !IMAGE.test(target))
    return refused("invalid", "judging.refusals.targetWrong", {
      field: "target",
      values: { builtIn: BUILT_IN },
    });
  // The second of two equal patterns would never match.
  if (others.some((other) => other.pattern === pattern))
    return refused("invalid", "judging.refusals.patternTwice", { field: "pattern", values: { pattern } });
  return done({ pattern, target, note: given.note?.trim().slice(0, LONGEST_NOTE) || null });
}

/** The table after a change; `newId` names lines that were not there before. */
export function changeTable(
  lines: readonly ImageLine[],
  change: ImageChange,
  newId: () => string,
): Outcome<ImageLine[]> {
  if (change.act === "replace") {
    const made: ImageLine[] = [];
    for (const given of change.lines) {
      const line = tidy(given, made);
      if (!line.ok) return line;
      made.push({ id: newId(), ...line.value });
    }
    return fits(made);
  }
  if (change.act === "add") {
    const line = tidy(change.line, lines);
    return line.ok ? fits([...lines, { id: newId(), ...line.value }]) : line;
  }
  const at = lines.findIndex((line) => line.id === change.id);
  if (at === -1) return refused("conflict", "judging.refusals.lineGone");
  const others = lines.toSpliced(at, 1);
  if (change.act === "remove") return done(others);
  if (change.act === "edit") {
    const line = tidy(change.line, others);
    return line.ok ? done(lines.with(at, { id: change.id, ...line.value })) : line;
  }
  const to = Math.max(0, Math.min(others.length, at + (change.act === "up" ? -1 : 1)));
  return done(others.toSpliced(to, 0, lines[at]!));
}

const fits = (lines: ImageLine[]): Outcome<ImageLine[]> =>
  lines.length <= MOST_LINES
    ? done(lines)
    : refused("invalid", "judging.refusals.tooManyLines", { values: { max: MOST_LINES } });
