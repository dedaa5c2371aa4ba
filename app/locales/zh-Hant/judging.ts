import type { judging as english } from "../en/judging.ts";
import type { Translation } from "../reason.ts";

export const judging: Translation<typeof english> = {
  hosts: {
    title: "評測主機",
    lead: "執行提交的機器，以其最近一次回報為準。",
    queued: "排隊中",
    running: "執行中",
    online: "連線中的主機",
    name: "主機",
    state: "狀態",
    slots: "使用中 / 並行數",
    labels: "標籤",
    lastSeen: "最近回報",
    never: "從未",
    active: "連線中",
    silent: "失聯",
    draining: "停止接收",
    disabled: "已停用",
    noneTitle: "尚無評測主機連線",
    none: "在此之前，提交會持續排隊。執行「npm run judge」即可啟動一台。",
  },
  refusals: {
    unknownHost: "此權杖不屬於任何啟用中的評測主機。",
    unknownAttempt: "此主機沒有這次評測。",
    attemptEnded: "這次評測已結束，或已由新的一次接手，請放棄目前的工作。",
    unknownFile: "這次評測不需要該檔案。",
    artifactTooLarge: "檔案超過 {{maxBytes}} 位元組。",
    unreadable: "訊息格式不符合約定：{{problem}}",
    unknownAddress: "此位址不存在。",
  },
};
