// The API in a process of its own, for tests that kill it: tells its parent where it is.
import { serveApi } from "./api-server.ts";

const { url } = await serveApi();
process.send?.(url);
process.on("disconnect", () => process.exit());
