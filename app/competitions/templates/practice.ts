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
    metrics: like.metrics.filter((metric) => metric.split === "public"),
    board: { submissionRule: "Force_Best", hidden: false, finalPosition: null, medals: null },
  };
}
