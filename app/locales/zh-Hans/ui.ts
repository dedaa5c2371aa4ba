import type { ui as english } from "../en/ui.ts";
import type { Translation } from "../reason.ts";

export const ui: Translation<typeof english> = {
  brand: "Podium",
  skip: "跳到正文",
  more: "展开",
  nav: {
    label: "主导航",
    competitions: "竞赛",
    forums: "论坛",
    signIn: "登录",
    signUp: "注册",
    signOut: "退出登录",
    account: "我的账号",
    organisations: "学校与单位",
    hosts: "评测主机",
    queues: "评测队列",
    outbox: "发件箱",
    newCompetition: "新建竞赛",
  },
  language: "语言",
  theme: {
    label: "外观",
    toLight: "切换到浅色",
    toDark: "切换到深色",
  },
  footer: "论坛、竞赛、评测与实时排行榜，由主办方自行部署。",
  pager: {
    label: "分页",
    previous: "上一页",
    next: "下一页",
    place: "第 {{page}} / {{pages}} 页",
  },
  home: {
    title: "让成果自己说话",
    lead: "参加竞赛，提交成果，看排行榜实时变化；在论坛与同行相聚。",
    open: "竞赛",
    all: "全部竞赛",
    forums: "论坛",
    allForums: "全部论坛",
    noneTitle: "目前还没有进行中的竞赛",
    none: "主办方发布竞赛后会显示在这里。",
  },
  error: {
    notFoundTitle: "这里什么都没有",
    notFound: "地址可能有误，或者你没有查看权限。",
    forbiddenTitle: "你没有权限",
    forbidden: "请使用有权限的账号登录。",
    brokenTitle: "服务器出了点问题",
    broken: "这不是你的操作造成的。请稍后重试；如仍有问题，请把编号告知管理员：{{requestId}}",
    home: "返回首页",
  },
};
