import { movePage, removePage, savePage } from "../competitions/change-pages.server.ts";
import { changeRules, rulesSince } from "../competitions/change-rules.server.ts";
import { moveTrack, removeTrack, saveTrack, tracksOf } from "../competitions/change-tracks.server.ts";
import { done } from "../web/outcome.ts";
import {
  Id,
  PageBody,
  Pages,
  Rules,
  RulesBody,
  RulesVersion,
  RulesVersions,
  TrackBody,
  Tracks,
} from "./editor-shapes.ts";
import { moveAndRemove } from "./move-and-remove.server.ts";
import { operation } from "./operation.ts";
import { organisedHere, seenHere } from "./organised-here.server.ts";

const tag = "Competition pages";

/** A competition's words: its pages, its rules and their versions, its tracks. */
export const pageOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/pages",
    id: "listPages",
    tag,
    summary: "The pages of a competition with their texts",
    scope: "read",
    answer: Pages,
    handle: (call) => seenHere(call, ({ pages }) => done({ pages })),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/pages",
    id: "createPage",
    tag,
    summary: "Write a page after the others",
    scope: "organise",
    body: PageBody,
    answer: Id,
    status: 201,
    handle: (call) =>
      organisedHere(call, (_, command) => savePage({ ...command, id: null, page: call.body })),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/pages/{id}",
    id: "changePage",
    tag,
    summary: "Write a page anew",
    scope: "organise",
    body: PageBody,
    answer: Id,
    handle: (call) =>
      organisedHere(call, (_, command) => savePage({ ...command, id: call.params.id, page: call.body })),
  }),
  ...moveAndRemove("page", "pages", tag, { move: movePage, remove: removePage }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/rules",
    id: "showRules",
    tag,
    summary: "The rules in force, and the number of their version",
    scope: "read",
    answer: Rules,
    handle: (call) =>
      seenHere(call, ({ rules, rulesVersion, rulesFormat }) =>
        done({ rules, version: rulesVersion, format: rulesFormat }),
      ),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/rules",
    id: "changeRules",
    tag,
    summary: "Put new rules in force, with a word on what changed; teams are asked to accept them",
    scope: "organise",
    body: RulesBody,
    answer: RulesVersion,
    handle: (call) => organisedHere(call, (_, command) => changeRules({ ...command, ...call.body })),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/rules/versions",
    id: "listRulesVersions",
    tag,
    summary: "Every version of the rules, the newest first; the latest hundred",
    scope: "organise",
    answer: RulesVersions,
    handle: (call) =>
      organisedHere(call, async ({ id }) => {
        const versions = await rulesSince(id, 0);
        return done({
          versions: versions.map((version) => ({ ...version, createdAt: version.createdAt.toISOString() })),
        });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/tracks",
    id: "listTracks",
    tag,
    summary: "The tracks that teams choose from",
    scope: "read",
    answer: Tracks,
    handle: (call) => seenHere(call, async ({ id }) => done({ tracks: await tracksOf(id) })),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/tracks",
    id: "createTrack",
    tag,
    summary: "Add a track after the others",
    scope: "organise",
    body: TrackBody,
    answer: Id,
    status: 201,
    handle: (call) =>
      organisedHere(call, (_, command) => saveTrack({ ...command, id: null, track: call.body })),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/tracks/{id}",
    id: "changeTrack",
    tag,
    summary: "Write a track anew",
    scope: "organise",
    body: TrackBody,
    answer: Id,
    handle: (call) =>
      organisedHere(call, (_, command) => saveTrack({ ...command, id: call.params.id, track: call.body })),
  }),
  ...moveAndRemove("track", "tracks", tag, { move: moveTrack, remove: removeTrack }),
];
