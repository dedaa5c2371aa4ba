import MarkdownIt from "markdown-it";
import sanitizeHtml from "sanitize-html";

const markdown = new MarkdownIt({ html: true, linkify: true });

/** What text by organisers may contain: no script, style, form, frame, event handler or data URL. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, "img", "details", "summary", "del", "ins"],
  allowedAttributes: {
    a: ["href", "title", "rel"],
    img: ["src", "alt", "width", "height"],
    th: ["align", "colspan", "rowspan"],
    td: ["align", "colspan", "rowspan"],
    ol: ["start"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  transformTags: {
    a: sanitizeHtml.simpleTransform("a", { rel: "nofollow noopener ugc" }),
    // The page has an h1 of its own.
    h1: "h2",
  },
};

/** Markdown to HTML that is safe to show. */
export const renderMarkdown = (text: string): string => sanitizeHtml(markdown.render(text), ALLOWED);

/** An organiser's page, written in either format, as HTML that is safe to show. */
export const sanitizePage = (body: string, format: "markdown" | "html"): string =>
  format === "markdown" ? renderMarkdown(body) : sanitizeHtml(body, ALLOWED);

const plain = new MarkdownIt({ html: false, linkify: true, breaks: true });
const PLAIN = {
  ...ALLOWED,
  allowedTags: sanitizeHtml.defaults.allowedTags.filter((tag) => tag !== "img"),
};

/** What anybody may write: no HTML of their own, and no picture that would tell another site who reads. */
export const renderPost = (text: string): string => sanitizeHtml(plain.render(text), PLAIN);
