import { z } from "zod";
import { CALLED_OFF, CAUSES } from "../../judge/contract/verdict.ts";

/** How a submission ended: with scores, or with a cause of failure. */
export const ENDINGS = CAUSES.filter((cause) => !CALLED_OFF.includes(cause));

/** Which runs to do again: everything that is said must hold. */
export const Selection = z.object({
  /** Position of the phase. */
  phase: z.coerce.number().int().min(0).optional(),
  /** Position of the task; else all tasks of a submission's phase. */
  task: z.coerce.number().int().min(0).optional(),
  ending: z.enum(ENDINGS).optional(),
  /** Numbers of submissions and spans of them: "3, 7-12". */
  numbers: z.string().max(2000).optional(),
  /** Only what ran on an older version of its task. */
  outdated: z.boolean().default(false),
});
export type Selection = z.infer<typeof Selection>;

/** A selection from the fields of a form or an address; what is empty is not said. */
export function selectionFrom(fields: URLSearchParams | FormData): Selection {
  const said = (name: string) => String(fields.get(name) ?? "").trim() || undefined;
  const read = Selection.safeParse({
    phase: said("phase"),
    task: said("task"),
    ending: said("ending"),
    numbers: said("numbers")?.slice(0, 2000),
    outdated: fields.get("outdated") !== null,
  });
  return read.success ? read.data : Selection.parse({});
}

export type Span = { from: number; to: number };
const LARGEST = 2_147_483_647;

/** Reads "3, 7-12 #20": the spans it names, or null when it is anything else. */
export function spansOf(text: string): Span[] | null {
  const parts = text
    .replace(/\s*[-–—]\s*/g, "-")
    .split(/[\s,;，、；]+/)
    .filter((part) => part !== "");
  const spans: Span[] = [];
  for (const part of parts) {
    const [, from, to = from] = /^#?(\d{1,10})(?:-#?(\d{1,10}))?$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return null;
    const span = { from: Number(from), to: Number(to) };
    if (span.to < span.from || span.to > LARGEST) return null;
    spans.push(span);
  }
  return spans.length > 0 ? spans : null;
}
