import { createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { AppLoadContext } from "@remix-run/node";
import type express from "express";
import type { Locale } from "../../db/vocabulary.ts";
import { LOCALE_COOKIE, localeFor } from "./detect-locale.ts";
import {
  ENCODINGS,
  type Encoding,
  encodingFor,
  type ForGuests,
  pageAt,
  queryFor,
  withHashes,
} from "./guest-page.ts";
import { PageStore, withKind } from "./page-store.ts";
import { SIGN_IN_COOKIES } from "./sign-in-cookie.ts";
import { THEME_COOKIE, themeOf } from "./theme.ts";

/** A page as it travels: the same bytes to every guest who reads this language and theme. */
type Page = {
  status: number;
  /** The kind of its body, and what the route adds to the answer, e.g. that it is Remix's data. */
  headers: [string, string][];
  /** Content-Security-Policy sources of the page's own scripts. */
  scripts: string;
  ways: Record<Encoding, { body: Buffer; etag: string; length: string }>;
};
type Asked = { url: string; locale: Locale; theme: "light" | "dark" | null; data: boolean; key: string };

export type GuestPagesOptions = {
  /** What the route at this path says of guests; null where pages are made for each request. */
  routeAt(pathname: string): ForGuests | null;
  render(request: Request, context: AppLoadContext): Promise<Response>;
  /** The address that pages are rendered at, whatever a request called this host. */
  origin: string;
  mostBytes: number;
  maxAgeMs: number;
  /** Scores and entries change often: what shows them is forgotten at most this often. */
  tickMs: number;
};

/** How many paths are remembered together with their route. */
const PATHS = 2_000;
/** Kinds of topics whose changes are collected for a tick; all others count at once. */
const BUSY = /^(board|entries):/;
/** Headers that this file decides, or that concern one request alone. */
const OWN = /^(cache-control|content-(encoding|length)|date|etag|transfer-encoding|vary)$/;
const GUESTS = "public, max-age=0, must-revalidate";
const VARY = "Accept-Encoding, Accept-Language, Cookie";

/** What a page takes beside its bodies, about. */
const OVERHEAD = 2_000;
/** A page that changes twenty times a second is compressed as often: 1 ms instead of 50 for a tenth less. */
const BR_QUALITY = 5;

const br = promisify(brotliCompress);
const gz = promisify(gzip);

/**
 * Renders public pages once for all guests and once for each change, instead of once for each request. A page
 * is rendered for a request made here of address, language and theme alone: nothing of anybody's own request
 * can get into it. It is forgotten when something that it shows changes, when a moment comes at which
 * it looks otherwise, and after `maxAgeMs`.
 */
export class GuestPages {
  readonly #options: GuestPagesOptions;
  readonly #store: PageStore<Page>;
  readonly #underWay = new Map<string, Promise<Page | null>>();
  /** For each rendering in progress, what changed since it began. */
  readonly #changes = new Set<Set<string>>();
  readonly #routes = new Map<string, ForGuests | null>();
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GuestPagesOptions) {
    this.#options = options;
    this.#store = new PageStore(options.mostBytes);
  }

  /** What the kept pages take. */
  get bytes(): number {
    return this.#store.bytes;
  }

  get size(): number {
    return this.#store.size;
  }

  /** Something that pages show is different now, e.g. `competition:ID`. */
  changed(topic: string): void {
    if (!BUSY.test(topic)) {
      this.#forget(topic);
      return;
    }
    this.#waiting.add(topic);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const topics = [...this.#waiting];
      this.#waiting.clear();
      for (const each of topics) this.#forget(each);
    }, this.#options.tickMs);
  }

  /** Anything may have changed: the connection that tells of changes was away. */
  allChanged(): void {
    this.#store.clear();
    this.#underWay.clear();
    for (const changes of this.#changes) changes.add("*");
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #forget(topic: string): void {
    this.#store.changed(topic);
    // Whoever asks from now on does not join what began before the change.
    this.#underWay.clear();
    for (const changes of this.#changes) for (const each of withKind(topic)) changes.add(each);
  }

  /** Answers guests' requests for public pages; all others go on. */
  readonly handle: express.RequestHandler = (req, res, next) => {
    const asked = this.#asked(req);
    if (!asked) return next();
    const kept = this.#store.get(asked.key, Date.now());
    if (kept) return send(req, res, kept);
    this.#rendered(asked, String(res.locals.requestId)).then(
      // A fault is rendered again for this request alone, whose number the page then names.
      (page) => (page ? send(req, res, page) : next()),
      () => next(),
    );
  };

  #asked(req: express.Request): Asked | null {
    if (this.#options.mostBytes === 0 || (req.method !== "GET" && req.method !== "HEAD")) return null;
    const { cookie, authorization } = req.headers;
    if (authorization !== undefined || cookie?.includes(SIGN_IN_COOKIES)) return null;
    const cut = req.url.indexOf("?");
    const pathname = cut === -1 ? req.url : req.url.slice(0, cut);
    const at = pageAt(pathname);
    if (!at) return null;
    const route = this.#routeAt(at.page);
    const query = route && queryFor(route, new URLSearchParams(cut === -1 ? "" : req.url.slice(cut)));
    if (query === null) return null;
    const locale = localeFor(cookie ?? null, req.headers["accept-language"] ?? null);
    const theme = themeOf(cookie ?? null);
    const url = pathname + query;
    return { url, locale, theme, data: at.data, key: `${locale} ${theme} ${url}` };
  }

  #routeAt(page: string): ForGuests | null {
    const known = this.#routes.get(page);
    if (known !== undefined) return known;
    const found = this.#options.routeAt(page);
    if (this.#routes.size >= PATHS) this.#routes.clear();
    this.#routes.set(page, found);
    return found;
  }

  #rendered(asked: Asked, requestId: string): Promise<Page | null> {
    const known = this.#underWay.get(asked.key);
    if (known) return known;
    const rendering = this.#render(asked, requestId);
    this.#underWay.set(asked.key, rendering);
    const over = () => {
      if (this.#underWay.get(asked.key) === rendering) this.#underWay.delete(asked.key);
    };
    rendering.then(over, over);
    return rendering;
  }

  async #render({ url, locale, theme, data, key }: Asked, requestId: string): Promise<Page | null> {
    const began = Date.now();
    const changes = new Set<string>();
    this.#changes.add(changes);
    try {
      const topics = new Set<string>();
      let until = began + this.#options.maxAgeMs;
      const nonce = randomBytes(16).toString("base64");
      const cookie = `${LOCALE_COOKIE}=${locale}${theme ? `; ${THEME_COOKIE}=${theme}` : ""}`;
      const request = new Request(new URL(url, this.#options.origin), { headers: { cookie } });
      const response = await this.#options.render(request, {
        nonce,
        requestId,
        shows(what, moments = []) {
          for (const topic of what) topics.add(topic);
          for (const moment of moments) {
            const at = moment === null ? 0 : new Date(moment).getTime();
            if (at > began) until = Math.min(until, at);
          }
        },
      });
      if (response.status >= 500 || response.headers.has("set-cookie")) return null;
      const page = await pageOf(response, data ? null : nonce);
      const unheard = changes.has("*") || [...topics].some((topic) => changes.has(topic));
      // A page that says nothing of what it shows could never be forgotten in time.
      if (page.status === 200 && topics.size > 0 && !unheard) {
        const bytes = ENCODINGS.reduce((sum, way) => sum + page.ways[way].body.length, OVERHEAD + key.length);
        this.#store.keep(key, { value: page, bytes, topics: [...topics], until });
      }
      return page;
    } finally {
      this.#changes.delete(changes);
    }
  }
}

