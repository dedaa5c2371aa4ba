import path from "node:path";
import { logo } from "../logo.ts";
import { type Texts, textFiles } from "../texts.ts";
import { filesOf, zipOf } from "../zip.ts";
import { ASKED_HOURS, campus, KNOWN_HOURS, type Method } from "./data.ts";

const PROBLEM: Texts = {
  en: `# A3 Load of a smart campus

## Background

A campus has connected its meters and a weather station. A good forecast of the load lets it plan when to charge and discharge its storage, and lowers what it pays for peaks: a typical case of “AI+carbon”.

## Task

From 28 days of hourly load and temperature, and the weather report for the next 7 days, forecast the load of those 7 days (168 hours) in kW.

## What to hand in

A zip with \`forecast.csv\` at its root:

\`\`\`csv
hour,load
672,212.5
673,208.1
\`\`\`

\`hour\` goes from 672 to 839: 168 rows.

## Evaluation

| metric | is |
|---|---|
| RMSE | root mean square error (kW), the lower the better; decides the rank |
| MAPE | mean absolute percentage error (%); breaks ties |
| MaxAE | the error of the worst hour (kW) |

> The data are made by a formula; they come from no real campus.
`,
  "zh-Hans": `# A3 智慧园区用电负荷预测

## 赛题背景

某高校园区已完成电表与气象站联网。准确的负荷预测可以帮助园区安排储能充放电、降低峰值用电费用，是“AI+双碳”的典型场景。

## 任务

根据过去 28 天的逐小时负荷与气温，以及未来 7 天的天气预报，预测未来 7 天（168 小时）的逐小时用电负荷（kW）。

## 提交内容

一个 zip 文件，根目录包含 \`forecast.csv\`：

\`\`\`csv
hour,load
672,212.5
673,208.1
\`\`\`

\`hour\` 从 672 到 839，共 168 行。

## 评分标准

| 指标 | 说明 |
|---|---|
| RMSE | 均方根误差（kW），越小越好，决定排名 |
| MAPE | 平均绝对百分比误差（%），同分时比较 |
| MaxAE | 最大误差，即误差最大的一小时（kW） |

> 演示数据由公式生成，不来自任何真实园区。
`,
  "zh-Hant": `# A3 智慧園區用電負載預測

## 賽題背景

某大學園區已完成電表與氣象站連網。準確的負載預測可以協助園區安排儲能充放電、降低尖峰用電費用，是「AI+雙碳」的典型情境。

## 任務

根據過去 28 天的逐小時負載與氣溫，以及未來 7 天的天氣預報，預測未來 7 天（168 小時）的逐小時用電負載（kW）。

## 繳交內容

一個 zip 檔，根目錄包含 \`forecast.csv\`：

\`\`\`csv
hour,load
672,212.5
673,208.1
\`\`\`

\`hour\` 從 672 到 839，共 168 列。

## 評分標準

| 指標 | 說明 |
|---|---|
| RMSE | 均方根誤差（kW），越小越好，決定排名 |
| MAPE | 平均絕對百分比誤差（%），同分時比較 |
| MaxAE | 最大誤差，即誤差最大的一小時（kW） |

> 示範資料由公式產生，不來自任何真實園區。
`,
};

const RULES: Texts = {
  en: `# Rules

1. Teams have up to five members; the captain enters and hands in.
2. Work is your own. Copied work loses its result.
3. A team may hand in fifty times a day; its best stands on the board.
4. Objections to a result are made in writing and by name, while it is on display.
5. This is a demonstration: the teams are invented.
`,
  "zh-Hans": `# 竞赛规则

1. 每支参赛队伍不超过 5 人，由队长报名并提交。
2. 作品须为原创，不得抄袭；一经查实，取消成绩。
3. 每队每天最多提交 50 次，以最好成绩计入排行榜。
4. 对结果有异议的，可在公示期内实名书面提出。
5. 本竞赛为演示：参赛队伍均为虚构。
`,
  "zh-Hant": `# 競賽規則

1. 每支參賽隊伍不超過 5 人，由隊長報名並繳交。
2. 作品須為原創，不得抄襲；一經查實，取消成績。
3. 每隊每天最多繳交 50 次，以最好成績計入排行榜。
4. 對結果有異議者，可在公示期內實名書面提出。
5. 本競賽為示範：參賽隊伍皆為虛構。
`,
};

