/** What the organiser tells everybody in the digits competition. */
export const ANNOUNCEMENT = {
  title: {
    en: "Welcome, and where to begin",
    "zh-Hans": "欢迎参赛：从哪里开始",
    "zh-Hant": "歡迎參賽：從哪裡開始",
  },
  body: {
    en: "A zip with `model.py` at its root is all you need. Ties are decided by **duration**, so a fast model pays.",
    "zh-Hans": "只需提交一个根目录含有 `model.py` 的 zip 文件。同分时比较**用时**，快的模型占优。",
    "zh-Hant": "只需提交一個根目錄含有 `model.py` 的 zip 檔。同分時比較**用時**，快的模型佔優。",
  },
};

type Question = { team: string; question: string; answer?: string };

/** What captains ask: one answered to everybody, one still open in the organisers' queue. */
export const QUESTIONS: Question[] = [
  {
    team: "forest",
    question: "May a model use several threads?",
    answer: "Yes. The limits count CPU time and memory of all threads together.",
  },
  { team: "bayes", question: "能否在训练时对图片做旋转等数据增强？" },
];

/** A draft of another shape, to try the editor on: it has tracks and deliverables. */
export const CUP = {
  template: "software_cup",
  slug: "software-cup-demo",
  title: { en: "Software Cup (draft)", "zh-Hans": "软件杯（草稿）", "zh-Hant": "軟體盃（草稿）" },
  timeZone: "Asia/Shanghai",
};

/** Which submissions are judged again when all have been handed in, and why. */
export const REJUDGE = {
  reason: "复核最早的四份提交",
  numbers: "1-4",
};
