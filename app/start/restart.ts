/** A child that ran this long was well: its next end counts as the first again. */
export const WELL_AFTER_MS = 60_000;

/** How long to wait before a child that ended `failures` times in a row is started again: 1 s to 30 s. */
export const restartDelayMs = (failures: number): number => Math.min(30_000, 1000 * 2 ** (failures - 1));
