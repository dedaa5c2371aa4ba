import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { connectionOf, encoded, fanOut } from "../../app/live/fan-out.server.ts";

async function room(watchers: number) {
  const http = createServer();
  const server = new Server(http, { transports: ["websocket"] });
  server.on("connection", (socket) => void socket.join("room"));
  await once(http.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const sockets = Array.from({ length: watchers }, () =>
    io(url, { transports: ["websocket"], forceNew: true }),
  );
  await Promise.all(sockets.map((s) => new Promise<void>((resolve) => s.on("connect", () => resolve()))));
  const close = async () => {
    for (const socket of sockets) socket.close();
    await server.close();
  };
  return { server, sockets, close };
}

test.each([0, 60, 200, 40_000, 200_000])(
  "a message of %d letters arrives whole when its bytes are written straight to the connections",
  async (length) => {
    const { server, sockets, close } = await room(3);
    const message = { text: "名".repeat(length) };
    const heard = sockets.map((s) => new Promise((resolve) => s.on("said", resolve)));
    expect([...server.of("/").sockets.values()].map((s) => connectionOf(s) !== undefined)).toEqual([
      true,
      true,
      true,
    ]);
    expect(await fanOut(server.of("/"), "room", encoded("said", message))).toBe(3);
    expect(await Promise.all(heard)).toEqual([message, message, message]);
    await close();
  },
);

test("where socket.io's inside is not as expected, the message goes the official way", async () => {
  const { server, sockets, close } = await room(2);
  const heard = sockets.map((s) => new Promise((resolve) => s.on("said", resolve)));
  await fanOut(server.of("/"), "room", encoded("said", { n: 1 }), () => undefined);
  expect(await Promise.all(heard)).toEqual([{ n: 1 }, { n: 1 }]);
  await close();
});

test("messages written straight and messages emitted keep their order", async () => {
  const { server, sockets, close } = await room(1);
  const heard: number[] = [];
  const all = new Promise<void>((resolve) =>
    sockets[0]!.on("said", (n: number) => heard.push(n) === 6 && resolve()),
  );
  for (let n = 0; n < 6; n++) {
    if (n % 2) server.to("room").emit("said", n);
    else await fanOut(server.of("/"), "room", encoded("said", n));
  }
  await all;
  expect(heard).toEqual([0, 1, 2, 3, 4, 5]);
  await close();
});
