import type { agenda as english } from "../en/agenda.ts";
import type { Translation } from "../reason.ts";

export const agenda: Translation<typeof english> = {
  title: "議程",
  day: "第 {{number}} 天",
  grid: "依會場",
  list: "依時間",
  allRooms: "全體",
  timesIn: "時區：{{timeZone}}",
  yourTime: "你當地 {{time}}",
  time: "時間",
  emptyTitle: "議程正在制定中",
  empty: "確定後將在此公布，不影響報名。",
  cancelled: "已取消",
  kind: {
    talk: "報告",
    keynote: "主題演講",
    panel: "圓桌",
    workshop: "工作坊",
    poster: "海報",
    final: "決賽",
    break: "休息",
    ceremony: "典禮",
  },
  refusals: {
    keyTwice: "識別碼「{{key}}」重複。",
    nothingToRelease: "草稿與已公布的議程相同，無須重新公布。",
    endsBeforeStart: "「{{title}}」的結束時間早於開始時間。",
    unknownKey: "「{{title}}」引用了未定義的「{{key}}」。",
    roomTwice: "「{{first}}」與「{{second}}」同時佔用會場 {{about}}。",
    speakerTwice: "「{{first}}」與「{{second}}」的講者 {{about}} 時間衝突。",
  },
};
