const KNOWN: readonly [start: string, extension: string][] = [
  ["PK\u0003\u0004", ".zip"],
  ["PK\u0005\u0006", ".zip"],
  ["\u0089PNG", ".png"],
  ["\u00ff\u00d8\u00ff", ".jpg"],
  ["GIF8", ".gif"],
  ["RIFF", ".webp"],
  ["<svg", ".svg"],
];

/** How a file's name ends: by its first bytes, else as it was called. */
export function extensionOf(head: Uint8Array, name = ""): string {
  const text = Array.from(head.subarray(0, 8), (byte) => String.fromCharCode(byte)).join("");
  const known = KNOWN.find(([start]) => text.startsWith(start));
  return known?.[1] ?? /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? "";
}
