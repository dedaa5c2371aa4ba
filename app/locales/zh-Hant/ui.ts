import type { ui as english } from "../en/ui.ts";
import type { Translation } from "../reason.ts";

export const ui: Translation<typeof english> = {
  brand: "Podium",
  skip: "跳到內容",
  more: "展開",
  nav: {
    label: "主選單",
    competitions: "競賽",
    forums: "論壇",
    signIn: "登入",
    signUp: "註冊",
    signOut: "登出",
    account: "我的帳號",
    organisations: "學校與單位",
    hosts: "評測主機",
    queues: "評測佇列",
    outbox: "寄件匣",
    newCompetition: "新增競賽",
  },
  language: "語言",
  theme: {
    label: "外觀",
    toLight: "切換到淺色",
    toDark: "切換到深色",
  },
  footer: "論壇、競賽、評測與即時排行榜，由主辦方自行架設。",
  pager: {
    label: "分頁",
    previous: "上一頁",
    next: "下一頁",
    place: "第 {{page}} / {{pages}} 頁",
  },
  home: {
    title: "讓成果自己說話",
    lead: "參加競賽，提交成果，看排行榜即時變化；在論壇與同行相聚。",
    open: "競賽",
    all: "全部競賽",
    forums: "論壇",
    allForums: "全部論壇",
    noneTitle: "目前還沒有進行中的競賽",
    none: "主辦方發布競賽後會顯示在這裡。",
  },
  error: {
    notFoundTitle: "這裡什麼都沒有",
    notFound: "網址可能有誤，或者你沒有檢視權限。",
    forbiddenTitle: "你沒有權限",
    forbidden: "請使用有權限的帳號登入。",
    brokenTitle: "伺服器出了點問題",
    broken: "這不是你的操作造成的。請稍後重試；如仍有問題，請把編號告知管理員：{{requestId}}",
    home: "返回首頁",
  },
};