/** Bars of a day's load. */
const bars = (x: number, y: number) => {
  const bar = Math.floor(x * 8);
  const height = 0.25 + 0.5 * Math.exp(-(((bar - 4.2) / 2.2) ** 2));
  return x * 8 - bar > 0.22 && bar > 0 && bar < 7 && y > 0.85 - height && y < 0.85 ? 1 : 0;
};

const lines = (head: string, rows: (string | number)[][]) =>
  `${[head, ...rows.map((row) => row.join(","))].join("\n")}\n`;

/** The Software Cup problem as a Codabench bundle with result submissions. */
export async function loadBundle(folder: string, now: Date): Promise<Buffer> {
  const hours = campus();
  const asked = hours.slice(KNOWN_HOURS);
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  return zipOf({
    "competition.yaml": `version: 2
title: "A3: Campus load"
description: Forecast a week of a campus's load, hour by hour.
image: logo.png
terms: rules.en.md
registration_auto_approve: true
pages:
  - {title: The problem, file: problem.en.md}
tasks:
  - index: 0
    name: Load forecast
    description: 168 hours
    reference_data: reference_data.zip
    scoring_program: scoring_program.zip
phases:
  - index: 0
    name: Preliminary
    description: Scored by the judge.
    start: '${day(-3)}'
    end: '${day(45)}'
    tasks: [0]
    max_submissions_per_day: 50
    max_submissions: 500
    execution_time_limit: 60
    accepts_only_result_submissions: true
    public_data: public_data.zip
leaderboards:
  - title: Leaderboard
    key: load
    primary_index: 0
    submission_rule: Force_Best
    columns:
      - {title: RMSE (kW), key: rmse, index: 0, sorting: asc, precision: 3}
      - {title: MAPE (%), key: mape, index: 1, sorting: asc, precision: 3}
      - {title: MaxAE (kW), key: worst, index: 2, sorting: asc, precision: 1}
x-podium:
  rules: {en: rules.en.md, zh-Hans: rules.zh-Hans.md, zh-Hant: rules.zh-Hant.md}
  pages:
    - title: {en: The problem, zh-Hans: 赛题, zh-Hant: 賽題}
      body: {en: problem.en.md, zh-Hans: problem.zh-Hans.md, zh-Hant: problem.zh-Hant.md}
  competition:
    title:
      en: "Software Cup A3: Campus load"
      zh-Hans: 软件杯 A3 智慧园区用电负荷预测
      zh-Hant: 軟體盃 A3 智慧園區用電負載預測
    summary:
      en: "A company's problem: forecast a week of a campus's load, hour by hour."
      zh-Hans: 企业命题：预测未来一周的逐小时用电负荷。
      zh-Hant: 企業命題：預測未來一週的逐小時用電負載。
  tasks:
    - name: {en: Load forecast, zh-Hans: 负荷预测, zh-Hant: 負載預測}
      description: {en: 168 hours, zh-Hans: 168 小时, zh-Hant: 168 小時}
  phases:
    - name: {en: Preliminary, zh-Hans: 初赛, zh-Hant: 初賽}
      description: {en: Scored by the judge., zh-Hans: 自动评分。, zh-Hant: 自動評分。}
`,
    "logo.png": logo([232, 242, 240], [12, 110, 108], bars),
    ...textFiles("rules", RULES),
    ...textFiles("problem", PROBLEM),
    "public_data.zip": await zipOf({
      "known.csv": lines(
        "hour,temperature,load",
        hours.slice(0, KNOWN_HOURS).map((h) => [h.hour, h.temperature, h.load]),
      ),
      "weather.csv": lines(
        "hour,temperature",
        asked.map((h) => [h.hour, h.temperature]),
      ),
    }),
    "reference_data.zip": await zipOf({
      "load.csv": lines(
        "hour,load",
        asked.map((h) => [h.hour, h.load]),
      ),
    }),
    "scoring_program.zip": await zipOf(filesOf(path.join(folder, "scoring_program"))),
  });
}

/** What a team that works by this method hands in. */
export function forecastZip(method: Method): Promise<Buffer> {
  const hours = campus();
  const asked = hours.slice(KNOWN_HOURS).map(({ hour, temperature }) => ({ hour, temperature }));
  const forecast = method(hours.slice(0, KNOWN_HOURS), asked);
  if (forecast.length !== ASKED_HOURS) throw new Error("a forecast of another length");
  return zipOf({
    "forecast.csv": lines(
      "hour,load",
      asked.map(({ hour }, i) => [hour, forecast[i]!.toFixed(2)]),
    ),
  });
}
