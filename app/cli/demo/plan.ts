import {
  likeLastWeek,
  likeYesterday,
  type Method,
  similarHours,
  usualDay,
  weeklyMean,
  weeklyMeanAndWeather,
} from "./load/data.ts";
import type { Attempt } from "./practice.ts";
import type { School } from "./schools.ts";

/** A demo team: its captain's address, name and school, and the folders of its versions in digits/teams. */
export type Team = { key: string; name: string; captain: string; school?: School };

export const DIGIT_TEAMS: Team[] = [
  { key: "centroid", name: "重心 Centroid", captain: "高心怡" },
  { key: "bayes", name: "贝叶斯茶馆", captain: "许诺", school: "qinghe" },
  { key: "neighbours", name: "左邻右舍", captain: "马可为", school: "nanling" },
  { key: "logistic", name: "逻辑小队", captain: "何思远", school: "qinghe" },
  { key: "tree", name: "一棵树", captain: "罗一木" },
  { key: "forest", name: "Random Walkers", captain: "Maya Forest", school: "harbour" },
  { key: "vectors", name: "支持向量机床", captain: "谢向阳", school: "nanling" },
  { key: "network", name: "Deep Enough", captain: "Noah Deeper", school: "harbour" },
  // Its source is that of 逻辑小队 in other words: the report on similar sources finds it.
  { key: "echo", name: "回声", captain: "梁同声", school: "nanling" },
  { key: "broken", name: "再试一次", captain: "韩再试" },
  { key: "slow", name: "慢工出细活", captain: "冯缓" },
  { key: "hungry", name: "大胃王", captain: "唐多多", school: "qinghe" },
];

export const LOAD_TEAMS: (Team & { methods: Method[] })[] = [
  { key: "lotus", name: "荷塘数据", captain: "宋清", school: "qinghe", methods: [likeYesterday, weeklyMean] },
  {
    key: "grid",
    name: "电网新人",
    captain: "曹电",
    school: "beichen",
    methods: [likeLastWeek, weeklyMeanAndWeather],
  },
  { key: "summer", name: "盛夏", captain: "夏至", school: "nanling", methods: [similarHours] },
];

/** The organisers' own entries. */
export type OwnTeam = { key: string; name: string; kind: "baseline" | "reference" };
export const DIGIT_OWN: OwnTeam[] = [{ key: "baseline", name: "线性判别 LDA", kind: "baseline" }];
export const LOAD_OWN: (OwnTeam & { methods: Method[] })[] = [
  { key: "usual", name: "平常的一天 Usual day", kind: "reference", methods: [usualDay] },
];

/** Captains who practise too, each for themselves. */
export const PRACTITIONERS: { key: string; as: string; attempts: Attempt[] }[] = [
  { key: "practice-forest", as: "forest", attempts: ["kit", "votes"] },
  { key: "practice-lotus", as: "lotus", attempts: ["answers", "nearest"] },
  { key: "practice-tree", as: "tree", attempts: ["kit"] },
];

/** From when on the public sees no newer scores of the load competition, in seconds after the world stands. */
export const FREEZE_AFTER_S = 130;

export type Step = { afterS: number; team: string; version: number };

/** Who hands in what, and when, in seconds after the world stands: something moves every few seconds. */
export const DRIP: Step[] = [
  { afterS: 0, team: "centroid", version: 1 },
  { afterS: 2, team: "tree", version: 1 },
  { afterS: 4, team: "baseline", version: 1 },
  { afterS: 6, team: "lotus", version: 1 },
  { afterS: 8, team: "practice-forest", version: 1 },
  { afterS: 10, team: "bayes", version: 1 },
  { afterS: 17, team: "logistic", version: 1 },
  { afterS: 24, team: "forest", version: 1 },
  { afterS: 28, team: "usual", version: 1 },
  { afterS: 32, team: "broken", version: 1 },
  { afterS: 38, team: "grid", version: 1 },
  { afterS: 44, team: "network", version: 1 },
  { afterS: 50, team: "practice-lotus", version: 1 },
  { afterS: 54, team: "hungry", version: 1 },
  { afterS: 66, team: "neighbours", version: 1 },
  { afterS: 76, team: "slow", version: 1 },
  { afterS: 80, team: "bayes", version: 2 },
  { afterS: 96, team: "lotus", version: 2 },
  { afterS: 104, team: "practice-tree", version: 1 },
  { afterS: 112, team: "vectors", version: 1 },
  { afterS: 124, team: "tree", version: 2 },
  { afterS: 138, team: "logistic", version: 2 },
  { afterS: 144, team: "practice-lotus", version: 2 },
  { afterS: 150, team: "summer", version: 1 },
  { afterS: 160, team: "forest", version: 2 },
  { afterS: 168, team: "echo", version: 1 },
  { afterS: 174, team: "network", version: 2 },
  { afterS: 186, team: "slow", version: 2 },
  { afterS: 192, team: "practice-forest", version: 2 },
  { afterS: 198, team: "neighbours", version: 2 },
  { afterS: 208, team: "grid", version: 2 },
  { afterS: 216, team: "vectors", version: 2 },
  { afterS: 226, team: "broken", version: 2 },
  { afterS: 238, team: "hungry", version: 2 },
];
