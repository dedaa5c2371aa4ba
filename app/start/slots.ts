const GiB = 1024 ** 3;

/** How many runs this machine judges at once: a core stays for the rest, and each run may need 3 GiB. */
export function judgeSlots(cores: number, memoryBytes: number): number {
  return Math.max(1, Math.min(cores - 1, Math.floor(memoryBytes / (3 * GiB))));
}
