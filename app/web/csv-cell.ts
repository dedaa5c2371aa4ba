// Chinese and Japanese spreadsheets read the wide signs as the narrow ones.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet runs: an apostrophe stands before what it would take for a formula. A negative
 * number is none, and programs read it as a number.
 */
export const csvCell = (cell: string): string =>
  FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
