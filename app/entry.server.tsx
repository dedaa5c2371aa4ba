import { Transform } from "node:stream";
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { createI18n } from "./i18n.server.ts";
import { telling } from "./i18n.ts";
import { NonceProvider } from "./nonce.tsx";
import { detectLocale } from "./web/detect-locale.ts";
import { log } from "./web/log.server.ts";
import { withoutNul } from "./web/without-nul.ts";
import { WordsUsedProvider } from "./words-used.tsx";

// app/main.ts reaches these through the build, so that each module exists once.
export { noteRequest } from "./web/metrics.server.ts";
export { hearPageChanges, metrics, readiness, startServices } from "./web-services.server.ts";

export const streamTimeout = 5_000;

export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
) {
  if (request.signal.aborted) return;
  log.error({ err: error, url: request.url, requestId: context.requestId }, "a request broke");
}

/** A page is its viewer's own: kept by no proxy, and by the browser only to ask whether it is current. */
function forOneViewer(headers: Headers): void {
  headers.append("Vary", "Accept-Language, Cookie");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
}

export function handleDataRequest(response: Response): Response {
  forOneViewer(response.headers);
  return response;
}

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
) {
  const wordsUsed = new Set<string>();
  const i18n = telling(await createI18n(detectLocale(request)), (part) => wordsUsed.add(part));
  const { nonce } = context;
  return new Promise<Response>((resolve, reject) => {
    let answered = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <WordsUsedProvider value={wordsUsed}>
          <I18nextProvider i18n={i18n}>
            <RemixServer context={remixContext} url={request.url} nonce={nonce} />
          </I18nextProvider>
        </WordsUsedProvider>
      </NonceProvider>,
      {
        nonce,
        // A large page otherwise travels in pieces that scripts put together.
        progressiveChunkSize: Number.POSITIVE_INFINITY,
        [context.shows || isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady"]() {
          answered = true;
          const body = new Transform({
            transform: (piece, _encoding, passOn) => passOn(null, withoutNul(piece)),
          });
          headers.set("Content-Type", "text/html; charset=utf-8");
          forOneViewer(headers);
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          status = 500;
          if (answered)
            log.error({ err: error, requestId: context.requestId }, "a page broke while it was sent");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}
