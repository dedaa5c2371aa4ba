import type { Executor } from "../../db/connect.ts";
import { addJob } from "../web/jobs.server.ts";

/** The job that goes on with what a request began: app/leaderboards/go-on-with-rejudges.server.ts. */
export const GO_ON_WITH_REJUDGE = "go_on_with_rejudge";

/** Lets a job go on with a rejudge that is too large for the request; once, however often it is asked for. */
export const goOnLater = (executor: Executor, rejudgeId: string): Promise<void> =>
  addJob(executor, GO_ON_WITH_REJUDGE, { rejudgeId }, `${GO_ON_WITH_REJUDGE} ${rejudgeId}`);
