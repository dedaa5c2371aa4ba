import { crc32, deflateSync } from "node:zlib";

const SIZE = 96;

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(content.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A square PNG logo, drawn by a rule: `shade` gives 0 (ground) to 1 (ink) at x, y from 0 to 1. */
export function logo(
  ground: [number, number, number],
  ink: [number, number, number],
  shade: (x: number, y: number) => number,
): Buffer {
  const rows = Buffer.alloc(SIZE * (SIZE * 3 + 1));
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const share = Math.max(0, Math.min(1, shade((x + 0.5) / SIZE, (y + 0.5) / SIZE)));
      for (let c = 0; c < 3; c++)
        rows[y * (SIZE * 3 + 1) + 1 + x * 3 + c] = Math.round(ground[c]! + (ink[c]! - ground[c]!) * share);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
