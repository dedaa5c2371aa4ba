import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { webConfig } from "../../config.ts";
import { listen } from "../../db/connect.ts";
import { viewerOf } from "../people/viewer.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { submissionDoor } from "../submissions/visible.server.ts";
import { log } from "../web/log.server.ts";
import { BoardRooms } from "./board-rooms.server.ts";
import { chunksBetween } from "./log-chunks.server.ts";
import { LIVE_PROTOCOL, OTHER_PROTOCOL, SAID } from "./messages.ts";
import { room, Watch, WherePlaced } from "./rooms.ts";

/** How many rooms one browser may be in at a time: a board takes two, its own and that of the page shown. */
const MOST_ROOMS = 40;
/** How far back a room is told an attempt's log when this process speaks of it for the first time. */
const LOG_BACK = 100;

/**
 * Serves the live screens on the web server's own port. Each process hears Postgres and tells its own
 * sockets, so several processes share the watchers without knowing of each other.
 */
export async function startLive(http: HttpServer): Promise<{ watchers(): number; stop(): Promise<void> }> {
  const { LIVE_TICK_MS, LIVE_PAGE_MS, LIVE_MAX_SOCKETS, BOARD_ROWS, NODE_ENV, PUBLIC_URL } = webConfig();
  const io = new Server(http, {
    // WebSocket alone: every request of a socket reaches the same process.
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 10_000,
    // Vite's own socket hangs on the same port in development.
    destroyUpgrade: NODE_ENV !== "development",
    allowRequest: (request, answer) =>
      answer(null, isOwnPage(request, PUBLIC_URL) && io.engine.clientsCount < LIVE_MAX_SOCKETS),
  });
  const everyone = io.of("/");
  const boards = new BoardRooms(
    everyone,
    { tickMs: LIVE_TICK_MS, pageMs: LIVE_PAGE_MS, rows: BOARD_ROWS },
    (error) => log.error({ error }, "a board was not told"),
  );

  // Programs name no version and take the messages as they are.
  everyone.use(({ handshake }, next) => {
    const { protocol = LIVE_PROTOCOL } = handshake.auth;
    next(protocol === LIVE_PROTOCOL ? undefined : new Error(OTHER_PROTOCOL));
  });
  everyone.on("connection", (socket) => {
    // The upgrade request carries the same cookie as the page; who it is is settled once a connection.
    const viewer = viewerOf(
      new Request(PUBLIC_URL, { headers: { cookie: socket.handshake.headers.cookie ?? "" } }),
    );
    viewer.catch(() => socket.disconnect(true));
    socket.on("watch", (asked: unknown, answer: unknown) => {
      const say = typeof answer === "function" ? (answer as (ok: boolean) => void) : () => {};
      watch(socket, viewer, boards, asked).then(say, (error) => {
        log.error({ error }, "a socket could not watch");
        say(false);
      });
    });
    socket.on("places", (asked: unknown, answer: unknown) => {
      const wish = WherePlaced.safeParse(asked).data;
      if (!wish || typeof answer !== "function") return;
      viewer
        .then((who) => boards.places(who, wish))
        .then(
          (places) => answer(places),
          (error) => {
            log.error({ error }, "a socket was not told its place");
            answer(null);
          },
        );
    });
    socket.on("leave", (asked: unknown) => leave(socket, boards, asked));
  });

  const logs = new LogTails(io);
  const unlisten = await Promise.all([
    listen(
      "board_changed",
      ({ boardId }) => boards.changed(boardId),
      () => boards.allChanged(),
    ),
    listen("submission_changed", ({ submissionId }) =>
      everyone.to(room.submission(submissionId)).emit(SAID.submission, { submissionId }),
    ),
    listen("log_grown", (grown) => logs.grew(grown)),
  ]);

  return {
    watchers: () => io.engine.clientsCount,
    async stop() {
      boards.stop();
      await Promise.all(unlisten.map((end) => end()));
      // Browsers reconnect by themselves to whichever process comes next. The HTTP server is its owner's to close.
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

/** Another site's page may not open a socket with this browser's cookie. A program sends no origin. */
function isOwnPage({ headers }: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (!origin) return true;
  return origin === new URL(publicUrl).origin || (URL.canParse(origin) && new URL(origin).host === host);
}

async function watch(
  socket: Socket,
  viewer: Promise<Viewer>,
  boards: BoardRooms,
  asked: unknown,
): Promise<boolean> {
  const parsed = Watch.safeParse(asked);
  if (!parsed.success || socket.rooms.size > MOST_ROOMS) return false;
  const wish = parsed.data;
  if (wish.kind === "board") return boards.enter(socket, await viewer, wish);
  const door = await submissionDoor(await viewer, wish.submissionId);
  if (door.watch) socket.join(room.submission(wish.submissionId));
  if (door.logs) socket.join(room.log(wish.submissionId));
  return door.watch;
}

function leave(socket: Socket, boards: BoardRooms, asked: unknown): void {
  const parsed = Watch.safeParse(asked);
  if (!parsed.success) return;
  const wish = parsed.data;
  if (wish.kind === "board") boards.leave(socket, wish);
  else {
    socket.leave(room.submission(wish.submissionId));
    socket.leave(room.log(wish.submissionId));
  }
}

/** Passes new log chunks on to those who watch, each once and in order. */
class LogTails {
  readonly #io: Server;
  readonly #sent = new Map<string, number>();
  #queue: Promise<void> = Promise.resolve();

  constructor(io: Server) {
    this.#io = io;
  }

  grew(grown: { submissionId: string; attemptId: string; seq: number }): void {
    this.#queue = this.#queue
      .then(() => this.#pass(grown))
      .catch((error) => log.error({ error }, "a log was not passed on"));
  }

  async #pass({ submissionId, attemptId, seq }: { submissionId: string; attemptId: string; seq: number }) {
    const name = room.log(submissionId);
    if (!this.#io.of("/").adapter.rooms.has(name)) {
      this.#sent.delete(attemptId);
      return;
    }
    const after = this.#sent.get(attemptId) ?? seq - LOG_BACK;
    if (after >= seq) return;
    const chunks = await chunksBetween(attemptId, after, seq);
    this.#sent.set(attemptId, seq);
    if (this.#sent.size > 1_000) this.#sent.delete(this.#sent.keys().next().value!);
    this.#io.to(name).emit(SAID.log, { submissionId, attemptId, chunks });
  }
}
