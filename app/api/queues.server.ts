import { z } from "zod";
import { removeQueue, saveQueue } from "../queues/change-queues.server.ts";
import { queuesFor } from "../queues/queries.server.ts";
import { QueueForm } from "../queues/queue-form.ts";
import { done } from "../web/outcome.ts";
import { operation } from "./operation.ts";

const tag = "Queues";

const Queue = z
  .object({
    id: z.string(),
    name: z.string(),
    note: z.string().nullable(),
    open: z.boolean().meta({ description: "Every organiser may choose it" }),
    owner: z.string().nullable().meta({ description: "A person's name; null for the operators" }),
    manages: z.boolean().meta({ description: "Whether you may change it" }),
    hosts: z.number().int(),
    online: z.number().int(),
    competitions: z.number().int(),
    waiting: z.number().int().meta({ description: "Runs" }),
  })
  .meta({ id: "Queue" });
const Id = z.object({ id: z.string() });

export const queueOperations = [
  operation({
    method: "GET",
    path: "/queues",
    id: "listQueues",
    tag,
    summary: "The queues of judge hosts that you may choose for a competition: your own and open ones",
    scope: "organise",
    answer: z.object({ queues: z.array(Queue) }),
    handle: async ({ viewer, now }) => done({ queues: await queuesFor(viewer, now) }),
  }),
  operation({
    method: "POST",
    path: "/queues",
    id: "createQueue",
    tag,
    summary: "Make a queue of judge hosts",
    scope: "organise",
    body: QueueForm,
    answer: Id,
    status: 201,
    handle: ({ viewer, body, now }) => saveQueue({ viewer, id: null, queue: body, now }),
  }),
  operation({
    method: "PUT",
    path: "/queues/{id}",
    id: "changeQueue",
    tag,
    summary: "Name a queue anew, open or close it; competitions that have chosen it keep it",
    scope: "organise",
    body: QueueForm,
    answer: Id,
    handle: ({ viewer, params, body, now }) => saveQueue({ viewer, id: params.id, queue: body, now }),
  }),
  operation({
    method: "DELETE",
    path: "/queues/{id}",
    id: "removeQueue",
    tag,
    summary: "Remove a queue that no host, competition or run needs",
    scope: "organise",
    answer: z.object({}),
    handle: async ({ viewer, params, now }) => {
      const removed = await removeQueue({ viewer, id: params.id, now });
      return removed.ok ? done({}) : removed;
    },
  }),
];
