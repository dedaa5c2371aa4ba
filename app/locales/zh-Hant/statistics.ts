import type { statistics as english } from "../en/statistics.ts";
import type { Translation } from "../reason.ts";

export const statistics: Translation<typeof english> = {
  lead: "用數字看競賽進展。只有主辦方能看到本頁。",
  from: "從",
  to: "到",
  show: "顯示",
  csv: "下載 CSV",
  perDay: "每日提交數",
  progress: "歷史最佳分數：{{title}}",
  noProgress: "排行榜首欄是計算欄，或這段時間沒有評分結果。",
  funnel: "從報名到上榜",
  steps: {
    joined: "已報名",
    accepted: "已通過",
    submitted: "有提交",
    scored: "有分數",
    standing: "在排行榜上",
  },
  failures: "依原因統計的失敗",
  waits: "排隊時間",
  takes: "從開始到出結果的時間",
  median: "一半不超過 {{time}}，九成不超過 {{tenth}}。",
  span: "{{to}}以內",
  spanOpen: "{{from}}及以上",
  tracks: "各賽道的已通過隊伍",
  organisations: "各單位的已通過隊伍",
  day: "日期",
  count: "數量",
  best: "最佳",
  what: "項目",
};
