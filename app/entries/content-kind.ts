/** What files of these endings begin with. Endings that are not listed may begin with anything. */
const FAMILIES: Record<string, readonly string[]> = {
  zip: ["zip", "docx", "pptx", "xlsx", "odt", "odp", "jar"],
  pdf: ["pdf"],
  mp4: ["mp4", "m4v", "mov"],
  ole: ["doc", "ppt", "xls"],
  png: ["png"],
  jpeg: ["jpg", "jpeg"],
  rar: ["rar"],
  "7z": ["7z"],
  gzip: ["gz", "tgz"],
};

const BEGINNINGS: [family: string, offset: number, bytes: readonly number[]][] = [
  ["zip", 0, [0x50, 0x4b, 0x03, 0x04]],
  ["zip", 0, [0x50, 0x4b, 0x05, 0x06]],
  ["pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["mp4", 4, [0x66, 0x74, 0x79, 0x70]],
  ["mp4", 4, [0x6d, 0x6f, 0x6f, 0x76]],
  ["ole", 0, [0xd0, 0xcf, 0x11, 0xe0]],
  ["png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["jpeg", 0, [0xff, 0xd8, 0xff]],
  ["rar", 0, [0x52, 0x61, 0x72, 0x21]],
  ["7z", 0, [0x37, 0x7a, 0xbc, 0xaf]],
  ["gzip", 0, [0x1f, 0x8b]],
];

/** How many bytes of a file's beginning `contentFits` wants to see. */
export const HEAD_BYTES = 16;

/** Whether a file that begins with `head` can be what its ending says. */
export function contentFits(ending: string, head: Uint8Array): boolean {
  const family = Object.keys(FAMILIES).find((name) => FAMILIES[name]?.includes(ending));
  if (!family) return true;
  return BEGINNINGS.some(
    ([name, offset, bytes]) => name === family && bytes.every((byte, i) => head[offset + i] === byte),
  );
}
