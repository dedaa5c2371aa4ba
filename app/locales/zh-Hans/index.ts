import { agenda } from "./agenda.ts";
import { api } from "./api.ts";
import { competitions } from "./competitions.ts";
import { deliverables } from "./deliverables.ts";
import { discussions } from "./discussions.ts";
import { editor } from "./editor.ts";
import { entries } from "./entries.ts";
import { forums } from "./forums.ts";
import { imports } from "./imports.ts";
import { judging } from "./judging.ts";
import { leaderboards } from "./leaderboards.ts";
import { manage } from "./manage.ts";
import { notices } from "./notices.ts";
import { operations } from "./operations.ts";
import { organisations } from "./organisations.ts";
import { people } from "./people.ts";
import { queues } from "./queues.ts";
import { registrations } from "./registrations.ts";
import { similarity } from "./similarity.ts";
import { statistics } from "./statistics.ts";
import { submissions } from "./submissions.ts";
import { teams } from "./teams.ts";
import { ui } from "./ui.ts";

export const zhHans = {
  ui,
  people,
  manage,
  notices,
  organisations,
  teams,
  forums,
  agenda,
  imports,
  registrations,
  competitions,
  editor,
  entries,
  deliverables,
  discussions,
  submissions,
  queues,
  judging,
  operations,
  leaderboards,
  similarity,
  statistics,
  api,
} as const;
