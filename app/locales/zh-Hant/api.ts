import type { api as english } from "../en/api.ts";
import type { Translation } from "../reason.ts";

export const api: Translation<typeof english> = {
  refusals: {
    noSuchPath: "{{path}} 不存在。",
    noSuchBoard: "沒有這個排行榜。",
    tokenNeeded: "此操作需要個人權杖：請以「Authorization: Bearer …」傳送。",
    unknownToken: "權杖無效、已被撤銷或已過期。",
    scopeMissing: "此權杖缺少「{{scope}}」權限。",
    scopeTooWide: "權杖不能建立權限比自身更大的權杖。",
    ownerOnly: "只有本站擁有者可以執行此操作。",
    badJson: "請求內容不是 JSON。",
    badField: "{{field}}：{{problem}}",
    noArchive: "請求內容為空：請直接傳送 zip 檔案。",
    tooLarge: "內容超過了允許的 {{bytes}} 位元組。",
  },
};
