import type { judging as english } from "../en/judging.ts";
import type { Translation } from "../reason.ts";

export const judging: Translation<typeof english> = {
  hosts: {
    title: "评测主机",
    lead: "运行提交的机器，以其最近一次上报为准。",
    queued: "排队中",
    running: "运行中",
    online: "在线主机",
    name: "主机",
    state: "状态",
    slots: "占用 / 并发数",
    labels: "标签",
    lastSeen: "最近上报",
    never: "从未",
    active: "在线",
    silent: "失联",
    draining: "停止接收",
    disabled: "已停用",
    noneTitle: "还没有评测主机接入",
    none: "在此之前，提交会一直排队。运行“npm run judge”即可启动一台。",
  },
  refusals: {
    unknownHost: "该令牌不属于任何启用中的评测主机。",
    unknownAttempt: "该主机没有这次评测尝试。",
    attemptEnded: "这次评测尝试已结束，或已由新的尝试接替，请放弃当前工作。",
    unknownFile: "这次评测不需要该文件。",
    artifactTooLarge: "文件超过 {{maxBytes}} 字节。",
    unreadable: "消息格式不符合约定：{{problem}}",
    unknownAddress: "该地址不存在。",
  },
};
