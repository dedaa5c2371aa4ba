type Text = { en: string; "zh-Hans": string; "zh-Hant"?: string };

const text = (en: string, hans: string, hant?: string): Text =>
  hant ? { en, "zh-Hans": hans, "zh-Hant": hant } : { en, "zh-Hans": hans };

/** The forum's texts: a demonstration, and it says so. */
export const FORUM = {
  slug: "large-model-plus",
  name: text("Large-scale AI Model+", "大模型+ 论坛", "大模型+ 論壇"),
  summary: text(
    "A yearly forum on large models in industry, research and teaching.",
    "面向产业、科研与教学的大模型年度论坛。",
    "面向產業、科研與教學的大模型年度論壇。",
  ),
};

const day = (from: Date, offset: number) =>
  new Date(from.getTime() + offset * 86_400_000).toISOString().slice(0, 10);

/** This year's edition, in four weeks, in Shanghai. */
export function edition(now: Date) {
  const year = now.getUTCFullYear();
  return {
    slug: String(year),
    name: text(`Large-scale AI Model+ ${year}`, `大模型+ 论坛 ${year}`, `大模型+ 論壇 ${year}`),
    summary: text(
      "Two days, three rooms: from training to the factory floor.",
      "两天，三个会场：从模型训练到产业一线。",
      "兩天，三個會場：從模型訓練到產業第一線。",
    ),
    description: text(
      "Talks, workshops and the final of two competitions. *This edition is a demonstration: its speakers are invented.*",
      "主题报告、工作坊与两项竞赛的决赛。*本届为演示：讲者均为虚构。*",
      "主題報告、工作坊與兩項競賽的決賽。*本屆為示範：講者皆為虛構。*",
    ),
    format: "hybrid",
    state: "published",
    venue: text("Demo Conference Centre, Shanghai", "上海 · 演示会议中心", "上海 · 示範會議中心"),
    timeZone: "Asia/Shanghai",
    startsOn: day(now, 28),
    endsOn: day(now, 29),
  };
}

const SPEAKERS: [key: string, name: string, affiliation: string][] = [
  ["lin", "林示例 Lin Shili", "示例大学 Example University"],
  ["chen", "陈演示 Chen Yanshi", "演示研究院 Demo Institute"],
  ["wang", "王样例 Wang Yangli", "样例科技 Sample Tech"],
  ["zhao", "赵虚构 Zhao Xugou", "示例大学 Example University"],
  ["doe", "Jane Doe", "Example Labs"],
  ["sun", "孙测试 Sun Ceshi", "测试医院 Test Hospital"],
  ["li", "李模拟 Li Moni", "模拟电力 Mock Power"],
  ["roe", "Richard Roe", "Demo Institute"],
  ["zhou", "周范例 Zhou Fanli", "范例职业学院 Model College"],
  ["wu", "吴草稿 Wu Caogao", "样例科技 Sample Tech"],
  ["zheng", "郑假设 Zheng Jiashe", "示例大学 Example University"],
  ["public", "John Q. Public", "Placeholder GmbH"],
];

type Line = [
  day: 0 | 1,
  from: string,
  until: string,
  room: "hall" | "a" | "b" | null,
  kind: string,
  track: "model" | "industry" | "teaching" | null,
  speakers: string[],
  en: string,
  hans: string,
];

