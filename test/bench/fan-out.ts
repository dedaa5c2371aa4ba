// What it costs to tell one thing to everybody who watches: a bare `ws` server, socket.io as it comes, and
// Podium's fan-out, in turn in the same run. CPU of this process for each delivery; receivers are another
// process. Usage: tsx test/bench/fan-out.ts [watchers] [rounds]
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Server } from "socket.io";
import { WebSocket, WebSocketServer } from "ws";
import { encoded, fanOut } from "../../app/live/fan-out.server.ts";

const [watchers = 2_000, rounds = 30] = process.argv.slice(2).map(Number);
const MEDIAN_OF = 3;
const ROOM = "leaderboard:bench:public";
const message = {
  boardId: "00000000-0000-0000-0000-000000000000",
  after: 41,
  seq: 42,
  total: 1_000,
  ops: [{ seq: 42, from: 17, to: 3, row: { team: "Northern lights", values: { accuracy: "0.98765" } } }],
  padding: "x".repeat(64),
};

type Contender = { name: string; path: string; say(): unknown; stop(): void; port: number };

async function bare(): Promise<Contender> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  await once(http.listen(0, "127.0.0.1"), "listening");
  return {
    name: "bare ws",
    path: "/",
    port: (http.address() as AddressInfo).port,
    say() {
      const bytes = Buffer.from(JSON.stringify(message));
      for (const client of server.clients) client.send(bytes, { binary: false });
    },
    stop: () => http.close(),
  };
}

async function socketIo(name: string, say: (io: Server) => unknown): Promise<Contender> {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"], serveClient: false });
  io.on("connection", (socket) => void socket.join(ROOM));
  await once(http.listen(0, "127.0.0.1"), "listening");
  return {
    name,
    path: "/socket.io/?EIO=4&transport=websocket",
    port: (http.address() as AddressInfo).port,
    say: () => say(io),
    stop: () => void io.close(),
  };
}

/** Opens the sockets in this (child) process, says "open" and after each round "heard". */
async function receive(url: string, count: number): Promise<void> {
  let heard = 0;
  const sockets: WebSocket[] = [];
  for (let i = 0; i < count; i += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - i) }, async () => {
        const socket = new WebSocket(url, { perMessageDeflate: false });
        sockets.push(socket);
        const isSocketIo = url.includes("EIO");
        await new Promise<void>((resolve) => {
          socket.on("open", () => (isSocketIo ? socket.send("40") : resolve()));
          socket.on("message", (data: Buffer) => {
            if (data[0] === 0x34 && data[1] === 0x30) resolve();
            else if (data[0] === 0x32) socket.send("3");
            else if (data.length > 150 && ++heard % count === 0) process.send!("heard");
          });
        });
      }),
    );
  }
  process.send!("open");
}

/** Microseconds of this process's CPU for each delivery, and the longest time the event loop stood still. */
async function measure({ name, path, port, say, stop }: Contender) {
  const child = fork(fileURLToPath(import.meta.url), [`ws://127.0.0.1:${port}${path}`, String(watchers)], {
    env: { ...process.env, PODIUM_BENCH_RECEIVER: "1" },
  });
  await once(child, "message");
  const round = async () => {
    const heard = once(child, "message");
    await say();
    await heard;
  };
  for (let i = 0; i < 3; i++) await round();
  let stall = 0;
  let last = performance.now();
  const probe = setInterval(() => {
    stall = Math.max(stall, performance.now() - last);
    last = performance.now();
  }, 1);
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) await round();
  const { user, system } = process.cpuUsage(before);
  clearInterval(probe);
  child.kill();
  await once(child, "exit");
  stop();
  return { name, cpu: (user + system) / (rounds * watchers), stall };
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

async function compare(): Promise<void> {
  const contenders = [
    bare,
    () => socketIo("socket.io as it comes", (io) => io.to(ROOM).emit("board:frame", message)),
    () => socketIo("Podium", (io) => fanOut(io.of("/"), ROOM, encoded("board:frame", message))),
  ];
  const results = new Map<string, { cpu: number; stall: number }[]>();
  for (let i = 0; i < MEDIAN_OF; i++)
    for (const make of contenders) {
      const { name, ...figures } = await measure(await make());
      results.set(name, [...(results.get(name) ?? []), figures]);
    }
  const floor = median(results.get("bare ws")!.map((r) => r.cpu));
  console.log(`Fan-out to ${watchers} watchers, ${rounds} rounds, median of ${MEDIAN_OF}`);
  for (const [name, runs] of results) {
    const cpu = median(runs.map((r) => r.cpu));
    const stall = median(runs.map((r) => r.stall));
    console.log(
      `  ${name.padEnd(24)}${cpu.toFixed(1).padStart(7)} µs CPU a delivery${(cpu / floor).toFixed(2).padStart(7)} × bare ws${stall.toFixed(1).padStart(8)} ms longest stall`,
    );
  }
}

if (process.env.PODIUM_BENCH_RECEIVER) await receive(process.argv[2]!, Number(process.argv[3]));
else {
  await compare();
  process.exit(0);
}
