import type { registrations as english } from "../en/registrations.ts";
import type { Translation } from "../reason.ts";

export const registrations: Translation<typeof english> = {
  register: {
    title: "报名参会",
    choose: "选择票种",
    submit: "领取门票",
    signInFirst: "登录后报名",
    signInWhy: "门票与你的账号绑定，在任何设备上都能找到。",
    noKindsTitle: "报名尚未开放",
    noKinds: "主办方暂未开放票种。",
    left_one: "剩余 {{count}} 个名额",
    left_other: "剩余 {{count}} 个名额",
    noLimit: "名额不限",
    opens: "{{when}} 开放",
    soldOut: "已满",
    closed: "已截止",
  },
  ticket: {
    title: "门票",
    show: "入场时请出示此二维码。",
    qrLabel: "门票二维码 {{code}}",
    holder: "姓名",
    kind: "票种",
    code: "编号",
    cancelled: "此门票已取消。",
    seeAgenda: "查看议程",
    print: "打印",
  },
  refusals: {
    unverified: "请先验证邮箱：点击我们发给你的邮件中的链接。",
    notOpen: "本届论坛未开放报名。",
    noSuchKind: "请选择一个票种。",
    notYet: "该票种尚未开放。",
    over: "该票种报名已截止。",
    soldOut: "最后一个名额刚刚被领走。",
  },
};
