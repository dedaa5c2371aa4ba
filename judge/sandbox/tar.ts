const BLOCK = 512;
const MOST_RECORDS = 64 * 1024;

/** Reads `length` bytes at `at`; fewer at the end. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

/** `at` is where the content begins. `type` is the header's letter: "0" a file, "5" a folder, "2" a link … */
export type TarEntry = {
  name: string;
  type: string;
  link: string;
  at: number;
  size: number;
  sparse: boolean;
};

export class BrokenTar extends Error {}

const text = (header: Buffer, from: number, to: number) =>
  header.toString("utf8", from, to).replace(/\0.*$/s, "");

function number(header: Buffer, from: number, to: number): number {
  // The highest bit of the first byte says that a binary number follows.
  const value =
    header[from]! & 0x80
      ? Number(header.readBigUInt64BE(to - 8))
      : Number.parseInt(text(header, from, to).trim() || "0", 8);
  if (!Number.isSafeInteger(value) || value < 0) throw new BrokenTar("a header has no readable number");
  return value;
}

function checkSum(header: Buffer): void {
  let sum = 0;
  // The sum counts its own field as blanks.
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i]!;
  if (number(header, 148, 156) !== sum) throw new BrokenTar("a header's sum is wrong");
}

/** The records of a pax header: "<length> <key>=<value>\n" each. */
function records(content: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(0x20, at);
    const length = Number(content.toString("latin1", at, blank));
    if (blank === -1 || !Number.isSafeInteger(length) || length < 5 || at + length > content.length)
      throw new BrokenTar("a pax header is broken");
    const [key, ...value] = content.toString("utf8", blank + 1, at + length - 1).split("=");
    found.set(key ?? "", value.join("="));
    at += length;
  }
  return found;
}

/** The entries of a tar of `end` bytes, headers only. Throws BrokenTar, also when an entry goes beyond the end. */
export async function* tarEntries(read: ReadAt, end: number): AsyncGenerator<TarEntry> {
  let next: Partial<Pick<TarEntry, "name" | "link" | "size" | "sparse">> = {};
  for (let at = 0; at + BLOCK <= end; ) {
    const header = await read(at, BLOCK);
    if (header.length < BLOCK) throw new BrokenTar("it is cut off");
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const type = String.fromCharCode(header[156]!).replace("\0", "0");
    const size = number(header, 124, 136);
    const content = at + BLOCK;
    const special = type === "x" || type === "g" || type === "L" || type === "K";
    const whole = special ? size : (next.size ?? size);
    if (content + whole > end) throw new BrokenTar("it is cut off");
    at = content + Math.ceil(whole / BLOCK) * BLOCK;
    if (special) {
      if (size > MOST_RECORDS) throw new BrokenTar("a header is too long");
      const bytes = await read(content, size);
      if (type === "L") next.name = text(bytes, 0, size);
      else if (type === "K") next.link = text(bytes, 0, size);
      else {
        const found = records(bytes);
        if ([...found.keys()].some((key) => key.startsWith("GNU.sparse"))) next.sparse = true;
        if (type === "g") continue;
        const [name, link, long] = [found.get("path"), found.get("linkpath"), found.get("size")];
        if (name !== undefined) next.name = name;
        if (link !== undefined) next.link = link;
        if (long !== undefined) next.size = Number(long);
        if (next.size !== undefined && (!Number.isSafeInteger(next.size) || next.size < 0))
          throw new BrokenTar("a pax header is broken");
      }
      continue;
    }
    const ustar = header.toString("latin1", 257, 262) === "ustar";
    const prefix = ustar && header[262] === 0 ? text(header, 345, 500) : "";
    const short = text(header, 0, 100);
    yield {
      name: next.name ?? (prefix ? `${prefix}/${short}` : short),
      type,
      link: next.link ?? text(header, 157, 257),
      at: content,
      size: whole,
      sparse: next.sparse === true || type === "S",
    };
    next = {};
  }
}

/** The header of a plain file with a short name, and what fills up the block after its content. */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
export const tarPadding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
export const TAR_END = Buffer.alloc(2 * BLOCK);
