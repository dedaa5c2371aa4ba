import type { leaderboards as english } from "../en/leaderboards.ts";
import type { Translation } from "../reason.ts";

export const leaderboards: Translation<typeof english> = {
  title: "排行榜",
  phases: "阶段",
  rank: "名次",
  team: "参赛队伍",
  scored: "有效提交",
  scoredHint: "该队伍在本阶段已评分的提交次数",
  lastChange: "提交时间",
  unranked: "暂无成绩",
  yours: "我的队伍",
  yourPlace: "你的队伍目前第 {{place}} 名，共 {{total}} 名",
  goToYours: "查看我的排名",
  ties: "分数相同时，提交较早者排名靠前。",
  higher: "越高越好",
  lower: "越低越好",
  task: "{{title}} · 任务 {{task}}",
  rows: "榜上共 {{count}} 条成绩",
  staff: "你还能看到公众看不到的内容：隐藏列，以及封榜之后的变化。",
  hall: "大屏模式",
  leaveHall: "退出大屏",
  endsIn: "距结束",
  ended: "本阶段已结束",
  startsIn: "距开始",
  days: "{{days}} 天 {{clock}}",
  empty: {
    title: "榜上还没有队伍",
    text: "第一份评分完成的提交将登上榜首，本页会即时显示。",
  },
  frozen: {
    title: "排行榜已封榜",
    text: "当前显示的是 {{at}} 时的排名。此后的成绩由主办方揭晓。",
  },
  connection: {
    connecting: "连接中",
    live: "实时",
    reconnecting: "正在重连",
  },
  choice: {
    ask: "此排行榜由队伍自行选择展示哪次提交，不会自动上榜。",
    stands: "此次提交已在排行榜上。",
    add: "提交到排行榜",
    remove: "从排行榜撤下",
  },
  refusals: {
    notScored: "只有已评分的提交才能上榜。",
    notYours: "这份提交属于其他队伍。",
    automatic: "本排行榜自动收录提交：{{rule}}。",
    mayNotRemove: "本排行榜不允许撤下成绩。",
  },
};
