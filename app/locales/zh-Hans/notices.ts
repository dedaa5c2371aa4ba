import type { notices as english } from "../en/notices.ts";
import type { Translation } from "../reason.ts";

export const notices: Translation<typeof english> = {
  verify: {
    subject: "请确认你的 Podium 邮箱",
    text: "你好，\n\n请打开下面的链接，确认这个邮箱属于你：\n\n{{link}}\n\n链接 24 小时内有效。如果你没有注册过，请忽略这封邮件。\n\nPodium",
  },
  reset: {
    subject: "重设 Podium 密码",
    text: "你好，\n\n请在这里设置新密码：\n\n{{link}}\n\n链接一小时内有效，只能使用一次。如果不是你本人操作，请忽略这封邮件，原密码不会改变。\n\nPodium",
  },
  own: {
    title: "通知",
    lead: "Podium 发给你的全部消息，邮件没收到也能在这里看到。",
    unread_one: "通知：{{count}} 条未读",
    unread_other: "通知：{{count}} 条未读",
    new: "新",
    open: "查看",
    text: "通知内容",
    markRead: "标为已读",
    markAll: "全部标为已读",
    emptyTitle: "还没有通知",
    empty: "赛事的答复、审核结果和提醒会出现在这里。",
  },
  outbox: {
    title: "发件箱",
    lead: "Podium 写出的全部邮件，最新的在前。",
    staysHere: "尚未设置邮件服务器（SMTP_URL），邮件只保存在这里。",
    to: "收件人",
    subject: "主题",
    written: "写于",
    state: "状态",
    sent: "已发送",
    waiting: "等待发送",
    kept: "仅存于此",
    tries: "已尝试 {{count}} 次，最近一次的回复：{{error}}",
    emptyTitle: "还没有邮件",
    empty: "有人注册后，确认邮件会出现在这里。",
    back: "返回发件箱",
  },
};
