import type { forums as english } from "../en/forums.ts";
import type { Translation } from "../reason.ts";

export const forums: Translation<typeof english> = {
  list: {
    title: "論壇",
    lead: "大模型的研究者、開發者與使用者在這裡相聚。",
    upcoming: "即將舉辦",
    past: "歷屆回顧",
    noneTitle: "尚無已公布的論壇",
    none: "主辦方發布後，議程與報名入口會出現在這裡。",
  },
  edition: {
    agenda: "議程",
    overview: "概覽",
    register: "立即報名",
    registration: "報名",
    myTicket: "我的門票",
    where: "地點",
    when: "時間",
    sessions: "場次",
    speakers: "講者",
    rooms: "會場",
    competitions: "本屆賽事",
    timesIn: "時間均為 {{timeZone}} 當地時間。",
  },
  format: {
    in_person: "實體",
    online: "線上",
    hybrid: "實體與線上同步",
  },
  state: {
    draft: "草稿",
    published: "已發布",
    archived: "已封存",
  },
  refusals: {
    mayNotCreate: "只有該論壇的主辦方才能執行此操作。",
    slugTaken: "該網址已被使用，請換一個。",
    noSuchForum: "找不到該論壇。",
    noSuchEdition: "找不到該屆論壇。",
  },
};
