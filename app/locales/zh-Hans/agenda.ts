import type { agenda as english } from "../en/agenda.ts";
import type { Translation } from "../reason.ts";

export const agenda: Translation<typeof english> = {
  title: "议程",
  day: "第 {{number}} 天",
  grid: "按会场",
  list: "按时间",
  allRooms: "全体",
  timesIn: "时区：{{timeZone}}",
  yourTime: "你当地 {{time}}",
  time: "时间",
  emptyTitle: "议程正在制定中",
  empty: "确定后将在此公布，不影响报名。",
  cancelled: "已取消",
  kind: {
    talk: "报告",
    keynote: "主旨报告",
    panel: "圆桌",
    workshop: "工作坊",
    poster: "海报",
    final: "决赛",
    break: "休息",
    ceremony: "典礼",
  },
  refusals: {
    keyTwice: "标识“{{key}}”重复。",
    nothingToRelease: "草稿与已公布的议程相同，无需重新公布。",
    endsBeforeStart: "“{{title}}”的结束时间早于开始时间。",
    unknownKey: "“{{title}}”引用了未定义的“{{key}}”。",
    roomTwice: "“{{first}}”与“{{second}}”同时占用会场 {{about}}。",
    speakerTwice: "“{{first}}”与“{{second}}”的讲者 {{about}} 时间冲突。",
  },
};
