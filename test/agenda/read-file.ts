import { type MendedAgenda, mend, tidy } from "../../app/agenda/import/mend.ts";
import { readAgenda } from "../../app/agenda/import/read.ts";
import { Remarks } from "../../app/agenda/import/remarks.ts";
import type { Outcome } from "../../app/web/outcome.ts";

export type Read = { agenda: MendedAgenda; said: Record<string, Record<string, string | number>> };

/** A file read and mended, with the remarks by the last word of their keys. */
export function tryFile(content: string | Uint8Array, timeZone: string): Outcome<Read> {
  const remarks = new Remarks();
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const raw = readAgenda(bytes, remarks);
  if (!raw.ok) return raw;
  for (const session of raw.value.sessions) tidy(session, remarks);
  const agenda = mend(raw.value, { timeZone, dayTurnsAt: 240 }, remarks);
  const said = Object.fromEntries(remarks.list().map((r) => [r.reason.split(".").at(-1)!, r.values]));
  return { ok: true, value: { agenda, said } };
}

export function readFile(content: string | Uint8Array, timeZone = "Europe/Berlin"): Read {
  const read = tryFile(content, timeZone);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}
