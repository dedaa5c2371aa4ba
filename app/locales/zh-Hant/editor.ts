import type { editor as english } from "../en/editor.ts";
import type { Translation } from "../reason.ts";

export const editor: Translation<typeof english> = {
  templates: {
    ai_benchmark: {
      name: "AI 評測",
      text: "參賽者提交結果或程式碼，由程式自動評分：公開部分即時上榜，私有部分決定名次。自帶一個可直接執行的範例任務。",
    },
    software_cup: {
      name: "軟體杯",
      text: "企業命題，學生提交作品；先匿名網評，再現場決賽。自帶四項作品材料和兩個組別。",
    },
    hackathon: {
      name: "駭客松",
      text: "一個週末、48 小時，各隊完成作品並展示，評委兩兩比較。",
    },
    practice: {
      name: "練習",
      text: "長期開放，不限次數，保留個人最好成績。自帶一個可直接執行的範例任務。",
    },
  },
  new: {
    title: "你想辦什麼比賽？",
    lead: "範本只是起點，其中一切都可以修改。",
    template: "範本",
    name: "名稱",
    nameHint: "先填你所用語言的名稱，其他語言可稍後補充。",
    zoneHint: "競賽的所有日期都以此時區為準。",
    create: "建立草稿",
    bundle: "或者匯入競賽包",
  },
  settings: {
    timeZone: "時區",
  },
  refusals: {
    titleNeeded: "請至少填寫一種語言的名稱。",
    titleLong: "名稱最多 {{TITLE_CHARS}} 個字元。",
    summaryLong: "簡介最多 {{SUMMARY_CHARS}} 個字元。",
    slugWrong: "網址只能包含小寫字母 a–z、數字和單個連字元，最多 {{SLUG_CHARS}} 個字元，且不能是「new」。",
    slugTaken: "該網址已被其他競賽使用。",
    timeZoneWrong: "請從列表中選擇時區。",
    templateNeeded: "請選擇要舉辦的比賽型別。",
  },
};
