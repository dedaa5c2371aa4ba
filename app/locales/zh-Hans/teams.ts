import type { teams as english } from "../en/teams.ts";
import type { Translation } from "../reason.ts";

export const teams: Translation<typeof english> = {
  show: {
    members: "成员",
    captain: "队长",
    member: "队员",
    advisor: "指导教师",
    invite: "邀请链接",
    inviteHint: "拥有此链接的人可以加入队伍。",
    turn: "更换链接",
    leave: "退出队伍",
  },
  invitation: {
    title: "加入 {{team}}",
    accept: "加入队伍",
    signIn: "登录后加入",
  },
  refusals: {
    captainOnly: "只有队长可以执行此操作。",
    nameTooLong: "队伍名称最多 {{max}} 个字符。",
    noSuchInvite: "该邀请链接已失效，请向队长索取新链接。",
    full: "队伍已满，最多 {{max}} 人。",
    notIn: "你不在该队伍中。",
    hasSubmitted: "队伍已有提交，成员不能再变动，请联系主办方。",
  },
};
