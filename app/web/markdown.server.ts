import MarkdownIt from "markdown-it";
import sanitizeHtml from "sanitize-html";
import type { PAGE_FORMATS } from "../../db/vocabulary.ts";

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "blockquote", "pre", "code", "kbd"],
    ...["ul", "ol", "li", "dl", "dt", "dd", "a", "strong", "b", "em", "i", "u", "s", "del", "sub", "sup", "mark"],
    ...["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img", "figure", "figcaption"],
    ...["details", "summary", "abbr", "small"],
  ],
  allowedAttributes: {
    a: ["href", "title"],
    img: ["src", "alt", "title", "width", "height"],
    th: ["colspan", "rowspan", "align"],
    td: ["colspan", "rowspan", "align"],
    ol: ["start"],
    details: ["open"],
    abbr: ["title"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
  // An organiser's heading never outranks the page's own.
  transformTags: {
    h1: "h2",
    a: sanitizeHtml.simpleTransform("a", { rel: "noopener nofollow" }),
  },
};
RULES.allowedAttributes = { ...RULES.allowedAttributes, a: ["href", "title", "rel"] };

/** Markdown as HTML that is safe to show: no scripts, styles, frames or forms survive. */
export const renderMarkdown = (text: string): string => sanitizeHtml(markdown.render(text), RULES);

/** An organiser's page, Markdown or HTML, as HTML that is safe to show. */
export const sanitizePage = (body: string, format: (typeof PAGE_FORMATS)[number]): string =>
  format === "html" ? sanitizeHtml(body, RULES) : renderMarkdown(body);
