import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { grants, people } from "../../db/schema/index.ts";

/** Who organises the competition itself and confirmed their address, to be mailed what only they can mend. */
export const organisersOf = (executor: Executor, competitionId: string) =>
  executor
    .selectDistinct({ id: people.id, email: people.email, locale: people.locale })
    .from(grants)
    .innerJoin(people, eq(people.id, grants.personId))
    .where(
      and(
        eq(grants.scope, "competition"),
        eq(grants.scopeId, competitionId),
        inArray(grants.role, ["owner", "organiser"]),
        eq(people.emailVerified, true),
      ),
    );
