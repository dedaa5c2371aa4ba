import { type Localized, SLOT_PURPOSES } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { longest, readLocalized } from "../web/localized-form.ts";
import { done, type Outcome, type Refusal, refused } from "../web/outcome.ts";
import { readLocal } from "../web/zone.ts";

export type SlotPurpose = (typeof SLOT_PURPOSES)[number];

const MIB = 1024 * 1024;

/** "zip, .PDF mp4" as ["zip", "pdf", "mp4"]; null when a word can be no ending. */
export function readEndings(text: string): string[] | null {
  const words = text
    .split(/[\s,;，、；]+/)
    .map((word) => word.replace(/^[*.]+/, "").toLowerCase())
    .filter(Boolean);
  return words.every((word) => /^[a-z0-9]{1,10}$/.test(word)) ? [...new Set(words)] : null;
}

/** "72, 24" as [72, 24], the largest first; null when a word is no number of hours. */
export function readHours(text: string): number[] | null {
  const words = text.split(/[\s,;，、；]+/).filter(Boolean);
  const hours = words.map(Number);
  const right = hours.every((h) => Number.isInteger(h) && h >= 1 && h <= 24 * 60);
  return right && hours.length <= 6 ? [...new Set(hours)].sort((a, b) => b - a) : null;
}

/** "500" or "1.5" MiB in bytes; null when it is no size. */
export function readMebibytes(text: string): number | null {
  const size = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(size) && size > 0 ? Math.round(size * MIB) : null;
}

export const writeMebibytes = (bytes: number): string => String(Math.round((bytes / MIB) * 100) / 100);

/** Whether a naming rule says only what can be filled in, and is a file's name. */
export const goodPattern = (pattern: string): boolean =>
  !/[/\\:*?"<>|]/.test(pattern) && !/[{}]/.test(pattern.replace(/\{(code|team|slot)\}/g, ""));

export const readPurpose = (text: string): SlotPurpose => SLOT_PURPOSES.find((p) => p === text) ?? "work";

export type SlotValues = {
  title: Localized;
  description: Localized;
  trackId: string | null;
  purpose: SlotPurpose;
  extensions: string[];
  maxBytes: number;
  namePattern: string | null;
  required: boolean;
  dueAt: Date | null;
  remindHours: number[];
};

const wrong = (field: string, reason: Reason, values?: Record<string, string | number>) =>
  refused("invalid", reason, { field, ...(values && { values }) });

/** What is wrong with a slot, at which field; null for nothing. */
export function slotFault(
  { title, description, trackId, namePattern }: SlotValues,
  trackIds: readonly string[],
): Refusal | null {
  const fault = (field: string, reason: Reason, values?: Refusal["values"]) =>
    wrong(field, reason, values).refusal;
  if (longest(title) === 0) return fault("title", "deliverables.refusals.noTitle");
  if (longest(title) > 120) return fault("title", "deliverables.refusals.titleTooLong", { max: 120 });
  if (longest(description) > 5000)
    return fault("description", "deliverables.refusals.titleTooLong", { max: 5000 });
  if (trackId && !trackIds.includes(trackId)) return fault("trackId", "deliverables.refusals.noSuchTrack");
  if (namePattern && (!goodPattern(namePattern) || namePattern.length > 120))
    return fault("namePattern", "deliverables.refusals.badPattern");
  return null;
}

/** What an organiser's form says of a slot, or what is wrong with which field. Times are on the zone's clock. */
export function readSlot(
  form: FormData,
  { timeZone, trackIds, most }: { timeZone: string; trackIds: readonly string[]; most: number },
): Outcome<SlotValues> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const extensions = readEndings(text("extensions"));
  if (!extensions) return wrong("extensions", "deliverables.refusals.badEndings");
  const maxBytes = readMebibytes(text("maxMebibytes"));
  if (!maxBytes || maxBytes > most)
    return wrong("maxMebibytes", "deliverables.refusals.badSize", { max: writeMebibytes(most) });
  const due = text("dueAt");
  const read = due ? readLocal(due, timeZone) : null;
  if (read && !read.ok) return wrong("dueAt", "deliverables.refusals.badTime");
  const remindHours = readHours(text("remindHours"));
  if (!remindHours) return wrong("remindHours", "deliverables.refusals.badHours");
  const values: SlotValues = {
    title: readLocalized(form, "title"),
    description: readLocalized(form, "description"),
    trackId: text("trackId") || null,
    purpose: readPurpose(text("purpose")),
    extensions,
    maxBytes,
    namePattern: text("namePattern") || null,
    required: form.get("required") !== null,
    dueAt: read?.at ?? null,
    remindHours,
  };
  const refusal = slotFault(values, trackIds);
  return refusal ? { ok: false, refusal } : done(values);
}
