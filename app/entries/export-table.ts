/** A spreadsheet runs a cell that begins like this as a formula: whatever people typed must stay text. */
const FORMULA = /^[=+\-@\t\r]/;

/** The text with an apostrophe before it where a spreadsheet would take it for a formula. */
export const asText = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);
