import type { api as english } from "../en/api.ts";
import type { Translation } from "../reason.ts";

export const api: Translation<typeof english> = {
  refusals: {
    noSuchPath: "{{path}} 不存在。",
    noSuchBoard: "没有这个排行榜。",
    tokenNeeded: "此操作需要个人令牌：请通过“Authorization: Bearer …”发送。",
    unknownToken: "令牌无效、已被撤销或已过期。",
    scopeMissing: "该令牌缺少“{{scope}}”权限。",
    scopeTooWide: "令牌不能创建权限比自身更大的令牌。",
    ownerOnly: "只有本站所有者可以执行此操作。",
    badJson: "请求内容不是 JSON。",
    badField: "{{field}}：{{problem}}",
    noArchive: "请求内容为空：请直接发送 zip 文件。",
    tooLarge: "内容超过了允许的 {{bytes}} 字节。",
  },
};
