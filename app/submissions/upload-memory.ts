/** An upload that this browser began and has not seen end: a line of the page's storage. */
export type Begun = { key: string; name: string; size: number; at: number };

const PREFIX = "tus::";

/**
 * The newest upload begun at this place that a store remembers, written there by the upload's library; null
 * without one.
 */
export function latestBegun(stored: Iterable<[string, string | null]>, place: string): Begun | null {
  let latest: Begun | null = null;
  for (const [key, text] of stored) {
    if (!key.startsWith(PREFIX) || !text) continue;
    const begun = read(key, text, place);
    if (begun && (!latest || begun.at > latest.at)) latest = begun;
  }
  return latest;
}

function read(key: string, text: string, place: string): Begun | null {
  try {
    const { size, metadata, creationTime } = JSON.parse(text) as {
      size?: unknown;
      metadata?: { filename?: unknown; place?: unknown };
      creationTime?: unknown;
    };
    const at = Date.parse(String(creationTime));
    const name = metadata?.filename;
    return metadata?.place === place &&
      typeof size === "number" &&
      typeof name === "string" &&
      !Number.isNaN(at)
      ? { key, name, size, at }
      : null;
  } catch {
    return null;
  }
}

/** Bytes a second over the last moments, and the milliseconds that the rest takes at that speed; null at first. */
export function speedOf(
  marks: readonly { at: number; sent: number }[],
  size: number,
): { bytesPerSecond: number; leftMs: number } | null {
  const first = marks[0];
  const last = marks.at(-1);
  if (!first || !last || last.at - first.at < 1000 || last.sent <= first.sent) return null;
  const bytesPerSecond = ((last.sent - first.sent) / (last.at - first.at)) * 1000;
  return { bytesPerSecond, leftMs: ((size - last.sent) / bytesPerSecond) * 1000 };
}
