import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { handle } from "../../app/api/handle.server.ts";
import { action } from "../../app/submissions/routes/uploads.ts";

const asRequest = (message: IncomingMessage): Request =>
  new Request(`http://${message.headers.host}${message.url}`, {
    method: message.method,
    headers: message.headers as Record<string, string>,
    ...(!["GET", "HEAD"].includes(message.method ?? "") && {
      body: Readable.toWeb(message) as ReadableStream,
      duplex: "half",
    }),
  } as RequestInit);

const answer = (request: Request): Promise<Response> =>
  new URL(request.url).pathname.startsWith("/api/")
    ? handle(request)
    : action({ request, params: {}, context: { nonce: "", requestId: "" } });

/** The HTTP API and resumable uploads alone, on a port of their own. */
export async function serveApi(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (message, reply) => {
    try {
      const response = await answer(asRequest(message));
      reply.writeHead(response.status, Object.fromEntries(response.headers));
      reply.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      // The caller is not left waiting for an answer that nobody gives.
      reply.destroy(error as Error);
      throw error;
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
