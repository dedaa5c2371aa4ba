import type { leaderboards as english } from "../en/leaderboards.ts";
import type { Translation } from "../reason.ts";

export const leaderboards: Translation<typeof english> = {
  title: "排行榜",
  phases: "階段",
  rank: "名次",
  team: "參賽隊伍",
  scored: "有效提交",
  scoredHint: "該隊伍在本階段已評分的提交次數",
  lastChange: "提交時間",
  unranked: "尚無成績",
  yours: "我的隊伍",
  yourPlace: "你的隊伍目前第 {{place}} 名，共 {{total}} 名",
  goToYours: "查看我的排名",
  ties: "分數相同時，較早提交者排名在前。",
  higher: "越高越好",
  lower: "越低越好",
  task: "{{title}} · 任務 {{task}}",
  rows: "榜上共 {{count}} 筆成績",
  staff: "你還能看到公眾看不到的內容：隱藏欄位，以及封榜之後的變化。",
  hall: "大螢幕模式",
  leaveHall: "離開大螢幕",
  endsIn: "距結束",
  ended: "本階段已結束",
  startsIn: "距開始",
  days: "{{days}} 天 {{clock}}",
  empty: {
    title: "榜上還沒有隊伍",
    text: "第一份評分完成的提交將登上榜首，本頁會即時顯示。",
  },
  frozen: {
    title: "排行榜已封榜",
    text: "目前顯示的是 {{at}} 時的排名。此後的成績由主辦單位揭曉。",
  },
  connection: {
    connecting: "連線中",
    live: "即時",
    reconnecting: "正在重新連線",
  },
  choice: {
    ask: "此排行榜由隊伍自行選擇展示哪次提交，不會自動上榜。",
    stands: "此次提交已在排行榜上。",
    add: "放上排行榜",
    remove: "從排行榜撤下",
  },
  refusals: {
    notScored: "只有已評分的提交才能上榜。",
    notYours: "這份提交屬於其他隊伍。",
    automatic: "本排行榜自動收錄提交：{{rule}}。",
    mayNotRemove: "本排行榜不允許撤下成績。",
  },
};
