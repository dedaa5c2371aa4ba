import { sql } from "drizzle-orm";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { aPerson } from "./people.ts";

/** Rows of each large table. */
export const MANY = 20_000;
/** Rows of them that belong to the small competition. */
const FEW = 40;

const id = (what: string, number: string) => `md5('${what}' || ${number})::uuid`;
const HASH = "0".repeat(64);

/** The i-th row belongs to the small competition up to FEW, else to the large one. */
const OF = `case when i <= ${FEW} then 'small' else 'large' end`;
const competitionOf = `md5('competition' || ${OF})::uuid`;
const phaseOf = `md5('phase' || ${OF})::uuid`;
const all = `generate_series(1, ${MANY}) i`;
const STATES = `(array['scored', 'scored', 'scored', 'failed', 'cancelled', 'queued', 'held'])[1 + i % 7]`;
const AT = `timestamptz '2026-01-01' + i * interval '1 minute'`;

/**
 * A large competition and a small one that share the tables: ${MANY} people, teams, entries, submissions, runs,
 * scores, files, questions, threads, posts, reports, announcements, rejudges, pairs and mails. Set-based: seconds.
 */
export async function manyRows() {
  const statements = [
    `insert into blobs (hash, size) values ('${HASH}', 1) on conflict do nothing`,
    `insert into competitions (id, slug, title, state, published_at, discussions_enabled)
      select ${id("competition", "n")}, n, '{"en": "Many"}', 'published', now(), true
      from unnest(array['large', 'small']) n`,
    `insert into competitions (slug, title, state, published_at)
      select 'other-' || i, '{"en": "Other"}', 'published', now() from generate_series(1, 200) i`,
    `insert into phases (id, competition_id, position, name, starts_at)
      select ${id("phase", "n")}, ${id("competition", "n")}, 0, '{"en": "Final"}', '2026-01-01'
      from unnest(array['large', 'small']) n`,
    `insert into tasks (id, competition_id, position, name, scoring_program)
      select ${id("task", "n")}, ${id("competition", "n")}, 0, '{"en": "Task"}', '${HASH}'
      from unnest(array['large', 'small']) n`,
    `insert into phase_tasks (phase_id, task_id, position)
      select ${id("phase", "n")}, ${id("task", "n")}, 0 from unnest(array['large', 'small']) n`,
    `insert into metrics (id, competition_id, key, title, position, sorting, precision)
      select ${id("metric", "n")}, ${id("competition", "n")}, 'accuracy', 'Accuracy', 0, 'desc', 2
      from unnest(array['large', 'small']) n`,
    `insert into boards (id, competition_id, phase_id, title, submission_rule)
      select ${id("board", "n")}, ${id("competition", "n")}, ${id("phase", "n")}, 'Results', 'Force_Best'
      from unnest(array['large', 'small']) n`,
    `insert into people (id, name, email, email_verified)
      select ${id("person", "i")}, 'Person ' || i, 'p' || i || '@example.org', true from ${all}`,
    `insert into organisations (id, slug, kind, name, search_name, approved, created_at)
      select ${id("organisation", "i")}, 'school-' || i, 'school', '{"en": "School"}', 'school ' || i, i > ${FEW}, ${AT}
      from ${all}`,
    `insert into organisation_members (organisation_id, person_id, state, created_at)
      select ${id("organisation", "i")}, ${id("person", "i")}, case when i % 4 = 0 then 'pending' else 'verified' end, ${AT}
      from ${all}`,
    `insert into teams (id, name, invite_code) select ${id("team", "i")}, 'Team ' || i, 'code ' || i from ${all}`,
    `insert into team_members (team_id, person_id, role)
      select ${id("team", "i")}, ${id("person", "i")}, 'captain' from ${all}`,
    `insert into entries (id, competition_id, team_id, organisation_id, name_key, code, state, rules_version, created_at)
      select ${id("entry", "i")}, ${competitionOf}, ${id("team", "i")}, ${id("organisation", "i % 50 + 1")},
        'team ' || i, 'T-' || lpad(i::text, 5, '0'), case when i % 10 = 0 then 'pending' else 'accepted' end, 1, ${AT}
      from ${all}`,
    `insert into deliverable_slots (id, competition_id, position, title, max_bytes, required)
      select ${id("slot", "n")}, ${id("competition", "n")}, 0, '{"en": "Code"}', 1000, true
      from unnest(array['large', 'small']) n`,
    `insert into deliverables (slot_id, entry_id, version, blob_hash, file_name, size, created_at)
      select md5('slot' || ${OF})::uuid, ${id("entry", "i")}, 1, '${HASH}', 'a.zip', 1, ${AT}
      from ${all} where i % 3 > 0`,
    `insert into submissions (id, competition_id, phase_id, entry_id, person_id, number, blob_hash, file_name, state,
        cause, counts, submitted_at)
      select ${id("submission", "i")}, ${competitionOf}, ${phaseOf}, ${id("entry", "i % 2000 + 1")},
        ${id("person", "i")}, i, '${HASH}', 'a.zip', ${STATES}, case when i % 700 = 3 then 'judge_broke' when i % 7 = 3 then 'timed_out' end, i % 50 > 0, ${AT}
      from ${all}`,
    `insert into runs (id, submission_id, task_id, entry_id, competition_id, state, queued_at, started_at, finished_at)
      select ${id("run", "i")}, ${id("submission", "i")}, md5('task' || ${OF})::uuid, ${id("entry", "i % 2000 + 1")},
        ${competitionOf}, case when ${STATES} = 'held' then 'held' else 'scored' end, ${AT},
        ${AT}, ${AT} + interval '1 minute'
      from ${all}`,
    `insert into scores (run_id, metric_id, value)
      select ${id("run", "i")}, md5('metric' || ${OF})::uuid, i from ${all}`,
    `insert into quota_grants (entry_id, phase_id, more_total, reason, created_at)
      select ${id("entry", "i")}, ${phaseOf}, 1, 'why', ${AT} from ${all}`,
    `insert into clarifications (competition_id, entry_id, person_id, question, answer, is_public, answered_at, created_at)
      select ${competitionOf}, ${id("entry", "i % 2000 + 1")}, ${id("person", "i")}, 'why', case when i % 5 > 0 then 'so' end,
        i % 2 = 0, case when i % 5 > 0 then ${AT} end, ${AT}
      from ${all}`,
    `insert into announcements (competition_id, title, body, pinned, published_at, updated_at)
      select ${competitionOf}, '{"en": "News"}', '{"en": "News"}', i % 5000 = 0, case when i % 20 > 0 then ${AT} end, ${AT}
      from ${all}`,
    `insert into threads (id, competition_id, task_id, title, person_id, pinned, created_at, last_post_at)
      select ${id("thread", "i")}, ${competitionOf}, md5('task' || ${OF})::uuid, 'Thread', ${id("person", "i")}, i % 5000 = 0,
        ${AT}, ${AT}
      from ${all}`,
    `insert into posts (id, thread_id, number, person_id, body, created_at)
      select ${id("post", "i")}, ${id("thread", "case when i <= 10000 then 100 when i > 19980 then 1 else i end")}, i, ${id("person", "i")}, 'Hello', ${AT}
      from ${all}`,
    `insert into post_reports (post_id, person_id, reason, created_at, settled_at)
      select ${id("post", "i")}, ${id("person", "i")}, 'spam', ${AT}, case when i % 1000 > 0 then ${AT} end from ${all}`,
    `insert into rejudges (id, competition_id, reason, state, created_at)
      select ${id("rejudge", "i")}, ${competitionOf}, 'why', 'approved', ${AT} from ${all}`,
    `insert into similarity_reports (id, competition_id, phase_id, state, created_at)
      select ${id("report", "n")}, ${id("competition", "n")}, ${id("phase", "n")}, 'ready', now()
      from unnest(array['large', 'small']) n`,
    `insert into similarity_pairs (report_id, left_id, right_id, similarity, longest, fragments)
      select md5('report' || ${OF})::uuid, ${id("submission", "i")}, ${id("submission", "i % 2000 + 1")}, 1.0 / i, 1, '[]'
      from ${all}`,
    `insert into notices (kind, "to", locale, subject, text, created_at, person_id, read_at)
      select 'test', 'p' || i || '@example.org', 'en', 'Hello', 'Hello', ${AT}, ${id("person", "i % 500 + 1")},
        case when i % 3 > 0 then ${AT} end from ${all}`,
    `insert into uploads (person_id, file_name, size, blob_hash, place, created_at)
      select ${id("person", "i % 500 + 1")}, 'a.zip', 1, '${HASH}', '/competitions/large/submit', ${AT} from ${all}`,
    `insert into audit_events (at, act, competition_id, subject_id)
      select ${AT}, 'entry.decided', ${competitionOf}, ${id("entry", "i % 2000 + 1")} from ${all}`,
    "analyze",
  ];
  for (const statement of statements) await db.execute(sql.raw(statement));
  const owner = (await aPerson({ role: "owner" })).viewer;
  const [ids] = await db.execute<{
    large: string;
    small: string;
    captainOfLarge: string;
    captainOfSmall: string;
    longThread: string;
    shortThread: string;
  }>(
    sql.raw(`select ${id("competition", "'large'")} as large, ${id("competition", "'small'")} as small,
      ${id("person", "1001")} as "captainOfLarge", ${id("person", "20")} as "captainOfSmall",
      ${id("thread", "100")} as "longThread", ${id("thread", "1")} as "shortThread"`),
  );
  const { captainOfLarge, captainOfSmall, ...found } = ids!;
  return { ...found, owner, team: { large: captain(captainOfLarge), small: captain(captainOfSmall) } };
}

const captain = (personId: string): SignedInViewer => ({
  person: {
    id: personId,
    name: "Captain",
    email: "captain@example.org",
    verified: true,
    locale: null,
    timeZone: null,
  },
  grants: [],
  tokenScopes: null,
});
