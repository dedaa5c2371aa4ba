import { expect, test } from "vitest";
import { csvCell } from "../../app/web/csv-cell.ts";

test.each(["=1+1", "+1", "-1+cmd", "@sum", "\tx", "\n=1", "-", "＝1+1", "＋1", "－1", "＠sum"])(
  "%j stays text in a spreadsheet",
  (cell) => expect(csvCell(cell)).toBe(`'${cell}`),
);

test.each(["-0.52", "-3", "0.5", "Team", ""])("%j stays as it is", (cell) =>
  expect(csvCell(cell)).toBe(cell),
);
