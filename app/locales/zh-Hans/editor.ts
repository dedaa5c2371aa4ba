import type { editor as english } from "../en/editor.ts";
import type { Translation } from "../reason.ts";

export const editor: Translation<typeof english> = {
  templates: {
    ai_benchmark: {
      name: "AI 评测",
      text: "参赛者提交结果或代码，由程序自动评分：公开部分即时上榜，私有部分决定名次。自带一个可直接运行的示例任务。",
    },
    software_cup: {
      name: "软件杯",
      text: "企业命题，学生提交作品；先匿名网评，再现场决赛。自带四项作品材料和两个组别。",
    },
    hackathon: {
      name: "黑客松",
      text: "一个周末、48 小时，各队完成作品并展示，评委两两比较。",
    },
    practice: {
      name: "练习",
      text: "长期开放，不限次数，保留个人最好成绩。自带一个可直接运行的示例任务。",
    },
  },
  new: {
    title: "你想办什么比赛？",
    lead: "模板只是起点，其中一切都可以修改。",
    template: "模板",
    name: "名称",
    nameHint: "先填你所用语言的名称，其他语言可稍后补充。",
    zoneHint: "竞赛的所有日期都以此时区为准。",
    create: "创建草稿",
    bundle: "或者导入竞赛包",
  },
  settings: {
    timeZone: "时区",
  },
  refusals: {
    titleNeeded: "请至少填写一种语言的名称。",
    titleLong: "名称最多 {{TITLE_CHARS}} 个字符。",
    summaryLong: "简介最多 {{SUMMARY_CHARS}} 个字符。",
    slugWrong: "网址只能包含小写字母 a–z、数字和单个连字符，最多 {{SLUG_CHARS}} 个字符，且不能是“new”。",
    slugTaken: "该网址已被其他竞赛使用。",
    timeZoneWrong: "请从列表中选择时区。",
    templateNeeded: "请选择要举办的比赛类型。",
  },
};
