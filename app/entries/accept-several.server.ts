import type { SignedInViewer } from "../people/viewer.ts";
import { decideEntry, type OnDecided } from "./decide.server.ts";

const MOST = 200;

/** Accepts the entries that lack nothing, each by itself; says how many were taken and how many were not. */
export async function acceptSeveral(command: {
  viewer: SignedInViewer;
  entryIds: string[];
  now: Date;
  onDecided: OnDecided;
}): Promise<{ accepted: number; left: number }> {
  const { entryIds, ...rest } = command;
  const asked = [...new Set(entryIds)].slice(0, MOST);
  let accepted = 0;
  for (const entryId of asked) {
    const outcome = await decideEntry({ ...rest, entryId, state: "accepted" });
    if (outcome.ok) accepted += 1;
  }
  return { accepted, left: asked.length - accepted };
}
