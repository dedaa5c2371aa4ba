import { dayAt } from "../../web/zone.ts";
import type { Draft, Start } from "./draft.ts";
import { sampleTask } from "./sample-task.ts";

/** Days after the start at which development, then the final, ends. */
const DEVELOPMENT_ENDS = 28;
const FINAL_ENDS = 35;

/** Teams hand in results or code; the judge measures a public part that is shown and a private part that decides. */
export function aiBenchmark({ now, timeZone, chance }: Start): Draft {
  const day = (days: number) => dayAt(now, days, "12:00", timeZone);
  return {
    template: "ai_benchmark",
    settings: {
      competitionType: "benchmark",
      autoAccept: true,
      minTeamSize: 1,
      maxTeamSize: 5,
      maxAdvisors: 2,
      maxTeamsPerPerson: 1,
      captainOfOne: true,
      sameSchool: false,
      memberChanges: 1,
      teamCodePrefix: "T",
      openSourceDeclaration: false,
      inputDataAvailable: true,
      entriesFrom: null,
      entriesUntil: day(DEVELOPMENT_ENDS),
      teamsLockAt: day(DEVELOPMENT_ENDS),
      mergeUntil: day(DEVELOPMENT_ENDS - 7),
    },
    summary: {
      en: "Predict the hidden part of the data. The board shows the score on a public part; a private part decides.",
      "zh-Hans": "预测数据中隐藏的部分。排行榜显示公开部分的得分，最终名次由私有部分决定。",
    },
    rules: {
      en: `1. Everybody may take part, alone or in a team of up to five; nobody is in two teams.
2. Do not look for the hidden answers, and do not label the test data by hand.
3. Do not share code or data with other teams outside the discussions here.
4. External data and trained models are allowed when everybody can get them.
5. Before the end each team chooses up to two final submissions; otherwise its best on the public board count.
6. The final ranking follows the private part of the data.`,
      "zh-Hans": `1. 任何人均可参加，可单人或组队（最多五人），一人只能在一支队伍中。
2. 不得设法获取隐藏答案，不得人工标注测试数据。
3. 不得在本平台讨论区之外与其他队伍共享代码或数据。
4. 可使用任何人都能获得的外部数据和预训练模型。
5. 结束前每队最多选择两个最终提交；未选择的，取公开榜上成绩最好的。
6. 最终名次按数据的私有部分计算。`,
    },
    pages: [
      {
        title: { en: "Overview", "zh-Hans": "赛题说明" },
        body: {
          en: "## The problem\n\nWrite here what is to be predicted and why it matters. The sample task that came with the template: points in the plane belong to three kinds; say for each row of `test.csv` which.\n\n## What to hand in\n\nA zip with `answers.csv` (columns `id` and `kind`), or a zip with your code and a `metadata` file that says how to run it. The starting kit under **Files** holds a first solution, which leaves room above it, and sample answers with every row.\n\n## How it is scored\n\nAccuracy: the share of right answers. 30 % of the test data are public, the rest is private.",
          "zh-Hans":
            "## 任务\n\n请在此写明预测目标和意义。模板自带一个示例任务：平面上的点分属三类，请判断 `test.csv` 每一行属于哪一类。\n\n## 提交内容\n\n包含 `answers.csv`（列 `id` 和 `kind`）的 zip；或包含代码和 `metadata`（写明运行命令）的 zip。**文件**页的入门包里有一个可直接提交、仍有提升空间的解法，以及一份行数完整的示例答案。\n\n## 评分\n\n准确率，即答对的比例。测试数据的 30% 为公开部分，其余为私有部分。",
        },
      },
    ],
    phases: [
      {
        name: { en: "Development", "zh-Hans": "初赛" },
        description: {
          en: "Try ideas and see the public score of each.",
          "zh-Hans": "尝试各种方法，公开得分即时可见。",
        },
        startsAt: new Date(Math.floor(now.getTime() / 60_000) * 60_000),
        endsAt: day(DEVELOPMENT_ENDS),
        maxPerDay: 5,
        maxTotal: 100,
        maxFinal: 2,
        accepts: ["archive"],
        judged: true,
      },
      {
        name: { en: "Final", "zh-Hans": "决赛" },
        description: {
          en: "Hand in what you are sure of: the private score of it decides.",
          "zh-Hans": "提交最有把握的方案，私有得分决定名次。",
        },
        startsAt: day(DEVELOPMENT_ENDS),
        endsAt: day(FINAL_ENDS),
        maxPerDay: 2,
        maxTotal: 10,
        maxFinal: 2,
        accepts: ["archive"],
        judged: true,
      },
    ],
    tracks: [],
    task: {
      name: { en: "Three kinds of points (sample)", "zh-Hans": "三类点（示例）" },
      description: {
        en: "A small problem to try everything with. Replace its programs and data with your own.",
        "zh-Hans": "用来试跑整个流程的小任务，请换成你自己的程序和数据。",
      },
      files: sampleTask(chance),
    },
    metrics: [
      {
        key: "accuracy",
        title: { en: "Accuracy", "zh-Hans": "准确率", "zh-Hant": "準確率" },
        description: {
          en: "Share of right answers on the public part",
          "zh-Hans": "公开部分答对的比例",
        },
        sorting: "desc",
        precision: 4,
        split: "public",
      },
      {
        key: "accuracy_private",
        title: { en: "Accuracy (private)", "zh-Hans": "准确率（私有）", "zh-Hant": "準確率（私有）" },
        description: {
          en: "Share of right answers on the private part",
          "zh-Hans": "私有部分答对的比例",
        },
        sorting: "desc",
        precision: 4,
        split: "private",
      },
    ],
    board: {
      submissionRule: "Force_Best",
      hidden: false,
      finalPosition: 1,
      medals: { by: "percent", gold: 5, silver: 10, bronze: 15 },
    },
    slots: [],
  };
}
