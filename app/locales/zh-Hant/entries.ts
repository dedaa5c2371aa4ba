import type { entries as english } from "../en/entries.ts";
import type { Translation } from "../reason.ts";

export const entries: Translation<typeof english> = {
  join: {
    title: "報名參賽",
    teamName: "隊伍名稱",
    teamHint: "個人參賽可留空，將使用你的姓名。",
    rules: "規則",
    accept: "我已閱讀並接受規則",
    submit: "報名",
  },
  state: {
    pending: "等待主辦單位審核",
    accepted: "已通過",
    rejected: "未通過審核",
    withdrawn: "已退出",
    disqualified: "已取消資格",
    merged: "已併入其他隊伍",
  },
  refusals: {
    unverified: "請先驗證電子郵件：驗證連結已寄到你的信箱。",
    closed: "該競賽已不接受報名。",
    rules: "參賽前請先接受規則。",
    rulesChanged: "規則已更新，請重新閱讀。",
    alreadyIn: "你已加入本隊或其他隊伍參加該競賽。",
    notFound: "沒有這個參賽隊伍。",
  },
};
