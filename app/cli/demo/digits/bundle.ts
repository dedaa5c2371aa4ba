import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { logo } from "../logo.ts";
import { type Texts, textFiles } from "../texts.ts";
import { type Files, filesOf, zipOf } from "../zip.ts";

const TRAIN = 1000;
const IMAGES = 1797;
// Prime and no divisor of 1797: multiplying by it shuffles the rows, the same way everywhere.
const STRIDE = 7919;

const PIXELS = Array.from({ length: 64 }, (_, i) => `p${i}`).join(",");

/** Splits the 1,797 images into labelled training data, test images, and the test's hidden labels. */
export function splitDigits(csv: string): { train: string; test: string; labels: string } {
  const rows = csv.trim().split("\n");
  if (rows.length !== IMAGES) throw new Error(`digits.csv.gz has ${rows.length} rows`);
  const train = [`id,${PIXELS},label`];
  const test = [`id,${PIXELS}`];
  const labels = ["id,label"];
  for (const [i, row] of rows.entries()) {
    const id = `d${String(i).padStart(4, "0")}`;
    const comma = row.lastIndexOf(",");
    if ((i * STRIDE) % IMAGES < TRAIN) train.push(`${id},${row}`);
    else {
      test.push(`${id},${row.slice(0, comma)}`);
      labels.push(`${id},${row.slice(comma + 1)}`);
    }
  }
  return { train: `${train.join("\n")}\n`, test: `${test.join("\n")}\n`, labels: `${labels.join("\n")}\n` };
}

const OVERVIEW: Texts = {
  en: `# Handwritten digits

Recognise handwritten digits of 8×8 pixels. Hand in a zip with \`model.py\` at its root: your model is trained on 1,000 labelled images and then predicts 797 whose labels nobody sees.

\`\`\`python
class Model:
    def fit(self, images, labels):    # lists: 64 integers from 0 to 16 an image; 0 to 9 a label
        ...
    def predict(self, images):        # one label for each image
        return [0 for image in images]
\`\`\`

There is numpy, pandas, scipy and scikit-learn, and no network.
`,
  "zh-Hans": `# 手写数字识别

识别 8×8 像素的手写数字。提交一个根目录含有 \`model.py\` 的 zip 文件：平台用 1,000 张带标签的图片训练你的模型，再让它预测 797 张未公开标签的图片。

\`\`\`python
class Model:
    def fit(self, images, labels):    # 均为列表：每张图片 64 个 0 到 16 的整数；标签为 0 到 9
        ...
    def predict(self, images):        # 为每张图片返回一个标签
        return [0 for image in images]
\`\`\`

运行环境提供 numpy、pandas、scipy 与 scikit-learn，没有网络。
`,
  "zh-Hant": `# 手寫數字辨識

辨識 8×8 像素的手寫數字。繳交一個根目錄含有 \`model.py\` 的 zip 檔：平台用 1,000 張帶標籤的圖片訓練你的模型，再讓它預測 797 張未公開標籤的圖片。

\`\`\`python
class Model:
    def fit(self, images, labels):    # 皆為串列：每張圖片 64 個 0 到 16 的整數；標籤為 0 到 9
        ...
    def predict(self, images):        # 為每張圖片傳回一個標籤
        return [0 for image in images]
\`\`\`

執行環境提供 numpy、pandas、scipy 與 scikit-learn，沒有網路。
`,
};

const EVALUATION: Texts = {
  en: `# Evaluation

| metric | is |
|---|---|
| Accuracy | the share of right labels; decides the rank |
| Macro F1 | the mean of the ten digits' F1 |
| Duration | seconds to train and predict; breaks ties |

A run may take 30 seconds and 2 GiB of memory.
`,
  "zh-Hans": `# 评分

| 指标 | 说明 |
|---|---|
| Accuracy | 准确率，即预测正确的比例，决定排名 |
| Macro F1 | 十个数字 F1 的平均值 |
| Duration | 训练与预测的秒数，同分时比较 |

每次运行限时 30 秒、内存 2 GiB。
`,
  "zh-Hant": `# 評分

| 指標 | 說明 |
|---|---|
| Accuracy | 準確率，即預測正確的比例，決定排名 |
| Macro F1 | 十個數字 F1 的平均值 |
| Duration | 訓練與預測的秒數，同分時比較 |

每次執行限時 30 秒、記憶體 2 GiB。
`,
};

const DATA: Texts = {
  en: `# Data

The images are the UCI Machine Learning Repository's Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak, 1998, CC BY 4.0), as scikit-learn ships them. \`train.csv\`: id, 64 pixels, label. \`test.csv\`: id, 64 pixels.
`,
  "zh-Hans": `# 数据

数据来自 UCI 机器学习库的 Optical Recognition of Handwritten Digits（E. Alpaydin、C. Kaynak，1998，CC BY 4.0），由 scikit-learn 随附。\`train.csv\`：编号、64 个像素、标签。\`test.csv\`：编号、64 个像素。
`,
  "zh-Hant": `# 資料

資料來自 UCI 機器學習庫的 Optical Recognition of Handwritten Digits（E. Alpaydin、C. Kaynak，1998，CC BY 4.0），由 scikit-learn 隨附。\`train.csv\`：編號、64 個像素、標籤。\`test.csv\`：編號、64 個像素。
`,
};

