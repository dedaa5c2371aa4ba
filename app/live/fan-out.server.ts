import type { Socket as Connection } from "node:net";
import type { Namespace, Socket } from "socket.io";

/** How many sockets are written to before other work gets its turn. */
const AT_ONCE = 256;
/** A socket that has so many bytes waiting is let go: it comes back and catches up. */
const MOST_WAITING = 1024 * 1024;

const TEXT_FRAME = 0x81;

/** The bytes of socket.io's event packet as one unmasked, uncompressed WebSocket frame (RFC 6455, 5.2). */
export function encodeFrame(event: string, message: unknown): Buffer {
  const payload = Buffer.from(`42${JSON.stringify([event, message])}`);
  const { length } = payload;
  const header =
    length < 126
      ? Buffer.from([TEXT_FRAME, length])
      : length < 65_536
        ? Buffer.from([TEXT_FRAME, 126, length >> 8, length & 0xff])
        : Buffer.alloc(10);
  if (length >= 65_536) {
    header.writeUInt16BE((TEXT_FRAME << 8) | 127, 0);
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

/**
 * The TCP connection under a socket.io socket, if frames may be written to it directly: an open WebSocket
 * without compression and with nothing of socket.io's own waiting before it. These are internals of
 * socket.io 4.8; where they differ, the answer is undefined and the message goes the official way.
 */
export function connectionOf(socket: Socket): Connection | undefined {
  const engine = socket.conn as unknown as {
    readyState?: string;
    writeBuffer?: unknown[];
    transport?: {
      name?: string;
      perMessageDeflate?: unknown;
      socket?: { readyState?: number; _socket?: Connection };
    };
  };
  const { transport } = engine;
  if (
    engine.readyState !== "open" ||
    engine.writeBuffer?.length !== 0 ||
    transport?.name !== "websocket" ||
    transport.perMessageDeflate ||
    transport.socket?.readyState !== 1
  )
    return undefined;
  const connection = transport.socket._socket;
  return typeof connection?.write === "function" && typeof connection.writableLength === "number"
    ? connection
    : undefined;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A message and the bytes in which it travels, encoded once for everybody who gets it. */
export type Encoded = { event: string; message: unknown; frame: Buffer };

export const encoded = (event: string, message: unknown): Encoded => ({
  event,
  message,
  frame: encodeFrame(event, message),
});

/** Says something to one socket, written directly where that can be done. */
export function say(socket: Socket, { event, message, frame }: Encoded, find = connectionOf): void {
  const connection = find(socket);
  if (!connection) socket.emit(event, message);
  else if (connection.writableLength > MOST_WAITING) socket.conn.close(true);
  else connection.write(frame);
}

/**
 * Says one thing to everybody in a room. The packet is encoded once and the same bytes are written to each
 * connection, which costs what a bare `ws` server costs. Resolves to the number of sockets reached.
 */
export async function fanOut(
  namespace: Namespace,
  room: string,
  said: Encoded,
  find: typeof connectionOf = connectionOf,
): Promise<number> {
  const members = namespace.adapter.rooms.get(room);
  if (!members) return 0;
  let reached = 0;
  for (const id of [...members]) {
    const socket = namespace.sockets.get(id);
    if (!socket?.connected || !members.has(id)) continue;
    say(socket, said, find);
    if (++reached % AT_ONCE === 0) await turn();
  }
  return reached;
}
