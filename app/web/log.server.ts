import { pino } from "pino";
import { webConfig } from "../../config.ts";

/** The web process's log: one JSON object a line, secrets never. */
export const log = pino({
  level: webConfig().LOG_LEVEL,
  redact: ["password", "token", "authorization", "cookie", "*.password", "*.token", "*.authorization", "*.cookie"],
});