const TERMS: Texts = {
  en: `# Rules

1. Each team hands in code of its own.
2. Nobody tries to get at the hidden labels.
3. This is a demonstration: the teams are invented, the scores are measured.
`,
  "zh-Hans": `# 规则

1. 每支队伍提交自己编写的代码。
2. 不得试图获取隐藏标签。
3. 这是一个演示竞赛：队伍是虚构的，分数是真实运行的结果。
`,
  "zh-Hant": `# 規則

1. 每支隊伍繳交自己撰寫的程式碼。
2. 不得試圖取得隱藏標籤。
3. 這是一個示範競賽：隊伍是虛構的，分數是真實執行的結果。
`,
};

/** A ring, as a nought is written. */
const nought = (x: number, y: number) =>
  1 - Math.abs(Math.hypot((x - 0.5) * 1.35, y - 0.5) - 0.3) * 14 + 0.35;

/** The competition's Codabench bundle, open from yesterday to sixty days from now. */
export async function digitsBundle(folder: string, now: Date): Promise<Buffer> {
  const csv = gunzipSync(readFileSync(path.join(folder, "digits.csv.gz"))).toString("utf8");
  const { train, test, labels } = splitDigits(csv);
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  const publicData: Files = { "train.csv": train, "test.csv": test };
  return zipOf({
    "competition.yaml": `version: 2
title: Handwritten digits
description: Train a model that reads digits of 8×8 pixels.
image: logo.png
terms: terms.en.md
registration_auto_approve: true
enable_detailed_results: true
make_programs_available: true
docker_image: codalab/codalab-legacy:py37
pages:
  - {title: Overview, file: overview.en.md}
  - {title: Evaluation, file: evaluation.en.md}
  - {title: Data, file: data.en.md}
tasks:
  - index: 0
    name: Digits
    description: 797 unseen images
    input_data: input_data.zip
    reference_data: reference_data.zip
    ingestion_program: ingestion_program.zip
    scoring_program: scoring_program.zip
phases:
  - index: 0
    name: Public board
    description: 1,000 images to learn from, 797 to read.
    start: '${day(-1)}'
    end: '${day(60)}'
    tasks: [0]
    max_submissions_per_day: 50
    max_submissions: 500
    execution_time_limit: 30
    public_data: public_data.zip
    starting_kit: starting_kit.zip
leaderboards:
  - title: Leaderboard
    key: digits
    primary_index: 0
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
      - {title: Macro F1, key: macro_f1, index: 1, sorting: desc, precision: 4}
      - {title: Duration (s), key: duration, index: 2, sorting: asc, precision: 2}
x-podium:
  rules: {en: terms.en.md, zh-Hans: terms.zh-Hans.md, zh-Hant: terms.zh-Hant.md}
  pages:
    - title: {en: Overview, zh-Hans: 赛题, zh-Hant: 賽題}
      body: {en: overview.en.md, zh-Hans: overview.zh-Hans.md, zh-Hant: overview.zh-Hant.md}
    - title: {en: Evaluation, zh-Hans: 评分, zh-Hant: 評分}
      body: {en: evaluation.en.md, zh-Hans: evaluation.zh-Hans.md, zh-Hant: evaluation.zh-Hant.md}
    - title: {en: Data, zh-Hans: 数据, zh-Hant: 資料}
      body: {en: data.en.md, zh-Hans: data.zh-Hans.md, zh-Hant: data.zh-Hant.md}
  competition:
    title: {en: Handwritten digits, zh-Hans: 手写数字识别, zh-Hant: 手寫數字辨識}
    summary:
      en: Train a model that reads digits of 8×8 pixels.
      zh-Hans: 训练一个模型，识别 8×8 像素的手写数字。
      zh-Hant: 訓練一個模型，辨識 8×8 像素的手寫數字。
  tasks:
    - name: {en: Digits, zh-Hans: 手写数字, zh-Hant: 手寫數字}
      description: {en: 797 unseen images, zh-Hans: 797 张未公开的图片, zh-Hant: 797 張未公開的圖片}
  phases:
    - name: {en: Public board, zh-Hans: 公开榜, zh-Hant: 公開榜}
      description:
        en: 1,000 images to learn from, 797 to read.
        zh-Hans: 1,000 张图片用于训练，797 张用于评分。
        zh-Hant: 1,000 張圖片用於訓練，797 張用於評分。
`,
    "logo.png": logo([244, 240, 230], [28, 44, 84], nought),
    ...textFiles("terms", TERMS),
    ...textFiles("overview", OVERVIEW),
    ...textFiles("evaluation", EVALUATION),
    ...textFiles("data", DATA),
    "public_data.zip": await zipOf(publicData),
    "input_data.zip": await zipOf(publicData),
    "reference_data.zip": await zipOf({ "labels.csv": labels }),
    "starting_kit.zip": await zipOf(filesOf(path.join(folder, "teams/centroid-1"))),
    "ingestion_program.zip": await zipOf(filesOf(path.join(folder, "ingestion_program"))),
    "scoring_program.zip": await zipOf(filesOf(path.join(folder, "scoring_program"))),
  });
}
