import { ENTRY_STATES, type EntryState } from "../../db/vocabulary.ts";

export type EntryFilter = {
  words?: string | undefined;
  state?: EntryState | undefined;
  track?: string | undefined;
  organisationId?: string | undefined;
};

/** Which entries an address asks for. */
export function filterOf(search: URLSearchParams): EntryFilter {
  return {
    words: search.get("q")?.trim().slice(0, 100) || undefined,
    state: ENTRY_STATES.find((s) => s === search.get("state")),
    track: search.get("track") || undefined,
    organisationId: search.get("organisation") || undefined,
  };
}
