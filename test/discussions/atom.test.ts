import { expect, test } from "vitest";
import { atomFeed } from "../../app/discussions/atom.ts";

test("whatever an announcement says, the feed stays XML", () => {
  const at = new Date("2026-06-10T07:00:00Z");
  const feed = atomFeed({
    id: "urn:uuid:1",
    title: 'A & B <"quoted">',
    language: "en",
    url: "http://podium.test/?a=1&b=2",
    selfUrl: "http://podium.test/feed.atom",
    updated: at,
    entries: [
      { id: "urn:uuid:2", title: "]]>\u0000", html: "<p>x</p>", url: "#", published: at, updated: at },
    ],
  });
  expect(feed).toContain("<title>A &amp; B &lt;&quot;quoted&quot;&gt;</title>");
  expect(feed).toContain('href="http://podium.test/?a=1&amp;b=2"');
  expect(feed).toContain("<title>]]&gt;</title>");
  expect(feed).toContain('<content type="html">&lt;p&gt;x&lt;/p&gt;</content>');
});
