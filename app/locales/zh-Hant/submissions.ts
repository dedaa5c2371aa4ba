import type { submissions as english } from "../en/submissions.ts";
import type { Translation } from "../reason.ts";

export const submissions: Translation<typeof english> = {};
