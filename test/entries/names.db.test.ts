import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { addOwnEntry } from "../../app/entries/add-own.server.ts";
import { decideEntry } from "../../app/entries/decide.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { unlessNameTaken } from "../../app/entries/name-taken.server.ts";
import { renameEntry, renameTeam } from "../../app/entries/rename.server.ts";
import { withdraw } from "../../app/entries/withdraw.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { nameKey } from "../../app/teams/team-name.ts";
import { done } from "../../app/web/outcome.ts";
import { db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const taken = { ok: false, refusal: { reason: "teams.refusals.nameTaken", field: "teamName" } };

/** Ways to write one name. */
const SAME = ["Straße 北京", "STRASSE 北京", "ｓｔｒａｓｓｅ 北京", " strasse  北京 ", "Strasse　北京"];

test("of twenty teams that take one name at the same moment, however written, one gets it", async () => {
  const competition = await aCompetition();
  const crowd = await Promise.all(Array.from({ length: 20 }, () => aViewer()));
  const outcomes = await Promise.all(
    crowd.map((viewer, i) =>
      join({ viewer, slug: competition.slug, teamName: SAME[i % SAME.length], acceptRules: true, now }),
    ),
  );
  expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome).toMatchObject(taken);
});

test("the database itself keeps a second name out, past every look of the application", async () => {
  const competition = await aCompetition();
  await anEntry({ competition, teamName: "Alpha" });
  const other = await anEntry({ competition, teamName: "Beta" });
  const past = () =>
    unlessNameTaken(async () => {
      await db
        .update(entries)
        .set({ nameKey: nameKey("ALPHA") })
        .where(eq(entries.id, other.id));
      return done(null);
    });
  expect(await past()).toMatchObject(taken);
});

test("captains, organisers and baselines meet the same rule, and another competition does not", async () => {
  const competition = await aCompetition();
  await anEntry({ competition, teamName: "Alpha" });
  const beta = await anEntry({ competition, teamName: "Beta" });
  const { organiser, slug } = competition;
  const rename = { entryId: beta.id, teamName: "ａｌｐｈａ", now, onDecided: followEntry };
  expect(await renameTeam({ ...rename, viewer: beta.captain })).toMatchObject(taken);
  expect(await renameEntry({ ...rename, viewer: organiser })).toMatchObject(taken);
  expect(
    await addOwnEntry({ viewer: organiser, slug, kind: "baseline", teamName: "ALPHA", now }),
  ).toMatchObject(taken);
  await anEntry({ competition: await aCompetition(), teamName: "Alpha" });
});

test("the name of a team that withdrew may be taken, and then it comes back only under another", async () => {
  const competition = await aCompetition();
  const first = await anEntry({ competition, teamName: "Alpha" });
  const command = { entryId: first.id, now, onDecided: followEntry };
  await withdraw({ ...command, viewer: first.captain, confirmed: true });
  await anEntry({ competition, teamName: "ALPHA" });
  const back = () => decideEntry({ ...command, viewer: competition.organiser, state: "accepted" });
  expect(await back()).toMatchObject({ refusal: { reason: "entries.refusals.nameTakenMeanwhile" } });
  await renameEntry({
    viewer: competition.organiser,
    entryId: first.id,
    teamName: "Alpha Two",
    now,
    onDecided: followEntry,
  });
  expect(await back()).toMatchObject({ ok: true });
});
