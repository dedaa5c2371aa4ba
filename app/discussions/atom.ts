const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// XML knows no control characters, not even escaped.
const xml = (text: string) => text.replace(/[^\P{Cc}\t\n]/gu, "").replace(/[&<>"]/g, (c) => escapes[c] ?? c);

export type AtomEntry = {
  id: string;
  title: string;
  html: string;
  url: string;
  published: Date;
  updated: Date;
};

/** An Atom 1.0 feed. */
export function atomFeed(feed: {
  id: string;
  title: string;
  language: string;
  url: string;
  selfUrl: string;
  updated: Date;
  entries: readonly AtomEntry[];
}): string {
  const entries = feed.entries.map(
    (e) => `  <entry>
    <id>${xml(e.id)}</id>
    <title>${xml(e.title)}</title>
    <link rel="alternate" type="text/html" href="${xml(e.url)}"/>
    <published>${e.published.toISOString()}</published>
    <updated>${e.updated.toISOString()}</updated>
    <content type="html">${xml(e.html)}</content>
  </entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">
  <id>${xml(feed.id)}</id>
  <title>${xml(feed.title)}</title>
  <link rel="self" type="application/atom+xml" href="${xml(feed.selfUrl)}"/>
  <link rel="alternate" type="text/html" href="${xml(feed.url)}"/>
  <updated>${feed.updated.toISOString()}</updated>
  <author><name>${xml(feed.title)}</name></author>
${entries.join("")}</feed>
`;
}
