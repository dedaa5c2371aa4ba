import type { judging as english } from "../en/judging.ts";
import type { Translation } from "../reason.ts";

export const judging: Translation<typeof english> = {
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
