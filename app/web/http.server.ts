import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import { createRequestHandler as createRenderer, type ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import helmet from "helmet";
import type { WebConfig } from "../../config.ts";
import { isBearer } from "./bearer.ts";
import { bodyRefused } from "./body-limit.ts";
import { GuestPages } from "./guest-pages.server.ts";
import { guestRoutes } from "./guest-routes.ts";
import { log } from "./log.server.ts";
import { fromOwnSite, hostOf } from "./own-site.ts";

type Services = { stop(): Promise<void> };
/** What app/entry.server.tsx gives to the process beside pages. */
type Entry = ServerBuild["entry"]["module"] & {
  startServices(server: Server): Promise<Services>;
  readiness(): Promise<void>;
  noteRequest(asked: { method: string; path: string; status: number; seconds: number }): void;
  metrics(now: Date): Promise<{ type: string; text: string }>;
  hearPageChanges(pages: Pick<GuestPages, "changed" | "allChanged">): Promise<() => Promise<void>>;
};
type Source = { build: ServerBuild | (() => Promise<ServerBuild>); entry: Entry; close(): Promise<void> };

async function built(app: express.Express): Promise<Source> {
  const build = (await import(pathToFileURL(path.resolve("build/server/index.js")).href)) as ServerBuild;
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y" }));
  app.use(express.static("build/client", { maxAge: "1h", index: false }));
  return { build, entry: build.entry.module as Entry, close: async () => {} };
}

async function hotReloading(app: express.Express, server: Server): Promise<Source> {
  const { createServer: createVite } = await import("vite");
  // Remix's plugin starts a second, hidden Vite whose SIGTERM and stdin-end handlers call process.exit(),
  // which would cut our own shutdown short: take those handlers off again.
  const before = [process.listeners("SIGTERM"), process.stdin.listeners("end")] as const;
  const vite = await createVite({ server: { middlewareMode: true, hmr: { server } }, appType: "custom" });
  for (const l of process.listeners("SIGTERM")) if (!before[0].includes(l)) process.off("SIGTERM", l);
  for (const l of process.stdin.listeners("end"))
    if (!before[1].includes(l)) process.stdin.off("end", l as () => void);
  app.use(vite.middlewares);
  const build = () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>;
  return { build, entry: (await build()).entry.module as Entry, close: () => vite.close() };
}

/** Boards that their organisers let other sites show; nothing else of Podium stands in a stranger's frame. */
const mayBeFramed = (req: { url?: string | undefined }): boolean =>
  /^\/embed\/competitions\/[^/]+\/leaderboard(\?|$)/.test(req.url ?? "");

/** The older header knows no exception, so it is left out where the newer one makes one. */
const framed: express.RequestHandler = (req, res, next) => {
  if (mayBeFramed(req)) res.removeHeader("X-Frame-Options");
  next();
};

/** Pages may load from here alone, and run only scripts that carry the request's nonce. */
const security = (production: boolean) =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        "script-src": ["'self'", (_req, res) => `'nonce-${(res as express.Response).locals.nonce}'`],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "https:"],
        "connect-src": ["'self'", ...(production ? [] : ["ws:"])],
        "frame-ancestors": [(req) => (mayBeFramed(req) ? "*" : "'self'")],
        "upgrade-insecure-requests": null,
      },
    },
    // Plain http on a lab's own network is legitimate; a proxy that ends TLS adds the header.
    strictTransportSecurity: false,
    // "no-referrer" would make browsers send "Origin: null" with a form, which Remix refuses.
    referrerPolicy: { policy: "same-origin" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
  });

/** A browser must not change anything here from another site. */
function sameOrigin(config: WebConfig): express.RequestHandler {
  const own = new URL(config.PUBLIC_URL).host;
  return (req, res, next) => {
    if (fromOwnSite(req, own)) {
      // Remix would compare it with Host once more, which is another's behind a proxy; "null" breaks it.
      if (req.headers.origin && hostOf(req.headers.origin) !== req.headers.host) delete req.headers.origin;
      return next();
    }
    res.status(403).type("text").send("This request came from another site and was not carried out.\n");
  };
}

/** Nobody fills the memory with a form; what is larger comes in pieces or by the API. */
function shortForms(config: WebConfig): express.RequestHandler {
  return (req, res, next) => {
    const status = bodyRefused(
      { method: req.method, url: req.url, headers: req.headers },
      config.FORM_MAX_BYTES,
    );
    if (status === null) return next();
    // What is still on its way is not read.
    res
      .set("Connection", "close")
      .status(status)
      .type("text")
      .send("This form is too large, or does not say how large it is.\n");
  };
}

