/** Told apart by colour and by dash, so that nobody has to see colours. */
const COLOURS = [
  "var(--accent)",
  "oklch(0.6 0.15 255)",
  "oklch(0.62 0.14 150)",
  "oklch(0.65 0.14 75)",
  "oklch(0.6 0.16 320)",
  "oklch(0.62 0.12 210)",
];
const DASHES = ["", "7 4", "2 4"];

/** The look of the i-th line of a drawing, shared with its legend. */
export const lookOf = (i: number) => ({
  stroke: COLOURS[i % COLOURS.length],
  strokeDasharray: DASHES[Math.floor(i / COLOURS.length) % DASHES.length],
});
