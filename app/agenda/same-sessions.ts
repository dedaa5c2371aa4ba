import type { AgendaDocument } from "./forms.ts";

type Known = { uid: string; number: number; title: Record<string, string | undefined> };

const titleOf = (title: Known["title"]) => Object.values(title).find(Boolean) ?? "";

/**
 * What each session of a document is called from now on: by its key, else as the known session of the same title that
 * no other is, else by a new uid. Known ones keep their numbers; a new one gets what it asks for where that is free,
 * else the next. `known` are those of the draft and of the last release, so that no number is given twice.
 */
export function sameSessions(
  document: AgendaDocument["sessions"],
  known: readonly Known[],
  newUid: () => string,
): { uid: string; number: number }[] {
  const numberOf = new Map(known.map((session) => [session.uid, session.number]));
  const used = new Set(document.flatMap((session) => session.key ?? []));
  const byTitle = new Map<string, string[]>();
  for (const { uid, title } of known)
    if (!used.has(uid)) byTitle.set(titleOf(title), [...(byTitle.get(titleOf(title)) ?? []), uid]);
  const uids = document.map(
    (session) => session.key ?? byTitle.get(titleOf(session.title))?.shift() ?? newUid(),
  );

  const taken = new Set(numberOf.values());
  let last = Math.max(0, ...taken);
  return uids.map((uid, i) => {
    const asked = document[i]?.number;
    let number = numberOf.get(uid);
    if (number === undefined) {
      if (asked !== undefined && !taken.has(asked)) number = asked;
      else {
        // Beyond a number that was asked for there may be no room left.
        do last = last >= 2_000_000_000 ? 1 : last + 1;
        while (taken.has(last));
        number = last;
      }
      taken.add(number);
    }
    return { uid, number };
  });
}
