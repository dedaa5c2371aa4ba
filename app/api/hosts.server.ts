import { z } from "zod";
import {
  addHost,
  drainHost,
  removeHost,
  resumeHost,
  rotateToken,
  wantSelfTest,
} from "../judging/change-hosts.server.ts";
import { readHost } from "../judging/host-form.ts";
import { judgeHost, judgeHostsFor, type SeenHost } from "../judging/queries.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { HostToken, JudgeHost, JudgeHosts } from "./host-shapes.ts";
import { operation } from "./operation.ts";

const tag = "Operating";
const noSuch = refused("not_found", "judging.refusals.noHost");

const shown = ({ alive, lastSeenAt, selfTestAt, facts, ...host }: SeenHost): z.input<typeof JudgeHost> => ({
  ...host,
  online: alive,
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  selfTestAt: selfTestAt?.toISOString() ?? null,
  facts,
});

const verbs = [
  ["drain", "drainHost", "Let a host finish what it is at and take no more", drainHost],
  ["resume", "resumeHost", "Have a host take work again", resumeHost],
  ["self-test", "testHost", "Ask a host for a self-test before it takes more work", wantSelfTest],
] as const;

export const hostOperations = [
  operation({
    method: "GET",
    path: "/hosts",
    id: "listHosts",
    tag,
    summary: "The judge hosts you run: operators all, others those of their own queues",
    scope: "operate",
    answer: JudgeHosts,
    handle: async ({ viewer, now }) => {
      const page = await judgeHostsFor(viewer, now);
      return page ? done({ hosts: page.hosts.map(shown) }) : noSuch;
    },
  }),
  operation({
    method: "POST",
    path: "/hosts",
    id: "addHost",
    tag,
    summary: "Add a judge host to one of your queues, or as an operator for the runs of no queue",
    scope: "operate",
    body: z.object({
      name: z.string(),
      queueId: z.string().nullish(),
      note: z.string().nullish(),
    }),
    status: 201,
    answer: HostToken,
    handle: async ({ viewer, body, now }) => {
      const host = readHost(body);
      return host.ok ? addHost({ viewer, host: host.value, now }) : host;
    },
  }),
  operation({
    method: "POST",
    path: "/hosts/{id}/token",
    id: "rotateHostToken",
    tag,
    summary: "Give a host a new token; the one it had stops working at once",
    scope: "operate",
    answer: HostToken,
    handle: ({ viewer, params, now }) => rotateToken({ viewer, id: params.id, now }),
  }),
  ...verbs.map(([verb, id, summary, command]) =>
    operation({
      method: "POST",
      path: `/hosts/{id}/${verb}`,
      id,
      tag,
      summary,
      scope: "operate",
      answer: JudgeHost,
      handle: async ({ viewer, params, now }): Promise<Outcome<z.input<typeof JudgeHost>>> => {
        const changed = await command({ viewer, id: params.id, now });
        if (!changed.ok) return changed;
        const host = await judgeHost(viewer, params.id, now);
        return host ? done(shown(host)) : noSuch;
      },
    }),
  ),
  operation({
    method: "DELETE",
    path: "/hosts/{id}",
    id: "removeHost",
    tag,
    summary: "Take a host away: its token is nobody's, its results stay",
    scope: "operate",
    answer: z.object({}),
    handle: async ({ viewer, params, now }) => {
      const removed = await removeHost({ viewer, id: params.id, now });
      return removed.ok ? done({}) : removed;
    },
  }),
];
