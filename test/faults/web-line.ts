import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * How the line between a judge host and the web is.
 * cut: connections end, new ones too. silent: taken, never answered. deaf: the web hears, its answers are lost.
 * twice: every report of an end is delivered twice at once.
 */
export type LineState = "well" | "cut" | "silent" | "deaf" | "twice";

/** A relay of ours between one judge host and the web process at `port`. */
export async function webLine(port: number) {
  let state: LineState = "well";
  const sockets = new Set<Socket>();
  /** Reports of an end that were delivered twice. */
  let doubled = 0;

  const ask = (
    from: IncomingMessage,
    to: ServerResponse,
    body: Buffer | IncomingMessage,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          host: "127.0.0.1",
          port,
          method: from.method,
          path: from.url,
          headers: { ...from.headers, host: `127.0.0.1:${port}` },
          agent: false,
        },
        resolve,
      ).once("error", reject);
      // Who hangs up hangs up on the web too; after the answer it means nothing.
      to.once("close", () => asked.destroy());
      if (Buffer.isBuffer(body)) asked.end(body);
      else body.pipe(asked);
    });

  async function relay(from: IncomingMessage, to: ServerResponse): Promise<void> {
    if (state === "silent") return;
    const isEnd = from.method === "POST" && from.url?.endsWith("/finish");
    const body = isEnd ? await buffer(from) : from;
    const again = isEnd && state === "twice" ? ask(from, to, body) : null;
    const [answer, second] = await Promise.all([ask(from, to, body), again]);
    if (second) {
      doubled += 1;
      second.resume();
    }
    if (state === "deaf" || state === "cut") {
      answer.resume();
      from.socket.destroy();
      return;
    }
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(to);
  }

  const server = createServer((from, to) => {
    relay(from, to).catch(() => from.socket.destroy());
  });
  server.on("connection", (socket) => {
    if (state === "cut") return socket.destroy();
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    doubled: () => doubled,
    become(now: LineState) {
      // Who waited for an answer that never came learns that the line was gone.
      const hangUp = now === "cut" || state === "silent";
      state = now;
      if (hangUp) for (const socket of sockets) socket.destroy();
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
