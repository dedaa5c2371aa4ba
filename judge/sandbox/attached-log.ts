import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

const HEADER = 8;
/** How long the engine may take to close the log of a program that has ended. */
const DRAIN_MS = 5_000;

type Ear = {
  /** Bytes kept of each stream. */
  keep: number;
  /** Bytes that both streams together may bring before `flooded` is told, once. */
  most: number;
  heard(stream: "stdout" | "stderr", text: string): void;
  flooded(): void;
};

/** The first `keep` bytes of a stream as text. */
function keeper(keep: number, say: (text: string) => void) {
  const decoder = new StringDecoder("utf8");
  let left = keep;
  const told = (text: string) => {
    if (text) say(text);
  };
  return {
    write(bytes: Buffer) {
      if (left <= 0) return;
      const kept = bytes.subarray(0, left);
      left -= kept.length;
      told(decoder.write(kept));
      if (left <= 0) told(`${decoder.end()}\n[only the first ${keep} bytes are kept]\n`);
    },
    end() {
      if (left > 0) told(decoder.end());
    },
  };
}

/**
 * Listens to a container's attached streams. Everything is read at once, whatever is kept of it: a stream that
 * nobody reads blocks the program, and then the engine's kill, wait and remove as well.
 */
export function listen(stream: Readable, { keep, most, heard, flooded }: Ear) {
  const out = keeper(keep, (text) => heard("stdout", text));
  const err = keeper(keep, (text) => heard("stderr", text));
  const header = Buffer.alloc(HEADER);
  let headerHas = 0;
  let payloadLeft = 0;
  let bytes = 0;
  // Frames are taken apart by hand: the client's own way recurses for each, and a program that prints
  // single letters would end the judge with an overflown stack.
  stream.on("data", (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; ) {
      if (payloadLeft === 0) {
        const taken = chunk.copy(header, headerHas, at, at + HEADER - headerHas);
        headerHas += taken;
        at += taken;
        if (headerHas < HEADER) return;
        headerHas = 0;
        payloadLeft = header.readUInt32BE(4);
        continue;
      }
      const piece = chunk.subarray(at, at + payloadLeft);
      (header[0] === 2 ? err : out).write(piece);
      at += piece.length;
      payloadLeft -= piece.length;
      if (bytes <= most && bytes + piece.length > most) flooded();
      bytes += piece.length;
    }
  });
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
  return {
    /** Bytes that came on both streams, kept or not. */
    bytes: () => bytes,
    /** When all has been heard, or the engine keeps the stream open although the program is gone. */
    async drained(): Promise<void> {
      const late = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS).unref());
      await Promise.race([ended, late]);
      out.end();
      err.end();
      stream.destroy();
    },
    close: () => stream.destroy(),
  };
}
