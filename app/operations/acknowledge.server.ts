import { and, eq, isNull } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { judgeAlerts } from "../../db/schema/index.ts";
import { mayOperate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Says to other operators that the viewer looks after an open alert; whoever said so last is shown. */
export async function acknowledgeAlert({
  viewer,
  id,
  now,
}: {
  viewer: SignedInViewer;
  id: string;
  now: Date;
}): Promise<Outcome<null>> {
  if (!mayOperate(viewer)) return refused("forbidden", "judging.refusals.ownersOnly");
  const [seen] = isUuid(id)
    ? await db
        .update(judgeAlerts)
        .set({ seenAt: now, seenBy: viewer.person.id })
        .where(and(eq(judgeAlerts.id, id), isNull(judgeAlerts.closedAt)))
        .returning({ id: judgeAlerts.id })
    : [];
  return seen ? done(null) : refused("not_found", "operations.refusals.noAlert");
}
