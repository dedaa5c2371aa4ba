import { aiBenchmark } from "./ai-benchmark.ts";
import type { Draft, Start } from "./draft.ts";

/** Always open: everybody tries as often as they like, and their best stands on the board. */
export function practice(start: Start): Draft {
  const like = aiBenchmark(start);
  const [first] = like.phases;
  return {
    ...like,
    template: "practice",
    settings: {
      ...like.settings,
      maxTeamSize: 1,
      maxAdvisors: 0,
      teamCodePrefix: "P",
      entriesUntil: null,
      teamsLockAt: null,
      mergeUntil: null,
    },
    summary: {
      en: "Always open: hand in as often as you like, learn from each score.",
      "zh-Hans": "长期开放：不限次数提交，从每次得分中学习。",
    },
    rules: {
      en: `1. Everybody may practise, each for themselves.
2. There is no end and no prize: the board shows your best.
3. Share what you learn in the discussions, not your finished solution.`,
      "zh-Hans": `1. 任何人均可练习，单人参加。
2. 没有截止时间和奖项，排行榜显示个人最好成绩。
3. 欢迎在讨论区分享心得，但请不要公布完整解法。`,
    },
    pages: [
      {
        title: { en: "Overview", "zh-Hans": "题目说明" },
        body: {
          en: "## The problem\n\nWrite here what is to be predicted and what can be learnt from it. The sample task that came with the template: points in the plane belong to three kinds; say for each row of `test.csv` which.\n\n## What to hand in\n\nA zip with `answers.csv` (columns `id` and `kind`), or a zip with your code and a `metadata` file that says how to run it. The starting kit under **Files** holds a first solution, which leaves room above it, and sample answers with every row.\n\n## How it is scored\n\nAccuracy: the share of right answers. You see it as soon as your submission is scored.",
          "zh-Hans":
            "## 任务\n\n请在此写明预测目标，以及可以从中学到什么。模板自带一个示例任务：平面上的点分属三类，请判断 `test.csv` 每一行属于哪一类。\n\n## 提交内容\n\n包含 `answers.csv`（列 `id` 和 `kind`）的 zip；或包含代码和 `metadata`（写明运行命令）的 zip。**文件**页的入门包里有一个可直接提交、仍有提升空间的解法，以及一份行数完整的示例答案。\n\n## 评分\n\n准确率，即答对的比例。评测完成后立即可见。",
        },
      },
    ],
    phases: [
      {
        ...first!,
        name: { en: "Practice", "zh-Hans": "练习" },
        description: { en: "Open at any time.", "zh-Hans": "随时可以提交。" },
        endsAt: null,
        maxPerDay: 0,
        maxTotal: 0,
        maxFinal: 0,
      },
    ],
    metrics: like.metrics
      .filter((metric) => metric.split === "public")
      .map((metric) => ({
        ...metric,
        description: { en: "Share of right answers", "zh-Hans": "答对的比例" },
      })),
    board: { submissionRule: "Force_Best", hidden: false, finalPosition: null, medals: null },
  };
}
