import { expect, test } from "vitest";
import { facts, localized, plain, rounded, table, width } from "../../app/cli/output.ts";
import { languageOf } from "../../app/cli/saved.ts";

test("columns stand under each other, with Chinese names too", () => {
  const lines = table(
    [{ title: "TEAM" }, { title: "ACC", numeric: true }],
    [
      ["左邻右舍", "0.98"],
      ["Deep", "0.9"],
    ],
  ).split("\n");

  expect(lines).toEqual(["TEAM       ACC", "左邻右舍  0.98", "Deep       0.9"]);
  expect(new Set(lines.map(width)).size).toBe(1);
});

test("a team's name cannot move the cursor", () => {
  expect(plain("a\u001b[2Jb")).toBe("a?[2Jb");
  expect(table([{ title: "T" }], [["a\nb"]])).toBe("T\na b");
});

test("facts that are not known are left out", () => {
  expect(
    facts([
      ["State", "scored"],
      ["Why", null],
    ]),
  ).toBe("State  scored");
});

test("a text is told in the terminal's language, else in one there is", () => {
  expect(languageOf("zh_TW.UTF-8")).toBe("zh-TW");
  expect(languageOf("C")).toBe("en");
  expect(localized({ en: "Board", "zh-Hans": "排行榜" }, "zh-CN")).toBe("排行榜");
  expect(localized({ "zh-Hans": "排行榜" }, "en")).toBe("排行榜");
});

test("a score is shown with the column's digits", () => {
  expect(rounded("0.9741666667", 4)).toBe("0.9742");
  expect(rounded(undefined, 4)).toBe("-");
});
