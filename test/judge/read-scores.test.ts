import { expect, test } from "vitest";
import { readScores, toDecimal } from "../../judge/scoring/read-scores.ts";

const json = (text: string, keys = ["a"]) => readScores({ json: text, text: null }, keys);
const txt = (text: string, keys = ["a"]) => readScores({ json: null, text }, keys);

test("numbers keep ten digits, halves go away from zero, as in Codabench's database", () => {
  expect(toDecimal("0.6666666666666666")).toBe("0.6666666667");
  expect(toDecimal("0.00000000005")).toBe("0.0000000001");
  expect(toDecimal("0.00000000004")).toBe("0.0000000000");
  expect(toDecimal("0.00000000015")).toBe("0.0000000002");
  expect(toDecimal("-0.12345678905")).toBe("-0.1234567891");
  expect(toDecimal("-1e-11")).toBe("0.0000000000");
  expect(toDecimal("1.5e3")).toBe("1500.0000000000");
  expect(toDecimal("-.5")).toBe("-0.5000000000");
  expect(toDecimal("9999999999")).toBe("9999999999.0000000000");
});

test("what does not fit or is no number is null", () => {
  for (const text of ["1e10", "10000000000", "1e999", "", " ", ".", "abc", "0x10", "NaN", "Infinity", "1,5"])
    expect(toDecimal(text)).toBeNull();
});

test("only the board's keys count, whatever else is there", () => {
  expect(json('{"a": 0.5, "costs": {"x": [1]}, "b": "nonsense"}')).toEqual({
    ok: true,
    scores: { a: "0.5000000000" },
  });
});

test("texts of numbers pass, and booleans are one and zero", () => {
  expect(json('{"a": "0.25", "b": true, "c": false}', ["a", "b", "c"])).toEqual({
    ok: true,
    scores: { a: "0.2500000000", b: "1.0000000000", c: "0.0000000000" },
  });
});

test("what is no finite number for a board's key is refused", () => {
  for (const value of ["NaN", "Infinity", "-Infinity", "null", "{}", "[1]", '"x"', "1e300"])
    expect(json(`{"a": ${value}}`)).toMatchObject({ ok: false, cause: "bad_scores" });
});

test("NaN for another key harms nobody", () => {
  expect(json('{"b": NaN, "a": 1}')).toEqual({ ok: true, scores: { a: "1.0000000000" } });
});

test("scores.txt is read as YAML, and without a space after the colon too", () => {
  expect(txt("a: 0.333333333333\nDuration: 0\n")).toEqual({ ok: true, scores: { a: "0.3333333333" } });
  expect(txt("a:1\nb:2\n", ["a", "b"])).toEqual({
    ok: true,
    scores: { a: "1.0000000000", b: "2.0000000000" },
  });
  expect(txt("a:1")).toEqual({ ok: true, scores: { a: "1.0000000000" } });
  expect(txt("a: .nan")).toMatchObject({ ok: false, cause: "bad_scores" });
});

test("the oldest scores.txt, which YAML refuses, and one with a byte order mark are read", () => {
  expect(txt("a:1\nDuration: 0\n")).toEqual({ ok: true, scores: { a: "1.0000000000" } });
  expect(txt("\uFEFFa: 0.5")).toEqual({ ok: true, scores: { a: "0.5000000000" } });
  expect(json('\uFEFF{"a": 2}')).toEqual({ ok: true, scores: { a: "2.0000000000" } });
  expect(txt("a: 0.5\rb: 1\r")).toEqual({ ok: true, scores: { a: "0.5000000000" } });
  expect(txt("a: 1\na: 2")).toEqual({ ok: true, scores: { a: "2.0000000000" } });
});

test("small and large numbers are exact to ten digits", () => {
  expect(json('{"a": 1e-7}')).toMatchObject({ scores: { a: "0.0000001000" } });
  expect(json('{"a": 1234567890}')).toMatchObject({ scores: { a: "1234567890.0000000000" } });
  expect(json('{"a": -2.5E+3}')).toMatchObject({ scores: { a: "-2500.0000000000" } });
  expect(toDecimal("9".repeat(1001))).toBeNull();
});

test("a float counts as the number it is, a text as what it says", () => {
  // The float is 0.12345000154999999….
  expect(json('{"a": 0.12345000155}')).toMatchObject({ scores: { a: "0.1234500015" } });
  expect(json('{"a": "0.12345000155"}')).toMatchObject({ scores: { a: "0.1234500016" } });
  expect(json('{"a": 0.1}')).toMatchObject({ scores: { a: "0.1000000000" } });
});

test("scores.txt is YAML as Python reads it: words for booleans, underscores, letters that stay keys", () => {
  expect(txt("a: yes\nb: Off\nc: 1_000\ny: 0.5", ["a", "b", "c", "y"])).toEqual({
    ok: true,
    scores: { a: "1.0000000000", b: "0.0000000000", c: "1000.0000000000", y: "0.5000000000" },
  });
  expect(txt("a: 1e-05\nb: '0.5'", ["a", "b"])).toMatchObject({
    scores: { a: "0.0000100000", b: "0.5000000000" },
  });
});

test("a text that speaks of NaN is left as it is", () => {
  expect(json('{"note": "x: NaN, [Infinity", "b": NaN, "a": 1}')).toMatchObject({
    scores: { a: "1.0000000000" },
  });
});

test("what cannot be read is bad, what is missing is no score", () => {
  for (const text of ["{", "[1]", "3", ""]) expect(json(text)).toMatchObject({ cause: "bad_scores" });
  expect(json("{}")).toMatchObject({ cause: "no_scores" });
  expect(json('{"b": 1}')).toMatchObject({ cause: "no_scores" });
  expect(readScores({ json: null, text: null }, ["a"])).toMatchObject({ cause: "no_scores" });
});
