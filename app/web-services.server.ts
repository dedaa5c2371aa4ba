import type { Server } from "node:http";
import { sql } from "drizzle-orm";
import { db, disconnect, listen } from "../db/connect.ts";
import { TELL_OF_RELEASE, tellOfRelease } from "./agenda/tell.server.ts";
import { publishDue } from "./competitions/publish.server.ts";
import { REPLAN_WAITING, replanAllWaiting } from "./competitions/replan-waiting.server.ts";
import { TELL_SUBSCRIBERS, tell } from "./discussions/tell.server.ts";
import { mailOrganisers, TELL_ORGANISERS } from "./discussions/tell-organisers.server.ts";
import { REMIND_OF_DELIVERABLES, remindOfDeliverables } from "./entries/remind.server.ts";
import { GO_ON_WITH_REJUDGE } from "./judging/go-on-later.server.ts";
import { startReaper } from "./judging/reap.server.ts";
import { judgeStanding } from "./judging/standing.server.ts";
import { goOnWithRejudge, goOnWithRejudges } from "./leaderboards/go-on-with-rejudges.server.ts";
import { startLive } from "./live/server.server.ts";
import { deliverNotice } from "./notices/deliver.server.ts";
import { forgetNotices } from "./notices/forget.server.ts";
import { DELIVER_NOTICE } from "./notices/send.server.ts";
import { alertsStanding } from "./operations/overview.server.ts";
import { WATCH_JUDGING, watchJudging } from "./operations/watch.server.ts";
import { endLostReports } from "./similarity/end-lost.server.ts";
import { COMPARE_SOURCES, compareSources } from "./similarity/report.server.ts";
import { migratePhases } from "./submissions/migrate.server.ts";
import { sweep } from "./submissions/sweep.server.ts";
import { jobsStanding, startJobs } from "./web/jobs.server.ts";
import { exposition } from "./web/metrics.server.ts";

let watchers = () => 0;

/** What runs in the web process beside answering requests. */
export async function startServices(server: Server): Promise<{ stop(): Promise<void> }> {
  const live = await startLive(server);
  watchers = live.watchers;
  const reaper = startReaper();
  const jobs = await startJobs(
    {
      [DELIVER_NOTICE]: deliverNotice,
      [TELL_OF_RELEASE]: tellOfRelease,
      [TELL_SUBSCRIBERS]: tell,
      [TELL_ORGANISERS]: mailOrganisers,
      [REMIND_OF_DELIVERABLES]: async () => void (await remindOfDeliverables(new Date())),
      [WATCH_JUDGING]: () => watchJudging(new Date()),
      [COMPARE_SOURCES]: compareSources,
      end_lost_reports: async () => void (await endLostReports(new Date())),
      [GO_ON_WITH_REJUDGE]: async (payload) =>
        goOnWithRejudge((payload as { rejudgeId: string }).rejudgeId, new Date()),
      go_on_with_rejudges: () => goOnWithRejudges(new Date()),
      [REPLAN_WAITING]: (payload) => replanAllWaiting((payload as { competitionId: string }).competitionId),
      publish_due: async () => void (await publishDue(new Date())),
      sweep_store: () => sweep(new Date()),
      forget_notices: async () => void (await forgetNotices(new Date())),
      migrate_phases: async () => void (await migratePhases(new Date())),
    },
    [
      "7 * * * * sweep_store",
      "17 3 * * * forget_notices",
      `*/5 * * * * ${REMIND_OF_DELIVERABLES}`,
      `* * * * * ${WATCH_JUDGING}`,
      "* * * * * publish_due",
      "* * * * * end_lost_reports",
      "* * * * * migrate_phases",
      "* * * * * go_on_with_rejudges",
    ].join("\n"),
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

/** What Prometheus asks for: this process's counts, and how queue, hosts, jobs and watchers stand. */
export const metrics = (now: Date) =>
  exposition(async () => [
    ...(await judgeStanding(now)),
    await alertsStanding(),
    await jobsStanding(),
    {
      name: "podium_live_sockets",
      help: "Browsers that watch live",
      labelNames: [],
      values: [{ labels: {}, value: watchers() }],
    },
  ]);

/** Throws unless the database answers. */
export async function readiness(): Promise<void> {
  await db.execute(sql`select 1`);
}

/**
 * Hears of everything that public pages show. `allChanged` is called whenever the listening connection was
 * made anew: what happened meanwhile was not heard.
 */
export async function hearPageChanges(pages: {
  changed(topic: string): void;
  allChanged(): void;
}): Promise<() => Promise<void>> {
  const unlisten = await Promise.all([
    listen(
      "page_changed",
      ({ topic }) => pages.changed(topic),
      () => pages.allChanged(),
    ),
    listen("board_changed", ({ boardId }) => pages.changed(`board:${boardId}`)),
  ]);
  return async () => void (await Promise.all(unlisten.map((end) => end())));
}
