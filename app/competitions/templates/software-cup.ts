import { dayAt } from "../../web/zone.ts";
import type { Draft, Start } from "./draft.ts";

const SLOT_BYTES = 500 * 1024 * 1024;
/** Days after the start: the end of registration, of handing in, of the online review, of the final. */
const ENTRIES_END = 40;
const WORK_ENDS = 70;
const REVIEW_ENDS = 91;
const FINAL_STARTS = 105;
const FINAL_ENDS = 107;

/** Companies propose problems; teams hand in works; people review them online, then at a final on site. */
export function softwareCup({ now, timeZone }: Start): Draft {
  const day = (days: number, time = "00:00") => dayAt(now, days, time, timeZone);
  const opens = day(1);
  const due = day(WORK_ENDS, "15:00");
  const byPeople = { maxPerDay: 0, maxTotal: 0, maxFinal: 0, accepts: [], judged: false };
  const slot = { maxBytes: SLOT_BYTES, required: true, dueAt: due };
  return {
    template: "software_cup",
    settings: {
      competitionType: "competition",
      autoAccept: false,
      minTeamSize: 1,
      maxTeamSize: 3,
      maxAdvisors: 1,
      maxTeamsPerPerson: 0,
      captainOfOne: true,
      sameSchool: true,
      memberChanges: 1,
      teamCodePrefix: "T",
      openSourceDeclaration: true,
      inputDataAvailable: false,
      entriesFrom: opens,
      entriesUntil: day(ENTRIES_END, "18:00"),
      teamsLockAt: day(ENTRIES_END, "18:00"),
      mergeUntil: null,
    },
    summary: {
      en: "Students build software for problems that companies propose. Works are reviewed online; the best teams defend theirs at the final.",
      "zh-Hans": "企业命题，学生用软件作答。作品先经网上评审，优秀团队晋级现场总决赛答辩。",
    },
    rules: {
      en: `1. A team is at most three students of one school, one of them its captain, with at most one advisor who teaches there. Everybody may be in several teams, but captain of one only.
2. The work is the team's own. Open-source parts are declared with their licences. Work of others passed off as one's own disqualifies the team and takes back its results.
3. Works reveal neither names nor school, apart from the file with the proofs.
4. Each file may be replaced until the deadline; the last one counts.
5. After teams are locked, a team may change one member once.
6. Objections are made in writing with evidence, in the objection window after each published list.`,
      "zh-Hans": `1. 每队最多三名同校学生，其中一人为队长；可有一名本校指导教师。一人可参加多支队伍，但只能担任一支队伍的队长。
2. 作品须为团队原创。使用开源组件的，须声明组件及其许可证。冒用他人作品的，取消资格并撤销成绩。
3. 除资格材料外，作品中不得出现姓名和学校信息。
4. 截止前可重复上传，以最后一次上传为准。
5. 队伍锁定后，每队可更换成员一次。
6. 每份名单公示期内，可实名书面提出异议并附证据。`,
    },
    pages: [
      {
        title: { en: "About", "zh-Hans": "大赛介绍" },
        body: {
          en: "## What it is\n\nWrite here what the competition is for, who organises it, and who may take part.\n\n## How it goes\n\n1. Choose a problem and register your team.\n2. Upload your student cards and the registration form.\n3. Hand in the work: installer, source code, slides with video and documents.\n4. Works are reviewed online; the list of the advanced is published.\n5. The final: five minutes of talk, three minutes of questions.",
          "zh-Hans":
            "## 大赛简介\n\n请在此写明大赛宗旨、主办和承办单位、参赛对象。\n\n## 参赛流程\n\n1. 选择赛题，组队报名。\n2. 上传学生证和报名表。\n3. 提交作品：安装包、源代码、演示文稿（含视频和文档）。\n4. 网上评审，公布晋级名单。\n5. 总决赛现场答辩：展示 5 分钟，问答 3 分钟。",
        },
      },
      {
        title: { en: "Judging and awards", "zh-Hans": "评审与奖项" },
        body: {
          en: "| criterion | share |\n|---|---|\n| Technical requirements | 45 % |\n| Value of the innovation | 35 % |\n| Documents and hand-in | 10 % |\n| Presentation | 10 % |\n\nAwards: special, first, second and third prizes in each group; best advisors; best organising schools.",
          "zh-Hans":
            "| 评分项 | 占比 |\n|---|---|\n| 技术要求 | 45% |\n| 创新价值 | 35% |\n| 作品提交与文档 | 10% |\n| 现场展示 | 10% |\n\n各组设特等奖、一等奖、二等奖、三等奖，另设优秀指导教师奖和优秀组织奖。",
        },
      },
    ],
    phases: [
      {
        name: { en: "Registration and works", "zh-Hans": "报名与作品提交" },
        description: {
          en: "Choose a problem, form a team, hand in the work.",
          "zh-Hans": "选择赛题、组队报名、提交作品。",
        },
        startsAt: opens,
        endsAt: due,
        ...byPeople,
      },
      {
        name: { en: "Online review", "zh-Hans": "网上初评" },
        description: {
          en: "Panelists review the works without knowing whose they are.",
          "zh-Hans": "专家匿名评审作品。",
        },
        startsAt: due,
        endsAt: day(REVIEW_ENDS),
        ...byPeople,
      },
      {
        name: { en: "Final", "zh-Hans": "总决赛" },
        description: {
          en: "The advanced teams defend their works on site.",
          "zh-Hans": "晋级团队现场答辩。",
        },
        startsAt: day(FINAL_STARTS),
        endsAt: day(FINAL_ENDS),
        ...byPeople,
      },
    ],
    tracks: [
      {
        code: "A1",
        name: { en: "Group A, problem 1", "zh-Hans": "A 组赛题一" },
        description: {
          en: "Write here what the company needs, what is given, what must be delivered, and how it is marked.",
          "zh-Hans": "请在此写明企业需求、提供的资源、提交内容和评分标准。",
        },
        degreeLevels: ["vocational", "bachelor", "master"],
      },
      {
        code: "B1",
        name: { en: "Group B, problem 1", "zh-Hans": "B 组赛题一" },
        description: {
          en: "For vocational colleges. Write here what the company needs and how it is marked.",
          "zh-Hans": "面向高职院校。请在此写明企业需求和评分标准。",
        },
        degreeLevels: ["vocational"],
      },
    ],
    task: null,
    metrics: [],
    board: {
      submissionRule: "Force_Last",
      hidden: true,
      finalPosition: null,
      medals: { by: "percent", gold: 10, silver: 20, bronze: 30 },
    },
    slots: [
      {
        title: { en: "Installer or executable", "zh-Hans": "安装包或可执行程序" },
        description: {
          en: "A zip with what runs, and how to install it.",
          "zh-Hans": "可运行程序及安装说明，压缩为 zip。",
        },
        purpose: "work",
        extensions: ["zip"],
        namePattern: "{code}-1-program.zip",
        ...slot,
      },
      {
        title: { en: "Source code", "zh-Hans": "源代码" },
        description: {
          en: "Everything that is needed to build it, with a list of open-source parts.",
          "zh-Hans": "完整可构建的源代码，附开源组件清单。",
        },
        purpose: "work",
        extensions: ["zip"],
        namePattern: "{code}-2-source.zip",
        ...slot,
      },
      {
        title: { en: "Slides, video and documents", "zh-Hans": "演示文稿、视频与文档" },
        description: {
          en: "Slides, a video of at most seven minutes, the design and test documents.",
          "zh-Hans": "PPT、不超过 7 分钟的演示视频、开发与测试说明书。",
        },
        purpose: "work",
        extensions: ["zip"],
        namePattern: "{code}-3-documents.zip",
        ...slot,
      },
      {
        title: { en: "Registration form and student cards", "zh-Hans": "报名表与学生证" },
        description: {
          en: "The signed form and a scan of each member's student card. Only organisers see it.",
          "zh-Hans": "签字的报名表和每位成员的学生证扫描件，仅主办方可见。",
        },
        purpose: "eligibility",
        extensions: ["zip"],
        namePattern: "{code}-4-proofs.zip",
        ...slot,
      },
    ],
  };
}
