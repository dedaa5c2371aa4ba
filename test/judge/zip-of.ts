import { crc32, deflateRawSync } from "node:zlib";

export type Part = {
  name: string | Buffer;
  content?: Buffer | string;
  mode?: number;
  flags?: number;
  method?: number;
  /** What the headers claim instead of the truth. */
  claims?: number;
  /** Points at the file of this earlier part instead of having one of its own. */
  sameAs?: number;
};

export type Lies = { before?: Buffer; count?: number; directoryAt?: number; comment?: Buffer };

/** A zip written byte by byte, so that it can lie. */
export function zipOf(parts: readonly Part[], lies: Lies = {}): Buffer {
  const locals: Buffer[] = lies.before ? [lies.before] : [];
  const centrals: Buffer[] = [];
  const offsets: number[] = [];
  let offset = lies.before?.length ?? 0;
  for (const { name, content = "", mode = 0o100644, flags = 0x800, method = 8, claims, sameAs } of parts) {
    const bytes = Buffer.from(content as string);
    const packed = method === 0 ? bytes : deflateRawSync(bytes);
    const called = Buffer.isBuffer(name) ? name : Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claims ?? bytes.length, 22);
    local.writeUInt16LE(called.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    local.copy(central, 8, 6, 30);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(sameAs === undefined ? offset : (offsets[sameAs] ?? 0), 42);
    centrals.push(central, called);
    offsets.push(offset);
    if (sameAs !== undefined) continue;
    locals.push(local, called, packed);
    offset += 30 + called.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const comment = lies.comment ?? Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lies.count ?? parts.length, 8);
  end.writeUInt16LE(lies.count ?? parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(lies.directoryAt ?? offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, comment]);
}
