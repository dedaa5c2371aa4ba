import type { judging as english } from "../en/judging.ts";
import type { Translation } from "../reason.ts";

export const judging: Translation<typeof english> = {
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
