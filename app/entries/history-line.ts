import type { Reason } from "../locales/reason.ts";

const LINES: Record<string, Reason> = {
  "entry.accepted": "entries.history.accepted",
  "entry.rejected": "entries.history.rejected",
  "entry.disqualified": "entries.history.disqualified",
  "entry.withdrawn": "entries.history.withdrawn",
  "entry.renamed": "entries.history.renamed",
  "entry.moved": "entries.history.moved",
  "entry.added": "entries.history.added",
  "entry.members_changed": "entries.history.members_changed",
  "entry.change_allowed": "entries.history.change_allowed",
  "entry.member_removed": "entries.history.member_removed",
  "entry.captain_changed": "entries.history.captain_changed",
  "entry.took_in": "entries.history.took_in",
  "entry.merged": "entries.history.merged",
};

type Line = { said: { reason: Reason; values: Record<string, string> }; reason: string | null };

/** A noted act as a sentence, with the reason that was given. Acts of other parts read as they were noted. */
export function historyLine(act: string, details: Record<string, unknown>): Line {
  const values = Object.fromEntries(
    Object.entries(details).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
  const line =
    act === "entry.members_changed" && values.went
      ? ("entries.history.members_replaced" as const)
      : LINES[act];
  return {
    said: line
      ? { reason: line, values }
      : { reason: "entries.history.other", values: { act: act.replace(/[._]/g, " ") } },
    reason: values.reason ?? null,
  };
}
