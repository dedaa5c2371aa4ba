import type { entries as english } from "../en/entries.ts";
import type { Translation } from "../reason.ts";

export const entries: Translation<typeof english> = {
  join: {
    title: "报名参赛",
    teamName: "队伍名称",
    teamHint: "个人参赛可留空，将使用你的姓名。",
    rules: "规则",
    accept: "我已阅读并接受规则",
    submit: "报名",
  },
  state: {
    pending: "等待主办方审核",
    accepted: "已通过",
    rejected: "未通过审核",
    withdrawn: "已退出",
    disqualified: "已取消资格",
    merged: "已并入其他队伍",
  },
  refusals: {
    unverified: "请先验证邮箱：验证链接已发送到你的邮箱。",
    closed: "该竞赛已不接受报名。",
    rules: "参赛前请先接受规则。",
    rulesChanged: "规则已更新，请重新阅读。",
    alreadyIn: "你已加入本队或其他队伍参加该竞赛。",
    notFound: "没有这个参赛队伍。",
  },
};