async function pageOf(response: Response, nonce: string | null): Promise<Page> {
  const rendered = Buffer.from(await response.arrayBuffer());
  const { html, sources } = nonce ? withHashes(rendered.toString(), nonce) : { html: rendered, sources: "" };
  const identity = Buffer.from(html);
  const [small, common] = await Promise.all([
    br(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BR_QUALITY } }),
    gz(identity),
  ]);
  const hash = createHash("sha256").update(identity).digest("base64url").slice(0, 22);
  const way = (encoding: Encoding, body: Buffer) => ({
    body,
    etag: `"${hash}-${encoding}"`,
    length: String(body.length),
  });
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => !OWN.test(name)),
    scripts: sources,
    ways: { br: way("br", small), gzip: way("gzip", common), identity: way("identity", identity) },
  };
}

function send(req: express.Request, res: express.Response, page: Page): void {
  const encoding = encodingFor(req.headers["accept-encoding"]);
  const { body, etag, length } = page.ways[encoding];
  const policy = res.getHeader("Content-Security-Policy");
  if (policy)
    res.setHeader(
      "Content-Security-Policy",
      String(policy).replace(` 'nonce-${res.locals.nonce}'`, page.scripts && ` ${page.scripts}`),
    );
  const kept = page.status === 200;
  res.setHeader("Cache-Control", kept ? GUESTS : "private, no-cache");
  res.setHeader("Vary", VARY);
  if (kept) res.setHeader("ETag", etag);
  if (kept && isKnown(req.headers["if-none-match"], etag)) {
    res.statusCode = 304;
    res.end();
    return;
  }
  res.statusCode = page.status;
  for (const [name, value] of page.headers) res.setHeader(name, value);
  res.setHeader("Content-Length", length);
  if (encoding !== "identity") res.setHeader("Content-Encoding", encoding);
  res.end(req.method === "HEAD" ? undefined : body);
}

/** Whether the browser says that it has this page. Proxies that compress weaken the tag. */
const isKnown = (tags: string | undefined, etag: string): boolean =>
  tags?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;
