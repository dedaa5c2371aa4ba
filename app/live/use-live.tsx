import { useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Socket } from "socket.io-client";
import { type Followed, hearBoard } from "./follow-board.ts";
import { LIVE_PROTOCOL, type LogGrown, OTHER_PROTOCOL, SAID, type SubmissionChanged } from "./messages.ts";
import type { Watch } from "./rooms.ts";

/** What the little light by a live thing says. */
export type Connection = "connecting" | "live" | "reconnecting";

let opened: Promise<Socket> | undefined;

/** The page's one socket; the client's code is fetched when a screen first wants it. */
function connect(): Promise<Socket> {
  opened ??= import("socket.io-client").then(({ io }) =>
    io({
      transports: ["websocket"],
      reconnectionDelayMax: 5_000,
      auth: { protocol: LIVE_PROTOCOL },
    }).on("connect_error", ({ message }) => {
      if (message === OTHER_PROTOCOL) loadAnewOnce();
    }),
  );
  return opened;
}

const LOADED_ANEW = "podium-loaded-for-protocol";

/** Loads the page of the server as it is now, but not again where that brought the same old code. */
function loadAnewOnce(): void {
  if (sessionStorage.getItem(LOADED_ANEW) === String(LIVE_PROTOCOL)) return;
  sessionStorage.setItem(LOADED_ANEW, String(LIVE_PROTOCOL));
  window.location.reload();
}

/**
 * Watches a room for as long as the screen stands. `wish` is asked again at every connection, so that it
 * names what the screen has by then; `hear` gets every message.
 */
function useWatch(
  wish: () => Watch,
  name: string,
  hear: (said: string, message: unknown) => void,
  onRefused: () => void,
): Connection {
  const [connection, setConnection] = useState<Connection>("connecting");
  const latest = useRef({ wish, hear, onRefused });
  latest.current = { wish, hear, onRefused };

  useEffect(() => {
    let socket: Socket | undefined;
    let over = false;
    // What this effect entered is what it leaves, whatever the screen shows by then.
    const entered = latest.current.wish;
    const enter = () => {
      socket?.emit("watch", latest.current.wish(), (ok: boolean) => {
        if (over) return;
        if (ok) setConnection("live");
        else latest.current.onRefused();
      });
    };
    const lost = () => setConnection("reconnecting");
    const heard = (said: string, message: unknown) => latest.current.hear(said, message);
    connect().then((opened) => {
      if (over) return;
      socket = opened;
      socket.on("connect", enter).on("disconnect", lost).on("connect_error", lost).onAny(heard);
      if (socket.connected) enter();
    });
    return () => {
      over = true;
      socket?.off("connect", enter).off("disconnect", lost).off("connect_error", lost).offAny(heard);
      if (socket?.connected) socket.emit("leave", entered());
    };
  }, [name]);

  return connection;
}

/** Loads the page's data again, and again once more if something happened meanwhile; never twice at once. */
function useReload(): () => void {
  const { state, revalidate } = useRevalidator();
  const again = useRef(false);
  const latest = useRef({ state, revalidate });
  latest.current = { state, revalidate };
  useEffect(() => {
    if (state !== "idle" || !again.current) return;
    again.current = false;
    revalidate();
  }, [state, revalidate]);
  return useCallback(() => {
    if (latest.current.state === "idle") latest.current.revalidate();
    else again.current = true;
  }, []);
}

/** Those who lost the thread ask for their page within this time, and not all in the same moment. */
const ASK_WITHIN_MS = 1_000;
/** How often a team whose row is on another page asks where it stands. */
const PLACE_EVERY_MS = 3_000;

/** Does something once, some time within `ms` of the first call; calls until then change nothing. */
function useSometime(ms: number, act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(act);
  latest.current = act;
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, Math.random() * ms);
  }, [ms]);
}

export type OwnPlace = { entryId: string; place: number | null; rank: number | null };

