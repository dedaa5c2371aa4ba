import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { type ArchiveLimits, inspectArchive, unpackArchive } from "../../judge/contract/archive.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "podium-archive-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const MiB = 1024 * 1024;
const roomy: ArchiveLimits = { maxFiles: 100, maxBytes: 64 * MiB, maxRatio: 200 };

type Part = {
  name: string | Buffer;
  content?: Buffer | string;
  mode?: number;
  flags?: number;
  /** What the headers claim instead of the truth. */
  claims?: number;
};

/** A zip written byte by byte, so that it can lie. */
function zipOf(...parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content = "", mode = 0o100644, flags = 0x800, claims } of parts) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const called = Buffer.isBuffer(name) ? name : Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(8, 8);
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
    central.writeUInt32LE(offset, 42);
    locals.push(local, called, packed);
    centrals.push(central, called);
    offset += 30 + called.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

let made = 0;
async function onDisk(content: Buffer | string): Promise<string> {
  const file = path.join(folder, `${++made}.zip`);
  await writeFile(file, content);
  return file;
}
const inspect = async (limits: Partial<ArchiveLimits>, ...parts: Part[]) =>
  inspectArchive(await onDisk(zipOf(...parts)), { ...roomy, ...limits });

test("a plain zip is unpacked with its folders and its executable files", async () => {
  const file = await onDisk(
    zipOf(
      { name: "a/", mode: 0o040755 },
      { name: "a/b.txt", content: "hello" },
      { name: "run", mode: 0o100755 },
    ),
  );
  const into = path.join(folder, "plain");
  expect(await unpackArchive(file, into, roomy)).toEqual({ ok: true, files: ["a/b.txt", "run"], bytes: 5 });
  expect(await readFile(path.join(into, "a/b.txt"), "utf8")).toBe("hello");
});

test("something that is no zip is not an archive", async () => {
  const file = await onDisk("this is a text");
  expect(await inspectArchive(file, roomy)).toMatchObject({ ok: false, problem: "not_an_archive" });
});

test("a zip that was cut off is not an archive", async () => {
  const whole = zipOf({ name: "a", content: "hello".repeat(100) });
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 32, 40);
  expect(await inspectArchive(await onDisk(whole.subarray(0, -30)), roomy)).toMatchObject({ ok: false });
  expect(await inspectArchive(await onDisk(damaged), roomy)).toMatchObject({ problem: "not_an_archive" });
});

test.each([
  ["an absolute path", "/etc/passwd"],
  ["a path that climbs out", "a/../../b"],
  ["a path that climbs out with backslashes", "..\\b"],
  ["a drive letter", "C:/b"],
  ["a NUL in the name", "a\0.py"],
  ["a name no file system takes", "n".repeat(300)],
])("%s is refused as lying outside", async (_what, name) => {
  expect(await inspect({}, { name: "fine" }, { name })).toMatchObject({ ok: false, problem: "outside" });
});

test.each([
  ["a symbolic link", 0o120777],
  ["a pipe", 0o010644],
  ["a device", 0o060644],
  ["a socket", 0o140644],
])("%s is refused", async (_what, mode) => {
  expect(await inspect({}, { name: "x", content: "/etc/passwd", mode })).toMatchObject({ problem: "link" });
});

test("an encrypted file is refused", async () => {
  expect(await inspect({}, { name: "x", content: "y", flags: 0x801 })).toMatchObject({
    problem: "encrypted",
  });
});

test("more files than allowed are refused", async () => {
  const parts = Array.from({ length: 4 }, (_, i) => ({ name: `f${i}` }));
  expect(await inspect({ maxFiles: 3 }, ...parts)).toMatchObject({ problem: "too_many_files" });
  expect(await inspect({ maxFiles: 4 }, ...parts)).toMatchObject({ ok: true });
});

test("bytes are counted as they unpack, whatever the headers claim", async () => {
  const content = Buffer.alloc(3 * MiB);
  expect(await inspect({ maxBytes: 2 * MiB }, { name: "x", content, claims: 10 })).toMatchObject({
    problem: "too_large",
  });
  expect(await inspect({}, { name: "x", content, claims: 10 })).toMatchObject({ problem: "not_an_archive" });
});

test("a bomb is refused by its ratio", async () => {
  expect(await inspect({}, { name: "x", content: Buffer.alloc(20 * MiB) })).toMatchObject({
    problem: "bomb",
  });
});

test("folders that Windows separates with backslashes are folders", async () => {
  const parts = [{ name: "a\\" }, { name: "a\\b\\c.txt", content: "x" }];
  expect(await inspect({}, ...parts)).toMatchObject({ ok: true, files: ["a/b/c.txt"] });
});

test("a name that comes twice ends as its last", async () => {
  const file = await onDisk(zipOf({ name: "a", content: "old" }, { name: "a", content: "newer" }));
  const into = path.join(folder, "twice");
  expect(await unpackArchive(file, into, roomy)).toEqual({ ok: true, files: ["a"], bytes: 5 });
  expect(await readFile(path.join(into, "a"), "utf8")).toBe("newer");
});

test("a name that is both a file and a folder is refused and nothing is left behind", async () => {
  const file = await onDisk(zipOf({ name: "a", content: "x" }, { name: "a/b", content: "y" }));
  const into = path.join(folder, "both");
  expect(await unpackArchive(file, into, roomy)).toMatchObject({ problem: "not_an_archive" });
  expect(existsSync(into)).toBe(false);
});

test("what file managers and interpreters leave behind is ignored on demand", async () => {
  const file = await onDisk(
    zipOf(
      { name: "__MACOSX/._a.py" },
      { name: "._a.py" },
      { name: "x/.DS_Store" },
      { name: "__pycache__/a.pyc" },
      { name: "a.py" },
    ),
  );
  expect(await inspectArchive(file, roomy, { ignoreJunk: true })).toMatchObject({ files: ["a.py"] });
  expect(await inspectArchive(file, roomy)).toMatchObject({ ok: true });
});

test("a Chinese name written by Windows without the UTF-8 flag is read", async () => {
  const gbk = Buffer.from([0xcc, 0xe1, 0xbd, 0xbb, 0x2e, 0x70, 0x79]);
  expect(await inspect({}, { name: gbk, flags: 0 })).toMatchObject({ files: ["提交.py"] });
});
