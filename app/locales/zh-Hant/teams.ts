import type { teams as english } from "../en/teams.ts";
import type { Translation } from "../reason.ts";

export const teams: Translation<typeof english> = {
  show: {
    members: "成員",
    captain: "隊長",
    member: "隊員",
    advisor: "指導老師",
    invite: "邀請連結",
    inviteHint: "擁有此連結的人可以加入隊伍。",
    turn: "更換連結",
    leave: "退出隊伍",
  },
  invitation: {
    title: "加入 {{team}}",
    accept: "加入隊伍",
    signIn: "登入後加入",
  },
  refusals: {
    captainOnly: "只有隊長可以執行此操作。",
    nameTooLong: "隊伍名稱最多 {{max}} 個字元。",
    noSuchInvite: "該邀請連結已失效，請向隊長索取新連結。",
    full: "隊伍已滿，最多 {{max}} 人。",
    notIn: "你不在該隊伍中。",
    hasSubmitted: "隊伍已有提交，成員不能再變動，請聯絡主辦單位。",
  },
};
