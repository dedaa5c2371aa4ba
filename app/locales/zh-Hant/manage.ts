import type { manage as english } from "../en/manage.ts";
import type { Translation } from "../reason.ts";

export const manage: Translation<typeof english> = {
  label: "管理競賽",
  sections: {
    overview: "概況",
    settings: "設定",
    pages: "頁面與規則",
    phases: "階段",
    tasks: "任務與資料",
    tracks: "賽道",
    image: "映像檔",
    board: "排行榜",
    entries: "參賽隊伍",
    deliverables: "作品材料",
    submissions: "提交",
    rejudges: "重新評測",
    similarity: "相似度",
    talk: "公告與討論",
    statistics: "統計",
  },
};