/** Figures for Prometheus: they exist only where METRICS_TOKEN is set, and for whoever sends it. */
function figures(token: string | undefined, read: Entry["metrics"]): express.RequestHandler {
  return (req, res, next) => {
    if (!token) return next();
    if (!isBearer(req.headers.authorization, token)) {
      res.status(401).set("WWW-Authenticate", "Bearer").type("text").send("Send METRICS_TOKEN as bearer.\n");
      return;
    }
    read(new Date()).then(
      ({ type, text }) => res.set("Cache-Control", "no-store").type(type).send(text),
      next,
    );
  };
}

/** What no page could answer, e.g. an address that is none. Nothing of the error is told, whatever the mode. */
const broken: express.ErrorRequestHandler = (error, _req, res, next) => {
  const { requestId } = res.locals;
  if (res.headersSent) return next(error);
  if (error.status >= 400 && error.status < 500) {
    log.debug({ err: error, requestId }, "a request made no sense");
    res.status(error.status).type("text").send("This request makes no sense here.\n");
    return;
  }
  log.error({ err: error, requestId }, "a request broke");
  res.status(500).type("text").send("Something went wrong here.\n");
};

function pagesOf(build: ServerBuild, config: WebConfig): GuestPages {
  return new GuestPages({
    routeAt: guestRoutes(build.routes),
    render: createRenderer(build, "production"),
    origin: config.PUBLIC_URL,
    mostBytes: config.PAGE_CACHE_BYTES,
    maxAgeMs: config.PAGE_CACHE_MAX_AGE_S * 1_000,
    tickMs: config.LIVE_TICK_MS,
  });
}

/** The web process's HTTP server: security headers, files of the build, then Remix. */
export async function createHttp(config: WebConfig) {
  const production = config.NODE_ENV !== "development";
  const app = express();
  const server = createServer(app);
  // Node's five minutes are too few for a large bundle on a slow line. Headers still have one.
  server.requestTimeout = 60 * 60_000;
  app.disable("x-powered-by");
  app.set("trust proxy", config.TRUST_PROXY);

  let source: Source | undefined;
  app.use((req, res, next) => {
    res.locals.nonce = randomBytes(16).toString("base64");
    res.locals.requestId = randomUUID();
    res.setHeader("X-Request-Id", res.locals.requestId);
    // The address as we saw it, for limits on attempts; what the caller claims here is overwritten.
    req.headers["x-client-ip"] = req.ip ?? "unknown";
    const began = performance.now();
    const { method, path } = req;
    res.on("finish", () => {
      const ms = performance.now() - began;
      const status = res.statusCode;
      source?.entry.noteRequest({ method, path, status, seconds: ms / 1000 });
      log.debug({ method, path, status, ms: Math.round(ms), requestId: res.locals.requestId }, "request");
    });
    next();
  });
  app.get("/healthz", (_req, res) => {
    res.json({ ok: true });
  });
  app.use(security(production), framed);
  app.use(sameOrigin(config), shortForms(config));
  // No name here has a NUL in it, and the database refuses one with an error of its own.
  app.use((req, _res, next) => next(req.url.includes("%00") ? { status: 400 } : undefined));
  // Before compression: the pages of guests are kept compressed.
  let guestPages: GuestPages | undefined;
  app.use((req, res, next) => (guestPages ? guestPages.handle(req, res, next) : next()));
  app.use(compression());
  source = production ? await built(app) : await hotReloading(app, server);
  // In development every request renders, so that a change of the code is seen at once.
  if (typeof source.build !== "function") guestPages = pagesOf(source.build, config);
  const { entry } = source;
  app.get("/metrics", figures(config.METRICS_TOKEN, entry.metrics));
  app.get("/readyz", (_req, res) => {
    entry.readiness().then(
      () => res.json({ ok: true }),
      () => res.status(503).json({ ok: false }),
    );
  });
  app.all(
    "*",
    createRequestHandler({
      build: source.build as ServerBuild,
      mode: production ? "production" : "development",
      getLoadContext: (_req, res) => ({
        nonce: String(res.locals.nonce),
        requestId: String(res.locals.requestId),
      }),
    }),
  );
  app.use(broken);

  const services = await entry.startServices(server);
  const deafen = guestPages && (await entry.hearPageChanges(guestPages));
  return {
    listen: () =>
      new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(config.PORT, config.HOST, () => resolve());
      }),
    /** Stops taking requests, lets go of everything that was opened. */
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      guestPages?.stop();
      await deafen?.();
      await services.stop();
      server.closeAllConnections();
      await closed;
      await source.close();
    },
  };
}
