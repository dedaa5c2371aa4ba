import type { manage as english } from "../en/manage.ts";
import type { Translation } from "../reason.ts";

export const manage: Translation<typeof english> = {
  label: "管理竞赛",
  sections: {
    overview: "概况",
    settings: "设置",
    pages: "页面与规则",
    phases: "阶段",
    tasks: "任务与数据",
    tracks: "赛道",
    image: "镜像",
    board: "排行榜",
    entries: "参赛队伍",
    deliverables: "作品材料",
    submissions: "提交",
    rejudges: "重新评测",
    similarity: "相似度",
    talk: "公告与讨论",
    statistics: "统计",
  },
};
