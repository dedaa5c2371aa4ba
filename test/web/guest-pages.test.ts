// The cache between a real HTTP server and a renderer that this file steers. With the real renderer:
// test/journeys/guest-pages.e2e.ts.
import { createServer, get as httpGet } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text as streamText } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { AppLoadContext } from "@remix-run/node";
import express from "express";
import { afterEach, expect, test } from "vitest";
import { GuestPages } from "../../app/web/guest-pages.server.ts";

type Render = (request: Request, context: AppLoadContext) => Promise<Response> | Response;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const html = (text: string, more: ResponseInit = {}) =>
  new Response(text, { ...more, headers: { "content-type": "text/html", ...more.headers } });

/** A server whose public pages are at /public…; whatever the cache passes on is answered with "its own". */
async function served(render: Render, more: { mostBytes?: number; maxAgeMs?: number; tickMs?: number } = {}) {
  const rendered: Request[] = [];
  const pages = new GuestPages({
    routeAt: (path) => (path.startsWith("/public") ? { by: ["page"], not: ["find"] } : null),
    render: async (request, context) => {
      rendered.push(request);
      return render(request, context);
    },
    origin: "http://podium.test",
    mostBytes: 1_000_000,
    maxAgeMs: 3_600_000,
    tickMs: 1,
    ...more,
  });
  const app = express();
  let requests = 0;
  const waiting: { count: number; go(): void }[] = [];
  /** Resolves once so many requests have come. */
  const arrived = (count: number) => new Promise<void>((go) => void waiting.push({ count, go }));
  app.use((_req, res, next) => {
    requests += 1;
    // After the cache has seen the last of them, too.
    setImmediate(() => {
      for (const { count, go } of waiting) if (requests >= count) go();
    });
    res.locals.nonce = "n";
    res.setHeader("Content-Security-Policy", "script-src 'self' 'nonce-n';frame-ancestors 'self'");
    next();
  });
  app.use(pages.handle);
  app.use((_req, res) => void res.send("its own"));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    pages.stop();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(url + path, { headers, method, redirect: "manual" });
  const text = async (path: string, headers = {}) => (await get(path, headers)).text();
  return { pages, rendered, get, text, arrived, port };
}

/** Renders its own count, and shows what the test says. */
const counting = (topics = ["board:1"], moments: Date[] = []): Render => {
  let count = 0;
  return (_request, context) => {
    context.shows?.(topics, moments);
    count += 1;
    return html(`page ${count}`);
  };
};

