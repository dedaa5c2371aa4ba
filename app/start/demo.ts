// The demo's process: a client of the API that fills an empty Podium, told by the supervisor where it is.
import { runDemo } from "../cli/demo/run-demo.ts";
import type { WorldNews, WorldOrder } from "./make-world.ts";

const tell = (news: WorldNews) => new Promise<void>((sent) => process.send?.(news, () => sent()));

process.once("message", async (order: WorldOrder) => {
  try {
    await runDemo({
      ...order,
      say: (line) => void tell({ say: line }),
      ready: (signIns) => tell({ ready: signIns }),
    });
    await tell({ finished: true });
  } catch (error) {
    await tell({ failed: (error as Error).stack ?? String(error) });
  }
  process.disconnect();
});
