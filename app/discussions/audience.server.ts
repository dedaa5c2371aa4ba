import { and, asc, count, eq, gt, ne, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { people } from "../../db/schema/index.ts";
import type { SUBSCRIPTION_TOPICS } from "../../db/vocabulary.ts";

/** Whom a message is for: whoever wants its topic. Of announcements, members of teams hear unless they said no; of what waits for organisers, they do. */
export type Audience = {
  competitionId: string;
  topic: (typeof SUBSCRIPTION_TOPICS)[number];
  threadId: string | null;
  /** The author, who knows it. */
  except?: string | null;
  /** The team that was told by a mail of its own. */
  exceptEntry?: string | null;
};

const said = (a: Audience, wanted: boolean) => sql`select s.person_id from subscriptions s
  where s.competition_id = ${a.competitionId} and s.topic = ${a.topic}
    and s.thread_id is not distinct from ${a.threadId}::uuid and s.wanted = ${wanted}`;

function members(a: Audience): SQL {
  return sql`select m.person_id from team_members m join entries e on e.team_id = m.team_id
    where e.competition_id = ${a.competitionId} and e.state in ('accepted', 'pending')`;
}

/** Who organises the competition itself; of the installation's organisers, those that asked to be told. */
function organisers(a: Audience): SQL {
  return sql`select g.person_id from grants g where g.role in ('owner', 'organiser')
    and g.scope = 'competition' and g.scope_id = ${a.competitionId}`;
}

function organising(a: Audience): SQL {
  return sql`(${people.id} in (${organisers(a)}) and ${people.id} not in (${said(a, false)})
    or ${people.id} in (${said(a, true)}) and exists (select 1 from grants g where g.person_id = ${people.id}
      and g.scope = 'installation' and g.role in ('owner', 'organiser')))`;
}

function chosen(a: Audience): SQL | undefined {
  const wants = sql`${people.id} in (${said(a, true)})`;
  return and(
    eq(people.emailVerified, true),
    a.topic === "organising"
      ? organising(a)
      : a.topic === "announcements"
        ? sql`(${wants} or (${people.id} in (${members(a)}) and ${people.id} not in (${said(a, false)})))`
        : wants,
    a.except ? ne(people.id, a.except) : undefined,
    a.exceptEntry
      ? sql`not exists (select 1 from team_members m join entries e on e.team_id = m.team_id
          where e.id = ${a.exceptEntry} and m.person_id = ${people.id})`
      : undefined,
  );
}

/** How many people a message would go to now. */
export async function audienceSize(a: Audience): Promise<number> {
  const [row] = await db.select({ n: count() }).from(people).where(chosen(a));
  return row?.n ?? 0;
}

/** The next people of an audience after one of them, by id. */
export const audienceAfter = (executor: Executor, a: Audience, after: string | null, most: number) =>
  executor
    .select({ id: people.id, email: people.email, locale: people.locale })
    .from(people)
    .where(and(chosen(a), after ? gt(people.id, after) : undefined))
    .orderBy(asc(people.id))
    .limit(most);
