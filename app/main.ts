import { webConfig } from "../config.ts";
import { createHttp } from "./web/http.server.ts";
import { log } from "./web/log.server.ts";

/** How long a stop may take before the process leaves anyway. */
const STOP_WITHIN_MS = 10_000;

const config = webConfig();
const began = performance.now();
const http = await createHttp(config);
await http.listen();
log.info(
  { ms: Math.round(performance.now() - began), port: config.PORT },
  `Podium is at ${config.PUBLIC_URL}`,
);
process.send?.("ready");

let stopping = false;
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await http.close();
  log.info({ reason }, "stopped");
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(signal));
// Whoever started this process is gone: do not stay behind.
process.on("disconnect", () => void stop("the supervisor is gone"));
