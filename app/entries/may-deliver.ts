import type { CompetitionState, EntryState, SLOT_PURPOSES } from "../../db/vocabulary.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { contentFits } from "./content-kind.ts";
import { bearsName, endingOf, expectedNames, type NameFacts } from "./deliverable-name.ts";

type Purpose = (typeof SLOT_PURPOSES)[number];

const ENTRY_REFUSALS = {
  pending: "deliverables.refusals.entryPending",
  rejected: "deliverables.refusals.entryRejected",
  merged: "deliverables.refusals.entryMerged",
  withdrawn: "deliverables.refusals.entryWithdrawn",
  disqualified: "deliverables.refusals.entryDisqualified",
} as const;

/** Whether an entry may hand in, or replace, what a slot asks for. Proofs are what pending entries wait on. */
export function mayDeliver({
  competition,
  entry,
  slot,
  now,
}: {
  competition: { state: CompetitionState };
  entry: { state: EntryState; trackId: string | null } | null;
  slot: { trackId: string | null; purpose: Purpose; dueAt: Date | null };
  now: Date;
}): Outcome<null> {
  if (!entry) return refused("forbidden", "deliverables.refusals.noEntry");
  if (competition.state !== "published")
    return refused("closed", "deliverables.refusals.competitionClosed", { field: "file" });
  if (slot.trackId && slot.trackId !== entry.trackId)
    return refused("forbidden", "deliverables.refusals.otherTrack", { field: "file" });
  const open = entry.state === "accepted" || (entry.state === "pending" && slot.purpose === "eligibility");
  if (!open && entry.state !== "accepted")
    return refused("forbidden", ENTRY_REFUSALS[entry.state], { field: "file" });
  if (slot.dueAt && now >= slot.dueAt)
    return refused("closed", "deliverables.refusals.closed", { field: "file" });
  return done(null);
}

/** Whether a file is what a slot asks for: its ending, size, name and first bytes. */
export function fileFits({
  slot,
  names,
  file,
}: {
  slot: { extensions: readonly string[]; maxBytes: number; namePattern: string | null };
  names: NameFacts;
  file: { name: string; size: number; head: Uint8Array };
}): Outcome<null> {
  const ending = endingOf(file.name);
  const allowed = slot.extensions.map((e) => e.toLowerCase());
  if (file.size === 0) return refused("invalid", "deliverables.refusals.empty", { field: "file" });
  if (allowed.length > 0 && !allowed.includes(ending))
    return refused("invalid", "deliverables.refusals.wrongEnding", {
      field: "file",
      values: { allowed: allowed.map((e) => `.${e}`).join(", "), name: file.name },
    });
  if (file.size > slot.maxBytes)
    return refused("invalid", "deliverables.refusals.tooLarge", {
      field: "file",
      values: { max: formatBytes(slot.maxBytes), size: formatBytes(file.size) },
    });
  const expected = expectedNames(slot.namePattern, names, allowed);
  if (!bearsName(file.name, expected, allowed.length === 0)) {
    const own = expected.find((name) => endingOf(name) === ending) ?? expected[0] ?? "";
    return refused("invalid", "deliverables.refusals.wrongName", {
      field: "file",
      values: { expected: own, name: file.name },
    });
  }
  if (!contentFits(ending, file.head))
    return refused("invalid", "deliverables.refusals.wrongContent", {
      field: "file",
      values: { ending: `.${ending}` },
    });
  return done(null);
}
