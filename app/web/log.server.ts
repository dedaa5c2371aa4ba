import { pino } from "pino";
import { webConfig } from "../../config.ts";

/** Structured logs of the web process: one JSON object a line. */
export const log = pino({
  name: "web",
  level: webConfig().LOG_LEVEL,
  redact: ["req.headers.authorization", "req.headers.cookie", "password", "token"],
});
