import type { forums as english } from "../en/forums.ts";
import type { Translation } from "../reason.ts";

export const forums: Translation<typeof english> = {
  list: {
    title: "论坛",
    lead: "大模型的研究者、开发者与使用者在这里相聚。",
    upcoming: "即将举办",
    past: "往届回顾",
    noneTitle: "暂无已公布的论坛",
    none: "主办方发布后，议程与报名入口会出现在这里。",
  },
  edition: {
    agenda: "议程",
    overview: "概览",
    register: "立即报名",
    registration: "报名",
    myTicket: "我的门票",
    where: "地点",
    when: "时间",
    sessions: "场次",
    speakers: "讲者",
    rooms: "会场",
    competitions: "本届赛事",
    timesIn: "时间均为 {{timeZone}} 当地时间。",
  },
  format: {
    in_person: "线下",
    online: "线上",
    hybrid: "线上线下同步",
  },
  state: {
    draft: "草稿",
    published: "已发布",
    archived: "已归档",
  },
  refusals: {
    mayNotCreate: "只有该论坛的主办方才能执行此操作。",
    slugTaken: "该地址已被占用，请换一个。",
    noSuchForum: "找不到该论坛。",
    noSuchEdition: "找不到该届论坛。",
  },
};
