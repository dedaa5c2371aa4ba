import { expect, test } from "vitest";
import { contentFits } from "../../app/entries/content-kind.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

test.each([
  ["zip", "PK\u0003\u0004rest"],
  ["docx", "PK\u0003\u0004rest"],
  ["pdf", "%PDF-1.7"],
  ["mp4", "\u0000\u0000\u0000\u0018ftypmp42"],
])("a .%s that begins as one is one", (ending, head) => {
  expect(contentFits(ending, bytes(head))).toBe(true);
});
test.each([
  ["zip", "%PDF-1.7"],
  ["pdf", "PK\u0003\u0004"],
  ["mp4", "just a text file"],
  ["pptx", ""],
])("a .%s that begins otherwise was only renamed", (ending, head) => {
  expect(contentFits(ending, bytes(head))).toBe(false);
});
test("an ending that nobody knows may begin with anything", () => {
  expect(contentFits("weights", bytes("anything"))).toBe(true);
});
