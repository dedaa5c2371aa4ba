import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { digitsBundle } from "../../app/cli/demo/digits/bundle.ts";
import { loadBundle } from "../../app/cli/demo/load/bundle.ts";
import { readBundle } from "../../app/competitions/bundle/read.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";

const NOW = new Date("2026-11-24T00:00:00Z");
const HAN = /\p{Script=Han}/u;
/** Four English words in a row: what is no name, unit or program. */
const SENTENCE = /(?:\b[a-z]{2,}\b ){3}[a-z]{2,}\b/;

test.each([
  ["digits", digitsBundle],
  ["load", loadBundle],
] as const)("the demo's competition %s speaks one language at a time", async (name, bundleOf) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-demo-"));
  try {
    const zip = path.join(folder, "bundle.zip");
    await writeFile(zip, await bundleOf(path.resolve("app/cli/demo", name), NOW));
    const files = path.join(folder, "files");
    expect(
      await unpackArchive(zip, files, { maxFiles: 100, maxBytes: 2 ** 24, maxRatio: 1000 }),
    ).toMatchObject({ ok: true });
    const read = readBundle(await readFile(path.join(files, "competition.yaml"), "utf8"));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const { podium, pages, board } = read.bundle;
    expect(podium?.pages?.map(({ title }) => Object.keys(title))).toEqual(
      pages.map(() => ["en", "zh-Hans", "zh-Hant"]),
    );
    expect(HAN.test([...pages.map((p) => p.title), ...board.columns.map((c) => c.title)].join())).toBe(false);
    const texts = (await readdir(files)).filter((file) => file.endsWith(".md"));
    expect(texts).toHaveLength(3 * (pages.length + 1));
    for (const file of texts) {
      const text = (await readFile(path.join(files, file), "utf8")).replace(/```[\s\S]*?```/g, "");
      const isEnglish = file.endsWith(".en.md");
      expect(HAN.test(text), file).toBe(!isEnglish);
      if (!isEnglish) expect(SENTENCE.exec(text.replace(/Optical[^（(]*/, ""))?.[0], file).toBe(undefined);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
