import type { statistics as english } from "../en/statistics.ts";
import type { Translation } from "../reason.ts";

export const statistics: Translation<typeof english> = {
  lead: "用数字看竞赛进展。只有主办方能看到本页。",
  from: "从",
  to: "到",
  show: "显示",
  csv: "下载 CSV",
  perDay: "每日提交数",
  progress: "历史最佳分数：{{title}}",
  noProgress: "排行榜首列是计算列，或这段时间没有评分结果。",
  funnel: "从报名到上榜",
  steps: {
    joined: "已报名",
    accepted: "已通过",
    submitted: "有提交",
    scored: "有分数",
    standing: "在排行榜上",
  },
  failures: "按原因统计的失败",
  waits: "排队时间",
  takes: "从开始到出结果的时间",
  median: "一半不超过 {{time}}，九成不超过 {{tenth}}。",
  span: "{{to}}以内",
  spanOpen: "{{from}}及以上",
  tracks: "各赛道的已通过队伍",
  organisations: "各单位的已通过队伍",
  day: "日期",
  count: "数量",
  best: "最佳",
  what: "项目",
};
