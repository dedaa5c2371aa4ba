import { expect, test } from "vitest";
import { pieces } from "../../app/notices/links.ts";

test("a mail's link into this installation can be followed, a link elsewhere is text", () => {
  expect(
    pieces("Here:\nhttp://podium.test/verify?token=a.b\nnot http://evil.test/x", "http://podium.test"),
  ).toEqual([
    { text: "Here:\n" },
    { text: "http://podium.test/verify?token=a.b", path: "/verify?token=a.b" },
    { text: "\nnot " },
    { text: "http://evil.test/x" },
  ]);
});
