import type { notices as english } from "../en/notices.ts";
import type { Translation } from "../reason.ts";

export const notices: Translation<typeof english> = {
  verify: {
    subject: "請確認你的 Podium 信箱",
    text: "你好，\n\n請開啟下面的連結，確認這個信箱屬於你：\n\n{{link}}\n\n連結 24 小時內有效。如果你沒有註冊過，請忽略這封郵件。\n\nPodium",
  },
  reset: {
    subject: "重設 Podium 密碼",
    text: "你好，\n\n請在這裡設定新密碼：\n\n{{link}}\n\n連結一小時內有效，只能使用一次。如果不是你本人操作，請忽略這封郵件，原密碼不會改變。\n\nPodium",
  },
  own: {
    title: "通知",
    lead: "Podium 寄給你的所有訊息，沒收到郵件也能在這裡看到。",
    unread_one: "通知：{{count}} 則未讀",
    unread_other: "通知：{{count}} 則未讀",
    new: "新",
    open: "查看",
    text: "通知內容",
    markRead: "標為已讀",
    markAll: "全部標為已讀",
    emptyTitle: "還沒有通知",
    empty: "競賽的答覆、審核結果和提醒會出現在這裡。",
  },
  outbox: {
    title: "寄件匣",
    lead: "Podium 寫出的全部郵件，最新的在前。",
    staysHere: "尚未設定郵件伺服器（SMTP_URL），郵件只儲存在這裡。",
    to: "收件人",
    subject: "主旨",
    written: "寫於",
    state: "狀態",
    sent: "已寄出",
    waiting: "等待寄送",
    kept: "僅存於此",
    tries: "已嘗試 {{count}} 次，最近一次的回覆：{{error}}",
    emptyTitle: "還沒有郵件",
    empty: "有人註冊後，確認郵件會出現在這裡。",
    back: "返回寄件匣",
  },
};