test("a thousand guests who ask at once are answered by one rendering", async () => {
  const { arrived, port, rendered } = await served(async (_request, context) => {
    context.shows?.(["board:1"]);
    await arrived(1_000);
    return html("one rendering;");
  });

  // Ten connections with a hundred requests each, none of which waits for an answer.
  const answers = Array.from({ length: 10 }, () => {
    const socket = connect(port, "127.0.0.1");
    const ask = "GET /public HTTP/1.1\r\nHost: podium.test\r\n\r\n";
    socket.write(ask.repeat(99) + ask.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    return streamText(socket);
  });

  expect((await Promise.all(answers)).join("").match(/one rendering;/g)).toHaveLength(1_000);
  expect(rendered).toHaveLength(1);
});

test("a rendering sees address, language and theme, and nothing else of a request", async () => {
  const { get, rendered } = await served(counting());
  await get("/public?page=2&secret=mine", {
    cookie: "podium_locale=zh-Hans; podium_theme=dark; other=mine",
    "user-agent": "mine",
    "x-forwarded-host": "mine.test",
    "accept-language": "en",
  });

  expect(rendered[0]!.url).toBe("http://podium.test/public?page=2");
  expect([...rendered[0]!.headers]).toEqual([["cookie", "podium_locale=zh-Hans; podium_theme=dark"]]);
});

test("each language and theme has a page of its own; parameters that mean nothing have none", async () => {
  const { text } = await served(counting());
  expect(await text("/public")).toBe("page 1");
  expect(await text("/public", { "accept-language": "zh-TW" })).toBe("page 2");
  expect(await text("/public", { cookie: "podium_theme=dark" })).toBe("page 3");
  expect(await text("/public?page=2")).toBe("page 4");
  expect(await text("/public?utm_source=mail", { "accept-language": "en-GB" })).toBe("page 1");
  expect(await text("/public?fbclid=x&page=2")).toBe("page 4");
});

test("who is signed in, has a token, writes or searches is answered by no kept page, and fills none", async () => {
  const { get, text, rendered } = await served(counting());
  const passedOn = [
    await text("/public", { cookie: "podium.session_token=x" }),
    await text("/public", { cookie: "a=b; __Secure-podium.session_token=x" }),
    await text("/public", { authorization: "Bearer x" }),
    await text("/public?find=Alpha"),
    await text("/private"),
    await (await get("/public", {}, "POST")).text(),
  ];

  expect(passedOn).toEqual(passedOn.map(() => "its own"));
  expect(rendered).toHaveLength(0);
});

test("a page comes compressed and with a tag; who has it is told so in no bytes", async () => {
  const { get } = await served(counting());
  const etags = new Set<string>();
  for (const [accepted, open] of [
    ["br, gzip", brotliDecompressSync],
    ["gzip", gunzipSync],
    ["identity", (b: Buffer) => b],
  ] as const) {
    const came = await raw(get, "/public", accepted);
    expect(open(came.body).toString()).toBe("page 1");
    expect(came.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
    expect(came.headers.get("vary")).toBe("Accept-Encoding, Accept-Language, Cookie");
    etags.add(came.headers.get("etag")!);
  }
  expect(etags.size).toBe(3);
  for (const etag of etags) {
    const accepted = etag.includes("-br") ? "br" : etag.includes("-gzip") ? "gzip" : "identity";
    const again = await get("/public", {
      "accept-encoding": accepted,
      "if-none-match": `"other", W/${etag}`,
    });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  }
  expect((await get("/public", { "if-none-match": '"other"' })).status).toBe(200);
});

test("an answer of HEAD has the headers of GET and no body", async () => {
  const { get } = await served(counting());
  const head = await get("/public", { "accept-encoding": "identity" }, "HEAD");
  expect([head.headers.get("content-length"), await head.text()]).toEqual(["6", ""]);
});

test("a page's policy names the hashes of its scripts instead of a nonce", async () => {
  const { get } = await served((_request, context) => {
    context.shows?.(["board:1"]);
    return html(`<script nonce="${context.nonce}">run()</script>`);
  });
  for (const _ of [1, 2]) {
    const answer = await get("/public");
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^script-src 'self' 'sha256-[\w+/=]+';frame-ancestors 'self'$/,
    );
    expect(await answer.text()).toBe("<script>run()</script>");
  }
});

test("a change of what a page shows renders it anew, another's change does not", async () => {
  const { text, pages } = await served(counting(["competition:1", "edition"]));
  expect(await text("/public")).toBe("page 1");
  pages.changed("competition:2");
  expect(await text("/public")).toBe("page 1");
  pages.changed("competition:1");
  expect(await text("/public")).toBe("page 2");
  pages.changed("edition:7");
  expect(await text("/public")).toBe("page 3");
  pages.allChanged();
  expect(await text("/public")).toBe("page 4");
});

test("a change that comes while a page is rendered is not lost", async () => {
  let count = 0;
  const { text, pages } = await served((_request, context) => {
    context.shows?.(["competition:1"]);
    count += 1;
    // What this rendering has read is old from here on.
    if (count === 1) pages.changed("competition:1");
    return html(`page ${count}`);
  });

  expect(await text("/public")).toBe("page 1");
  expect(await text("/public")).toBe("page 2");
  expect(await text("/public")).toBe("page 2");
});

test("who asks after a change does not join a rendering that began before it", async () => {
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  let begun = () => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let count = 0;
  const { text, pages } = await served(async (_request, context) => {
    context.shows?.(["competition:1"]);
    const own = ++count;
    if (own === 1) {
      begun();
      await gate;
    }
    return html(`page ${own}`);
  });

  const before = text("/public");
  await first;
  pages.changed("competition:1");
  expect(await text("/public")).toBe("page 2");
  go();
  expect(await before).toBe("page 1");
  expect(await text("/public")).toBe("page 2");
});

test("from the moment that a page names it is rendered anew", async () => {
  const soon = new Date(Date.now() + 300);
  const { text } = await served(counting(["board:1"], [new Date(0), soon, new Date(Date.now() + 3_600_000)]));
  expect(await text("/public")).toBe("page 1");
  await expect.poll(() => text("/public")).toBe("page 2");
  expect(Date.now()).toBeGreaterThanOrEqual(soon.getTime());
});

test("after its greatest age a page is rendered anew, changed or not", async () => {
  const { text } = await served(counting(), { maxAgeMs: 200 });
  const first = Date.now();
  expect(await text("/public")).toBe("page 1");
  await expect.poll(() => text("/public")).toBe("page 2");
  expect(Date.now() - first).toBeGreaterThanOrEqual(200);
});

test("what says nothing of what it shows, sets a cookie, redirects or is missing is not kept", async () => {
  let answers = 0;
  for (const [answer, kept] of [
    [() => html("undeclared"), "undeclared"],
    [() => html("moved", { status: 302, headers: { location: "/elsewhere" } }), "moved"],
    [() => html("missing", { status: 404 }), "missing"],
    [() => html("cookie", { headers: { "set-cookie": "a=b" } }), "its own"],
    [() => html("broken", { status: 500 }), "its own"],
    [() => Promise.reject(new Error("broken")), "its own"],
  ] as const) {
    const { get, rendered, pages } = await served((_request, context) => {
      if (kept !== "undeclared") context.shows?.(["board:1"]);
      return answer();
    });
    for (const turn of [1, 2]) {
      const got = await get("/public");
      expect(await got.text()).toBe(kept);
      expect(got.headers.get("set-cookie")).toBeNull();
      expect(rendered).toHaveLength(turn);
      answers += 1;
    }
    expect(pages.size).toBe(0);
  }
  expect(answers).toBe(12);
});

test("kept pages stay within their bytes, and 0 keeps none", async () => {
  const { text, pages } = await served(counting(), { mostBytes: 10_000 });
  for (let page = 1; page <= 50; page++) await text(`/public?page=${page}`);
  expect(pages.size).toBeGreaterThan(1);
  expect(pages.bytes).toBeLessThanOrEqual(10_000);

  const none = await served(counting(), { mostBytes: 0 });
  expect(await none.text("/public")).toBe("its own");
});

/** The bytes as they travel: fetch would unpack them. */
async function raw(get: Awaited<ReturnType<typeof served>>["get"], path: string, accepted: string) {
  const { url } = await get(path);
  return new Promise<{ body: Buffer; headers: Headers }>((resolve, reject) => {
    httpGet(url, { headers: { "accept-encoding": accepted } }, (res) => {
      const pieces: Buffer[] = [];
      res.on("data", (piece: Buffer) => pieces.push(piece));
      res.on("end", () =>
        resolve({ body: Buffer.concat(pieces), headers: new Headers(res.headers as Record<string, string>) }),
      );
    }).on("error", reject);
  });
}
