import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { Id, MoveBody } from "./editor-shapes.ts";
import { operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";

type Command = { viewer: SignedInViewer; slug: string; competitionId: string; id: string; now: Date };

/** Moving and removing one of a competition's things that stand in an order: both are alike for all of them. */
export const moveAndRemove = (
  noun: string,
  plural: string,
  tag: string,
  commands: {
    move?: (command: Command & { by: -1 | 1 }) => Promise<Outcome<unknown>>;
    remove(command: Command): Promise<Outcome<unknown>>;
  },
) => {
  const { move, remove } = commands;
  const name = `${noun[0]!.toUpperCase()}${noun.slice(1)}`;
  const common = { tag, scope: "organise", answer: Id } as const;
  return [
    ...(move
      ? [
          operation({
            ...common,
            method: "POST",
            path: `/competitions/{slug}/${plural}/{id}/move`,
            id: `move${name}`,
            summary: `Let a ${noun} change places with its neighbour`,
            body: MoveBody,
            handle: (call) =>
              organisedHere(call, async ({ id: competitionId }, command) => {
                const { id } = call.params;
                const moved = await move({ ...command, competitionId, id, by: call.body.by });
                return moved.ok ? done({ id }) : moved;
              }),
          }),
        ]
      : []),
    operation({
      ...common,
      method: "DELETE",
      path: `/competitions/{slug}/${plural}/{id}`,
      id: `remove${name}`,
      summary: `Take a ${noun} away, unless something hangs on it`,
      handle: (call) =>
        organisedHere(call, async ({ id: competitionId }, command) => {
          const { id } = call.params;
          const removed = await remove({ ...command, competitionId, id });
          return removed.ok ? done({ id }) : removed;
        }),
    }),
  ];
};
