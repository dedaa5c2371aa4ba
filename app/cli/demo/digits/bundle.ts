import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { logo } from "../logo.ts";
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

const OVERVIEW = `# 手写数字识别 · Handwritten digits

识别 8×8 像素的手写数字。提交一个包含 \`model.py\` 的 zip 文件：平台用 1,000 张带标签的图片训练你的模型，再让它预测 797 张未公开标签的图片。

Recognise handwritten digits of 8×8 pixels. Hand in a zip with \`model.py\` at its root: your model is trained on 1,000 labelled images and then predicts 797 whose labels nobody sees.

\`\`\`python
class Model:
    def fit(self, images, labels):    # lists: 64 integers from 0 to 16 an image; 0 to 9 a label
        ...
    def predict(self, images):        # one label for each image
        return [0 for image in images]
\`\`\`

运行环境提供 numpy、pandas、scipy 与 scikit-learn，没有网络。 There is numpy, pandas, scipy and scikit-learn, and no network.
`;

const EVALUATION = `# 评分 · Evaluation

| 指标 metric | 说明 |
|---|---|
| accuracy | 预测正确的比例，决定排名 · share of right labels, decides the rank |
| macro_f1 | 十个数字 F1 的平均值 · mean of the ten digits' F1 |
| duration | 训练与预测的秒数，用于同分时比较 · seconds to train and predict, breaks ties |

每次运行限时 30 秒、内存 2 GiB。 A run may take 30 seconds and 2 GiB of memory.
`;

const DATA = `# 数据 · Data

数据来自 UCI 机器学习库的 Optical Recognition of Handwritten Digits（E. Alpaydin、C. Kaynak，1998，CC BY 4.0），由 scikit-learn 随附。

The images are the UCI Machine Learning Repository's Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak, 1998, CC BY 4.0), as scikit-learn ships them. \`train.csv\`: id, 64 pixels, label. \`test.csv\`: id, 64 pixels.
`;

const TERMS = `# 规则 · Rules

1. 每支队伍提交自己编写的代码。 Each team hands in code of its own.
2. 不得试图获取隐藏标签。 Nobody tries to get at the hidden labels.
3. 这是一个演示竞赛：队伍是虚构的，分数是真实运行的结果。 This is a demonstration: the teams are invented, the scores are measured.
`;

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
title: 手写数字识别 · Handwritten digits
description: 训练一个模型，识别 8×8 像素的手写数字。 Train a model that reads digits of 8×8 pixels.
image: logo.png
terms: terms.md
registration_auto_approve: true
enable_detailed_results: true
make_programs_available: true
docker_image: codalab/codalab-legacy:py37
pages:
  - {title: 赛题 Overview, file: overview.md}
  - {title: 评分 Evaluation, file: evaluation.md}
  - {title: 数据 Data, file: data.md}
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
    name: 公开榜 Public board
    description: 1000 张图像用于训练，797 张用于评分。 1,000 images to learn from, 797 to read.
    start: '${day(-1)}'
    end: '${day(60)}'
    tasks: [0]
    max_submissions_per_day: 50
    max_submissions: 500
    execution_time_limit: 30
    public_data: public_data.zip
    starting_kit: starting_kit.zip
leaderboards:
  - title: 排行榜 Leaderboard
    key: digits
    primary_index: 0
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
      - {title: Macro F1, key: macro_f1, index: 1, sorting: desc, precision: 4}
      - {title: Duration (s), key: duration, index: 2, sorting: asc, precision: 2}
x-podium:
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
    "terms.md": TERMS,
    "overview.md": OVERVIEW,
    "evaluation.md": EVALUATION,
    "data.md": DATA,
    "public_data.zip": await zipOf(publicData),
    "input_data.zip": await zipOf(publicData),
    "reference_data.zip": await zipOf({ "labels.csv": labels }),
    "starting_kit.zip": await zipOf(filesOf(path.join(folder, "teams/centroid-1"))),
    "ingestion_program.zip": await zipOf(filesOf(path.join(folder, "ingestion_program"))),
    "scoring_program.zip": await zipOf(filesOf(path.join(folder, "scoring_program"))),
  });
}
