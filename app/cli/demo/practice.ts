import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { unpackArchive } from "../../../judge/contract/archive.ts";
import { Pages } from "../../api/editor-shapes.ts";
import { Competitions, Created, Published, SlugAnswer } from "../../api/shapes.ts";
import type { Client } from "../client.ts";
import { type Files, filesOf, zipOf } from "./zip.ts";

/** The always open competition, as the practice template makes it. */
const PRACTICE = {
  template: "practice",
  slug: "points-for-practice",
  title: { en: "Points for practice", "zh-Hans": "三类点练习场", "zh-Hant": "三類點練習場" },
  timeZone: "Asia/Shanghai",
};

/** In the place of the template's page, which asks its organiser to write one. */
const PAGE = {
  title: { en: "Overview", "zh-Hans": "题目说明", "zh-Hant": "題目說明" },
  body: {
    en: "## The problem\n\nPoints in the plane belong to three kinds, which lie around three bent arms and overlap. Say for each row of `test.csv` which kind it is.\n\n## What to hand in\n\nTake the starting kit under **Files** and hand it in as it is: it is right about three times in four. Then think of something better. A zip with `answers.csv` (columns `id` and `kind`) is scored too.\n\nThe data are drawn at random when a Podium makes this competition, so the answers can be found nowhere.",
    "zh-Hans":
      "## 任务\n\n平面上的点分属三类，分布在三条弯曲的旋臂周围，彼此有重叠。请判断 `test.csv` 每一行属于哪一类。\n\n## 提交内容\n\n下载**文件**页的入门包，原样提交即可：大约能答对四分之三。然后想办法做得更好。也可以只提交包含 `answers.csv`（列 `id` 和 `kind`）的 zip。\n\n数据在创建竞赛时随机生成，在别处找不到答案。",
    "zh-Hant":
      "## 任務\n\n平面上的點分屬三類，分布在三條彎曲的旋臂周圍，彼此有重疊。請判斷 `test.csv` 每一列屬於哪一類。\n\n## 繳交內容\n\n下載**檔案**頁的入門包，原樣繳交即可：大約能答對四分之三。然後想辦法做得更好。也可以只繳交包含 `answers.csv`（欄 `id` 和 `kind`）的 zip。\n\n資料在建立競賽時隨機產生，在別處找不到答案。",
  },
};

/** Makes the practice and opens it; answers its slug. */
export async function makePractice(organiser: Client): Promise<string> {
  const { competitions } = await organiser.get("/competitions", Competitions);
  const there = competitions.find((c) => c.slug === PRACTICE.slug);
  const { slug } = there ?? (await organiser.post("/competitions/drafts", SlugAnswer, { body: PRACTICE }));
  if (there?.state === "published") return slug;
  const { pages } = await organiser.get(`/competitions/${slug}/pages`, Pages);
  await organiser.put(`/competitions/${slug}/pages/${pages[0]!.id}`, Created, PAGE);
  await organiser.post(`/competitions/${slug}/publish`, Published, { body: {} });
  return slug;
}

/** What somebody hands in: the starting kit as it is, its sample answers, or its code mended with a method of `points`. */
export const ATTEMPTS = ["kit", "answers", "nearest", "votes"] as const;
export type Attempt = (typeof ATTEMPTS)[number];

/** A zip made of the competition's starting kit, fetched as anybody does. */
export async function attemptZip(
  learner: Client,
  slug: string,
  attempt: Attempt,
  folder: string,
): Promise<Buffer> {
  const kit = await startingKit(learner, slug);
  if (attempt === "kit") return zipOf(kit);
  if (attempt === "answers") return zipOf({ "answers.csv": kit["answers.csv"] ?? "" });
  const method = await readFile(path.join(folder, "points", `${attempt}.py`));
  const { metadata = "", "train.csv": train = "" } = kit;
  return zipOf({ metadata, "predict.py": method, "train.csv": train });
}

async function startingKit(learner: Client, slug: string): Promise<Files> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-kit-"));
  try {
    const zip = path.join(folder, "kit.zip");
    await learner.download(`/competitions/${slug}/files/starting_kit`, zip);
    const files = path.join(folder, "files");
    const unpacked = await unpackArchive(zip, files, { maxFiles: 20, maxBytes: 1024 ** 2, maxRatio: 100 });
    if (!unpacked.ok) throw new Error(`the starting kit: ${unpacked.problem}`);
    return filesOf(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