/**
 * A board's rows kept current: changes are applied as they come, and where they cannot be followed the
 * socket is asked for the page. The page's own data is loaded again only when the board is closed to the
 * viewer. `changed` holds the submissions whose rows changed last.
 */
export function useBoard(
  board: { boardId: string; trackId: string | null; asPublic: boolean },
  initial: Followed,
  mine: OwnPlace[],
): Followed & { connection: Connection; changed: ReadonlySet<string>; mine: OwnPlace[] } {
  const { boardId, trackId, asPublic } = board;
  const [shown, setShown] = useState(initial);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [places, setPlaces] = useState(mine);
  const current = useRef(initial);
  const reload = useReload();

  useEffect(() => {
    current.current = initial;
    setShown(initial);
    setPlaces(mine);
  }, [initial, mine]);

  const wish = () => ({
    kind: "board" as const,
    ...board,
    seq: current.current.window.seq,
    offset: current.current.window.offset,
    mark: current.current.mark,
    whole: false,
  });
  const leaveSoon = useSometime(ASK_WITHIN_MS, reload);
  const askPage = useSometime(ASK_WITHIN_MS, () => {
    void opened?.then((socket) => socket.emit("watch", { ...wish(), whole: true }));
  });
  const askPlaces = useSometime(PLACE_EVERY_MS, () => {
    const entryIds = mine.map((own) => own.entryId).slice(0, 10);
    void opened?.then((socket) =>
      socket.emit("places", { ...board, entryIds }, (answer: OwnPlace[] | null) => {
        if (answer) setPlaces(answer);
      }),
    );
  });
  const hear = (said: string, message: unknown) => {
    const heard = hearBoard(board, current.current, said, message);
    if (heard.kind === "closed") return leaveSoon();
    if (heard.kind === "lost") return askPage();
    if (heard.kind === "none") return;
    current.current = heard.now;
    setShown(heard.now);
    setChanged(heard.changed);
    if (mine.some((own) => !heard.now.window.rows.some((row) => row.entryId === own.entryId))) askPlaces();
  };
  const name = `${boardId} ${trackId} ${asPublic} ${initial.window.offset}`;
  const connection = useWatch(wish, name, hear, reload);
  return { ...shown, connection, changed, mine: places };
}

export type LogLine = LogGrown["chunks"][number] & { attemptId: string };

/**
 * Follows a submission: the page loads its data again when its state changes or the connection returns, and
 * new log chunks are added to those it came with.
 */
export function useSubmission(
  submissionId: string,
  initialLog: LogLine[] = [],
): { connection: Connection; log: LogLine[] } {
  const [heard, setHeard] = useState<LogLine[]>([]);
  const reload = useReload();
  const hear = (said: string, message: unknown) => {
    if (said === SAID.submission) {
      if ((message as SubmissionChanged).submissionId === submissionId) reload();
      return;
    }
    if (said !== SAID.log) return;
    const grown = message as LogGrown;
    if (grown.submissionId !== submissionId) return;
    const lines = grown.chunks.map((chunk) => ({ ...chunk, attemptId: grown.attemptId }));
    setHeard((before) => [...before, ...lines]);
  };
  const connection = useWatch(
    () => ({ kind: "submission" as const, submissionId }),
    submissionId,
    hear,
    () => {},
  );
  // Whatever happened before the room was entered was not heard.
  const entered = connection === "live";
  useEffect(() => {
    if (entered) reload();
  }, [entered, reload]);
  return { connection, log: mergeLog(initialLog, heard) };
}

/** Chunks of both lists, each once, in order within their attempt; attempts in order of appearance. */
export function mergeLog(loaded: LogLine[], heard: LogLine[]): LogLine[] {
  const attempts = new Map<string, Map<number, LogLine>>();
  for (const line of [...loaded, ...heard]) {
    const its = attempts.get(line.attemptId) ?? new Map<number, LogLine>();
    its.set(line.seq, line);
    attempts.set(line.attemptId, its);
  }
  return [...attempts.values()].flatMap((its) => [...its.values()].sort((a, b) => a.seq - b.seq));
}
