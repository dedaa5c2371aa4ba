type Chunk = { seq: number; stream: string; text: string };

const encoder = new TextEncoder();

/**
 * The chunks that still fit when each stream may hold `limit` bytes and `used` are taken; the one that
 * crosses the limit is cut. NUL characters, which Postgres cannot keep in a text, become U+FFFD.
 */
export function keepWithin<C extends Chunk>(
  chunks: readonly C[],
  used: ReadonlyMap<string, number>,
  limit: number,
): C[] {
  const taken = new Map(used);
  const fitting: C[] = [];
  for (const chunk of chunks) {
    const room = limit - (taken.get(chunk.stream) ?? 0);
    if (room <= 0) continue;
    const text = cut(chunk.text.replaceAll("\0", "\uFFFD"), room);
    if (text === "") continue;
    taken.set(chunk.stream, (taken.get(chunk.stream) ?? 0) + encoder.encode(text).length);
    fitting.push({ ...chunk, text });
  }
  return fitting;
}

/** The longest start of `text` that takes at most `bytes` in UTF-8. */
function cut(text: string, bytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
