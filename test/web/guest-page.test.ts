import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { encodingFor, pageAt, queryFor, withHashes } from "../../app/web/guest-page.ts";

test("the best compression that a browser takes is sent", () => {
  expect(encodingFor("gzip, deflate, br, zstd")).toBe("br");
  expect(encodingFor("gzip;q=1.0, br;q=0")).toBe("gzip");
  expect(encodingFor("deflate, GZIP")).toBe("gzip");
  expect(encodingFor("brotli")).toBe("identity");
  expect(encodingFor("gzip;q=0, identity")).toBe("identity");
  expect(encodingFor(undefined)).toBe("identity");
});

test("a page and its data are found by path; other spellings of an address are nobody's", () => {
  expect(pageAt("/")).toEqual({ page: "/", data: false });
  expect(pageAt("/_root.data")).toEqual({ page: "/", data: true });
  expect(pageAt("/competitions/digits-2027/leaderboard")).toEqual({
    page: "/competitions/digits-2027/leaderboard",
    data: false,
  });
  expect(pageAt("/competitions/digits.data")).toEqual({ page: "/competitions/digits", data: true });
  for (const odd of ["/competitions/", "//competitions", "/Competitions", "/%63ompetitions", "*"])
    expect(pageAt(odd)).toBeNull();
});

test("only what a page depends on tells its addresses apart", () => {
  const route = { by: ["page", "track"], not: ["team"] };
  const query = (text: string) => queryFor(route, new URLSearchParams(text));
  expect(query("utm_source=mail&track=A&page=2&page=3")).toBe("?page=2&track=A");
  expect(query("x=1")).toBe("");
  expect(query("page=&team=")).toBe("");
  expect(query("team=Alpha&page=2")).toBeNull();
  expect(query("_routes=root")).toBeNull();
});

test("scripts of the renderer are let through by their hashes, and nobody else's", () => {
  const page = `<p>"nonce"</p><script nonce="n0">run(1)</script><script>bad()</script>
    <script nonce="guess">worse()</script><script async="" nonce="n0" src="/assets/a.js"></script>
    <script nonce="n0" type="module">import "/assets/b.js"; say("评测")</script>`;
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

  const { html, sources } = withHashes(page, "n0");

  expect(sources.split(" ")).toEqual([hash("run(1)"), hash('import "/assets/b.js"; say("评测")')]);
  expect(html).not.toContain("n0");
  expect(html).toContain("<script>run(1)</script>");
});
