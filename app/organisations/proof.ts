const STARTS = {
  "application/pdf": [0x25, 0x50, 0x44, 0x46, 0x2d],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "image/jpeg": [0xff, 0xd8, 0xff],
} as const;
export type ProofType = keyof typeof STARTS;

/** What a file is by its first bytes, never by what it calls itself; null for everything else. */
export function proofType(content: Uint8Array): ProofType | null {
  const types = Object.keys(STARTS) as ProofType[];
  return types.find((type) => STARTS[type].every((byte, i) => content[i] === byte)) ?? null;
}
