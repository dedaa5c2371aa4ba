import { expect, test } from "vitest";
import { renderPost } from "../../app/web/markdown.server.ts";

test.each([
  "<script>alert(1)</script>",
  "[x](javascript:alert(1))",
  '<img src=x onerror="alert(1)">',
  "![spy](https://elsewhere.example/pixel.gif)",
  "[x](data:text/html;base64,AAAA)",
  '<a href="x" onclick="alert(1)">x</a>',
  "<iframe src=https://elsewhere.example></iframe>",
])("what anybody writes does nothing in a reader's browser: %s", (text) => {
  const html = renderPost(text);
  expect(html).not.toMatch(/<(script|img|iframe)|href="(javascript|data):/i);
  expect(html.replace(/&lt;.*?&gt;/gs, "")).not.toMatch(/<[^>]*\son\w+=/i);
});
test("Markdown is drawn, and links tell search engines nothing", () => {
  expect(renderPost("**bold** https://podium.test")).toContain("<strong>bold</strong>");
  expect(renderPost("https://podium.test")).toContain('rel="nofollow noopener ugc"');
});
