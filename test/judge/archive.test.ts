import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { type ArchiveLimits, inspectArchive, unpackArchive } from "../../judge/contract/archive.ts";
import { type Part, zipOf } from "./zip-of.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "podium-archive-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const MiB = 1024 * 1024;
const roomy: ArchiveLimits = { maxFiles: 100, maxBytes: 64 * MiB, maxRatio: 200 };

let made = 0;
async function onDisk(content: Buffer | string): Promise<string> {
  const file = path.join(folder, `${++made}.zip`);
  await writeFile(file, content);
  return file;
}
const inspect = async (limits: Partial<ArchiveLimits>, ...parts: Part[]) =>
  inspectArchive(await onDisk(zipOf(parts)), { ...roomy, ...limits });

test("a plain zip is unpacked with its folders, empty ones too, and its executable files", async () => {
  const file = await onDisk(
    zipOf([
      { name: "a/", mode: 0o040755 },
      { name: "a/b.txt", content: "hello" },
      { name: "run", mode: 0o100755 },
      { name: "for/plots/", mode: 0o040755 },
    ]),
  );
  const into = path.join(folder, "plain");
  expect(await unpackArchive(file, into, roomy)).toEqual({
    ok: true,
    files: ["a/b.txt", "run"],
    bytes: 5,
    folders: 3,
  });
  expect(await readFile(path.join(into, "a/b.txt"), "utf8")).toBe("hello");
  expect(await readdir(path.join(into, "for/plots"))).toEqual([]);
});

test("something that is no zip is not an archive", async () => {
  const file = await onDisk("this is a text");
  expect(await inspectArchive(file, roomy)).toMatchObject({ ok: false, problem: "not_an_archive" });
});

test("a zip that was cut off is not an archive", async () => {
  const whole = zipOf([{ name: "a", content: "hello".repeat(100) }]);
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
  const file = await onDisk(
    zipOf([
      { name: "a", content: "old" },
      { name: "a", content: "newer" },
    ]),
  );
  const into = path.join(folder, "twice");
  expect(await unpackArchive(file, into, roomy)).toEqual({ ok: true, files: ["a"], bytes: 5, folders: 0 });
  expect(await readFile(path.join(into, "a"), "utf8")).toBe("newer");
});

test("a name that is both a file and a folder is refused and nothing is left behind", async () => {
  const file = await onDisk(
    zipOf([
      { name: "a", content: "x" },
      { name: "a/b", content: "y" },
    ]),
  );
  const into = path.join(folder, "both");
  expect(await unpackArchive(file, into, roomy)).toMatchObject({ problem: "not_an_archive" });
  expect(existsSync(into)).toBe(false);
});

test("what file managers and interpreters leave behind is ignored on demand", async () => {
  const file = await onDisk(
    zipOf([
      { name: "__MACOSX/._a.py" },
      { name: "._a.py" },
      { name: "x/.DS_Store" },
      { name: "__pycache__/a.pyc" },
      { name: "a.py" },
    ]),
  );
  expect(await inspectArchive(file, roomy, { ignoreJunk: true })).toMatchObject({ files: ["a.py"] });
  expect(await inspectArchive(file, roomy)).toMatchObject({ ok: true });
});

test("a Chinese name written by Windows without the UTF-8 flag is read", async () => {
  const gbk = Buffer.from([0xcc, 0xe1, 0xbd, 0xbb, 0x2e, 0x70, 0x79]);
  expect(await inspect({}, { name: gbk, flags: 0 })).toMatchObject({ files: ["提交.py"] });
});

test("unpacked data that turns out broken is the archive's fault and ends no process", async () => {
  const damaged = zipOf([{ name: "a/b", content: "hello ".repeat(1000) }]);
  damaged.fill(0xff, 33, 60);
  const into = path.join(folder, "damaged");
  expect(await unpackArchive(await onDisk(damaged), into, roomy)).toMatchObject({
    problem: "not_an_archive",
  });
  expect(existsSync(into)).toBe(false);
});

test("entries that share bytes are a bomb, whatever each of them unpacks to", async () => {
  const parts = [
    { name: "a", content: "hello" },
    { name: "b", content: "hello", sameAs: 0 },
  ];
  expect(await inspect({}, ...parts)).toMatchObject({ problem: "bomb" });
});

test("folders are counted as files are, and may not be nested without end", async () => {
  const deep = (levels: number) => ({ name: `${"d/".repeat(levels)}f` });
  expect(await inspect({}, deep(90))).toMatchObject({ ok: true, folders: 90 });
  expect(await inspect({ maxFiles: 80 }, deep(90))).toMatchObject({ problem: "too_many_files" });
  expect(await inspect({ maxFiles: 80 }, { name: "d/".repeat(90) })).toMatchObject({
    problem: "too_many_files",
  });
  expect(await inspect({}, deep(150))).toMatchObject({ problem: "outside" });
});
