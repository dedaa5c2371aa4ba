import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

/** A relay between the web and Postgres: it keeps its port while Postgres gets another, and can be slow or cut. */
export async function databaseLine(postgresPort: () => number) {
  let delayMs = 0;
  const sockets = new Set<Socket>();

  const late = () =>
    new Transform({
      transform(chunk, _encoding, done) {
        if (delayMs === 0) return done(null, chunk);
        setTimeout(() => done(null, chunk), delayMs);
      },
    });

  const server = createServer((near) => {
    const far = connect(postgresPort(), "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => {});
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(late()).pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  return {
    port: (server.address() as AddressInfo).port,
    /** Milliseconds that each piece of a conversation waits, in both directions. */
    slow(ms: number) {
      delayMs = ms;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
