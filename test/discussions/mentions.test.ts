import { expect, test } from "vitest";
import { mentionsIn } from "../../app/discussions/mentions.ts";

const people = [
  { id: "1", name: "Li" },
  { id: "2", name: "Li Wei" },
  { id: "3", name: "王芳" },
];
const called = (text: string) => mentionsIn(text, people).map((p) => p.id);

test("a name after an @ calls its person, in any script", () => {
  expect(called("Thanks @Li Wei, and @王芳老师!")).toEqual(["2", "3"]);
});
test("of names that begin alike the longest is meant", () => {
  expect(called("@Li said so")).toEqual(["1"]);
});
test("a name that goes on is another's, and an address calls nobody", () => {
  expect(called("@Lisa, mail me at me@Li")).toEqual([]);
});
test("a post calls ten people at most", () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ id: String(i), name: `P${i}x` }));
  expect(mentionsIn(many.map((p) => `@${p.name}`).join(" "), many)).toHaveLength(10);
});
