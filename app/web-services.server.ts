import type { Server } from "node:http";
import { sql } from "drizzle-orm";
import { db, disconnect } from "../db/connect.ts";
import { publishDue } from "./competitions/publish.server.ts";
import { REMIND_OF_DELIVERABLES, remindOfDeliverables } from "./entries/remind.server.ts";
import { startReaper } from "./judging/reap.server.ts";
import { startLive } from "./live/server.server.ts";
import { deliverNotice } from "./notices/deliver.server.ts";
import { DELIVER_NOTICE } from "./notices/send.server.ts";
import { expireUploads } from "./submissions/uploads.server.ts";
import { startJobs } from "./web/jobs.server.ts";

/** What runs in the web process beside answering requests. */
export async function startServices(server: Server): Promise<{ stop(): Promise<void> }> {
  const live = await startLive(server);
  const reaper = startReaper();
  const jobs = await startJobs(
    {
      [DELIVER_NOTICE]: deliverNotice,
      expire_uploads: async () => void (await expireUploads(new Date())),
      [REMIND_OF_DELIVERABLES]: async () => void (await remindOfDeliverables(new Date())),
      publish_due: async () => void (await publishDue(new Date())),
    },
    `7 * * * * expire_uploads\n*/5 * * * * ${REMIND_OF_DELIVERABLES}\n* * * * * publish_due`,
  );
  return {
    async stop() {
      await live.stop();
      await reaper.stop();
      await jobs.stop();
      await disconnect();
    },
  };
}

/** Throws unless the database answers. */
export async function readiness(): Promise<void> {
  await db.execute(sql`select 1`);
}
