import { competitionBySlug } from "../competitions/queries.server.ts";
import { join } from "../entries/join.server.ts";
import { entryOf } from "../entries/queries.server.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { Entry, EntryBody } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

export const entryOperations = [
  operation({
    method: "POST",
    path: "/competitions/{slug}/entries",
    id: "joinCompetition",
    tag: "Entries",
    summary: "Enter a competition with a new team, of which you are the captain",
    scope: "take_part",
    body: EntryBody,
    answer: Entry,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const joined = await join({ viewer: me.value, slug: params.slug, ...body, now });
      if (!joined.ok) return joined;
      const competition = await competitionBySlug(viewer, params.slug, now);
      const entry = competition && (await entryOf(viewer, competition.id, undefined, joined.value.entryId));
      if (!entry) return refused("not_found", "competitions.refusals.notFound");
      return done({
        id: entry.id,
        teamName: entry.teamName,
        state: entry.state,
        inviteCode: joined.value.inviteCode,
      });
    },
  }),
];
