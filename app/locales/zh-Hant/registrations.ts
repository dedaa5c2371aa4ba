import type { registrations as english } from "../en/registrations.ts";
import type { Translation } from "../reason.ts";

export const registrations: Translation<typeof english> = {
  register: {
    title: "報名參會",
    choose: "選擇票種",
    submit: "領取門票",
    signInFirst: "登入後報名",
    signInWhy: "門票與你的帳號綁定，在任何裝置上都能找到。",
    noKindsTitle: "報名尚未開放",
    noKinds: "主辦方尚未開放票種。",
    left_one: "剩餘 {{count}} 個名額",
    left_other: "剩餘 {{count}} 個名額",
    noLimit: "名額不限",
    opens: "{{when}} 開放",
    soldOut: "已滿",
    closed: "已截止",
  },
  ticket: {
    title: "門票",
    show: "入場時請出示此 QR 碼。",
    qrLabel: "門票 QR 碼 {{code}}",
    holder: "姓名",
    kind: "票種",
    code: "編號",
    cancelled: "此門票已取消。",
    seeAgenda: "查看議程",
    print: "列印",
  },
  refusals: {
    unverified: "請先驗證電子郵件：點選我們寄給你的郵件中的連結。",
    notOpen: "本屆論壇未開放報名。",
    noSuchKind: "請選擇一個票種。",
    notYet: "該票種尚未開放。",
    over: "該票種報名已截止。",
    soldOut: "最後一個名額剛剛被領走。",
  },
};
