import { done, type Outcome, refused } from "../web/outcome.ts";

export const HOST_NAME_CHARS = 64;
export const HOST_NOTE_CHARS = 500;
const NAME = /^[\p{L}\p{N}]+([._ -][\p{L}\p{N}]+)*$/u;

/** What one says of a new judge host; `queueId` is null for the runs of no queue. */
export type HostForm = { name: string; queueId: string | null; note: string | null };

/** Reads what was typed of a new host. */
export function readHost(typed: {
  name: string;
  queueId?: string | null | undefined;
  note?: string | null | undefined;
}): Outcome<HostForm> {
  const name = typed.name.trim().normalize("NFC");
  const note = typed.note?.trim() || null;
  if (name.length > HOST_NAME_CHARS || !NAME.test(name))
    return refused("invalid", "judging.refusals.hostNameWrong", {
      field: "name",
      values: { max: HOST_NAME_CHARS },
    });
  if (note !== null && note.length > HOST_NOTE_CHARS)
    return refused("invalid", "judging.refusals.hostNoteLong", {
      field: "note",
      values: { max: HOST_NOTE_CHARS },
    });
  return done({ name, queueId: typed.queueId || null, note });
}
