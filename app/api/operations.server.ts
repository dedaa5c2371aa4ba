import { agendaOperations } from "./agendas.server.ts";
import { boardOperations } from "./boards.server.ts";
import { competitionImageOperations } from "./competition-images.server.ts";
import { competitionOperations } from "./competitions.server.ts";
import { deliverableOperations } from "./deliverables.server.ts";
import { discussOperations } from "./discuss.server.ts";
import { entryOperations } from "./entries.server.ts";
import { forumOperations } from "./forums.server.ts";
import { hostOperations } from "./hosts.server.ts";
import { imageOperations } from "./images.server.ts";
import { insightOperations } from "./insight.server.ts";
import { leaderboardOperations } from "./leaderboards.server.ts";
import { manageOperations } from "./manage.server.ts";
import { noticeOperations } from "./notices.server.ts";
import type { Operation } from "./operation.ts";
import { organisationOperations } from "./organisations.server.ts";
import { pageOperations } from "./pages.server.ts";
import { peopleOperations } from "./people.server.ts";
import { phaseOperations } from "./phases.server.ts";
import { queueOperations } from "./queues.server.ts";
import { rejudgeOperations } from "./rejudges.server.ts";
import { reproductionOperations } from "./reproductions.server.ts";
import { reviewOperations } from "./review.server.ts";
import { setupOperations } from "./setup.server.ts";
import { submissionOperations } from "./submissions.server.ts";
import { talkOperations } from "./talk.server.ts";
import { teamOperations } from "./teams.server.ts";
import { tokenOperations } from "./tokens.server.ts";

/** Every operation of the API: the router, the checks and the document read this one list. */
export const operations: readonly Operation[] = [
  ...setupOperations,
  ...tokenOperations,
  ...peopleOperations,
  ...noticeOperations,
  ...competitionOperations,
  ...manageOperations,
  ...competitionImageOperations,
  ...pageOperations,
  ...phaseOperations,
  ...entryOperations,
  ...teamOperations,
  ...reviewOperations,
  ...organisationOperations,
  ...deliverableOperations,
  ...submissionOperations,
  ...reproductionOperations,
  ...leaderboardOperations,
  ...boardOperations,
  ...insightOperations,
  ...rejudgeOperations,
  ...talkOperations,
  ...discussOperations,
  ...forumOperations,
  ...agendaOperations,
  ...queueOperations,
  ...imageOperations,
  ...hostOperations,
];
