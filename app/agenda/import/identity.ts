import { createHash } from "node:crypto";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string | undefined): text is string => UUID.test(text ?? "");

/**
 * A UUID that is the same for the same words: the name-based kind of RFC 9562 (version 8, of SHA-256), so that what
 * has no guid is still itself when it comes again.
 */
export function uuidOf(...words: readonly (string | number)[]): string {
  const hash = createHash("sha256").update(JSON.stringify(words)).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** What an exported session that belongs to all rooms names as its room, so that an import knows it again. */
export const ALL_ROOMS = uuidOf("podium", "all rooms");

/** A name as it is compared: without case, accents' spelling, or a second space. */
export const folded = (name: string): string =>
  name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
