import { saturdayAt } from "../../web/zone.ts";
import type { Draft, Start } from "./draft.ts";

const HOURS = 48;
const SLOT_BYTES = 500 * 1024 * 1024;

/** A weekend: teams build something in 48 hours, then people compare the results in pairs. */
export function hackathon({ now, timeZone }: Start): Draft {
  const startsAt = saturdayAt(now, 14, "09:00", timeZone);
  const endsAt = new Date(startsAt.getTime() + HOURS * 3_600_000);
  const shownUntil = new Date(endsAt.getTime() + 6 * 3_600_000);
  const byPeople = { maxPerDay: 0, maxTotal: 0, maxFinal: 0, accepts: [], judged: false };
  const slot = { purpose: "work" as const, maxBytes: SLOT_BYTES, dueAt: endsAt };
  return {
    template: "hackathon",
    settings: {
      competitionType: "competition",
      autoAccept: true,
      minTeamSize: 1,
      maxTeamSize: 5,
      maxAdvisors: 0,
      maxTeamsPerPerson: 1,
      captainOfOne: true,
      sameSchool: false,
      memberChanges: 1,
      teamCodePrefix: "H",
      openSourceDeclaration: true,
      inputDataAvailable: false,
      entriesFrom: null,
      entriesUntil: startsAt,
      teamsLockAt: startsAt,
      mergeUntil: startsAt,
    },
    summary: {
      en: "48 hours to build something that works and to show it.",
      "zh-Hans": "48 小时，做出能用的东西，并展示给大家。",
    },
    rules: {
      en: `1. What is shown was built within the 48 hours. Ideas, designs and public libraries may be older.
2. Declare what you did not write yourselves.
3. A team has up to five people; nobody is in two teams.
4. Be kind: help others, and leave the room as you found it.`,
      "zh-Hans": `1. 展示的内容须在 48 小时内完成；创意、设计和公开的库可以提前准备。
2. 非本队编写的部分须声明。
3. 每队最多五人，一人只能在一支队伍中。
4. 友善互助，保持场地整洁。`,
    },
    pages: [
      {
        title: { en: "Overview", "zh-Hans": "活动说明" },
        body: {
          en: "## The challenge\n\nWrite here what teams are to build and what is given: interfaces, data, hardware, mentors.\n\n## How the weekend goes\n\n- Saturday 09:00: opening, hacking starts\n- Monday 09:00: hacking ends, everything is handed in\n- Monday morning: demos of three minutes, panelists compare projects in pairs\n- Monday 15:00: awards",
          "zh-Hans":
            "## 题目\n\n请在此写明要做什么，以及提供哪些资源：接口、数据、硬件、导师。\n\n## 日程\n\n- 周六 09:00：开幕，开始开发\n- 周一 09:00：结束开发，提交全部材料\n- 周一上午：每队演示 3 分钟，评委两两比较\n- 周一 15:00：颁奖",
        },
      },
    ],
    phases: [
      {
        name: { en: "Hacking", "zh-Hans": "开发" },
        description: { en: "48 hours from opening to hand-in.", "zh-Hans": "从开幕到提交，共 48 小时。" },
        startsAt,
        endsAt,
        ...byPeople,
      },
      {
        name: { en: "Demos", "zh-Hans": "演示与评审" },
        description: {
          en: "Each team shows its project; panelists compare.",
          "zh-Hans": "各队演示，评委比较。",
        },
        startsAt: endsAt,
        endsAt: shownUntil,
        ...byPeople,
      },
    ],
    tracks: [],
    task: null,
    metrics: [],
    board: {
      submissionRule: "Force_Last",
      hidden: true,
      finalPosition: null,
      medals: { by: "count", gold: 1, silver: 1, bronze: 1 },
    },
    slots: [
      {
        title: { en: "Source code", "zh-Hans": "源代码" },
        description: { en: "A zip of the repository.", "zh-Hans": "代码仓库的 zip。" },
        extensions: ["zip"],
        namePattern: null,
        required: true,
        ...slot,
      },
      {
        title: { en: "Slides or video", "zh-Hans": "演示文稿或视频" },
        description: { en: "What you show in three minutes.", "zh-Hans": "三分钟演示的内容。" },
        extensions: ["pdf", "pptx", "mp4", "zip"],
        namePattern: null,
        required: false,
        ...slot,
      },
    ],
  };
}
