import { expect, test } from "vitest";
import { nextTeamCode } from "../../app/entries/team-code.ts";

test("codes count up for each prefix, and no number is given twice", () => {
  expect(nextTeamCode("A3", [])).toBe("A3-0001");
  expect(nextTeamCode("A3", ["A3-0001", "A3-0017", "B-0040", "A3-x"])).toBe("A3-0018");
  expect(nextTeamCode("A", ["A3-0017"])).toBe("A-0001");
});