// biome-ignore format: a timetable is read as a table
const TIMETABLE: Line[] = [
  [0, "09:00", "09:20", "hall", "ceremony", null, ["lin"], "Opening", "开幕式"],
  [0, "09:20", "10:10", "hall", "keynote", "model", ["chen"], "What scale bought us, and what it did not", "规模带来了什么，又没有带来什么"],
  [0, "10:10", "10:30", null, "break", null, [], "Coffee", "茶歇"],
  [0, "10:30", "11:15", "hall", "talk", "model", ["wang"], "Training on a thousand cheap cards", "在一千张普通显卡上训练"],
  [0, "10:30", "11:15", "a", "talk", "industry", ["li"], "AI+carbon: forecasting a campus's load", "AI+双碳：园区负荷预测"],
  [0, "10:30", "12:00", "b", "workshop", "teaching", ["zhou", "wu"], "Your first submission to a judge", "第一次提交：从代码到排行榜"],
  [0, "11:15", "12:00", "hall", "talk", "model", ["doe"], "Evaluation that does not leak", "不泄漏的评测"],
  [0, "11:15", "12:00", "a", "talk", "industry", ["sun"], "AI+biomedicine: reading slides with care", "AI+生物医药：谨慎地阅读切片"],
  [0, "12:00", "13:30", null, "break", null, [], "Lunch", "午餐"],
  [0, "13:30", "14:30", "hall", "panel", "industry", ["lin", "roe", "li"], "Who pays for inference?", "推理成本由谁承担？"],
  [0, "13:30", "15:00", "a", "workshop", "model", ["zheng"], "Retrieval from scratch", "从零开始做检索增强"],
  [0, "13:30", "15:00", "b", "poster", "teaching", [], "Posters of student teams", "学生团队海报展示"],
  [0, "14:30", "15:00", "hall", "talk", "model", ["public"], "Small models at the edge", "端侧小模型"],
  [0, "15:00", "15:30", null, "break", null, [], "Tea", "茶歇"],
  [0, "15:30", "17:30", "hall", "final", "teaching", ["chen", "zhao"], "Final: Handwritten digits", "决赛：手写数字识别"],
  [0, "15:30", "16:15", "a", "talk", "industry", ["wu"], "AI+city: lights that wait for people", "AI+城市：会等人的信号灯"],
  [1, "09:00", "09:50", "hall", "keynote", "industry", ["roe"], "From pilot to plant", "从试点到工厂"],
  [1, "09:50", "10:10", null, "break", null, [], "Coffee", "茶歇"],
  [1, "10:10", "12:10", "hall", "final", "industry", ["li", "zhao"], "Final: Software Cup A3", "决赛：软件杯 A3 赛题"],
  [1, "10:10", "11:00", "a", "talk", "model", ["doe"], "Aligning without an army of raters", "不靠人海战术的对齐"],
  [1, "10:10", "11:40", "b", "workshop", "teaching", ["zhou"], "Teaching with real cases", "用真实案例教学"],
  [1, "11:00", "11:50", "a", "talk", "model", ["sun", "zheng"], "When the data are confidential", "当数据不能离开医院"],
  [1, "12:10", "13:30", null, "break", null, [], "Lunch", "午餐"],
  [1, "13:30", "14:15", "hall", "talk", "teaching", ["zhao"], "A curriculum for model engineers", "大模型工程师的课程体系"],
  [1, "13:30", "14:15", "a", "talk", "industry", ["public"], "Contracts for open weights", "开放权重的合同问题"],
  [1, "14:15", "15:00", "hall", "panel", "teaching", ["lin", "zhou", "wang"], "What graduates should know", "毕业生应当会什么"],
  [1, "15:00", "16:00", "hall", "ceremony", null, ["lin"], "Awards and closing", "颁奖与闭幕"],
];

/** The whole agenda of that edition. */
export function agenda(startsOn: string) {
  const date = (offset: number) => day(new Date(`${startsOn}T00:00:00Z`), offset);
  return {
    rooms: [
      { key: "hall", name: text("Main hall", "主会场", "主會場"), capacity: 400 },
      { key: "a", name: text("Room A", "A 会议室", "A 會議室"), capacity: 120 },
      { key: "b", name: text("Room B", "B 会议室", "B 會議室"), capacity: 60 },
    ],
    tracks: [
      { key: "model", name: text("Models", "模型与训练"), hue: 255 },
      { key: "industry", name: text("Industry", "产业应用"), hue: 165 },
      { key: "teaching", name: text("Teaching", "教学与竞赛"), hue: 35 },
    ],
    speakers: SPEAKERS.map(([key, name, affiliation]) => ({
      key,
      name,
      affiliation,
      biography: text("An invented speaker of the demonstration.", "演示用的虚构讲者。"),
    })),
    sessions: TIMETABLE.map(([offset, from, until, room, kind, track, speakers, en, hans]) => ({
      kind,
      title: text(en, hans),
      track: track ?? undefined,
      speakers,
      room: room ?? undefined,
      startsAt: `${date(offset)}T${from}:00+08:00`,
      endsAt: `${date(offset)}T${until}:00+08:00`,
    })),
  };
}

export const TICKET = { name: text("Both days", "两日通票", "兩日通票"), capacity: 300 };
