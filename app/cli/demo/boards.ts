import { BoardSettings } from "../../api/board-shapes.ts";
import { Created, Entries } from "../../api/shapes.ts";
import type { Client } from "../client.ts";
import type { OwnTeam } from "./plan.ts";
import { unlessThere } from "./unless-there.ts";

type Medals = { by: "count" | "percent"; gold: number; silver: number; bronze: number };

/** Gives the first board of a competition these medals, and lets other sites frame it. */
export async function giveMedals(organiser: Client, slug: string, medals: Medals): Promise<void> {
  const board = await firstBoard(organiser, slug);
  if (!board || board.medals) return;
  const { title, submissionRule, primaryPosition, finalPosition, hidden } = board;
  await organiser.put(`/competitions/${slug}/boards/0`, Created, {
    ...{ title, submissionRule, primaryPosition, finalPosition, hidden },
    medals,
    embeddable: true,
  });
}

/** From this moment on the public sees no newer scores, and the organiser all of them; set once. */
export async function freezeFrom(organiser: Client, slug: string, at: Date): Promise<void> {
  const board = await firstBoard(organiser, slug);
  if (!board || board.freezeAt) return;
  await organiser.post(`/competitions/${slug}/boards/0/freeze`, Created, { body: { at: at.toISOString() } });
}

async function firstBoard(organiser: Client, slug: string) {
  const { boards } = await organiser.get(`/competitions/${slug}/boards`, BoardSettings);
  return boards.find((board) => board.phase === 0);
}

/** The organisers' own entry of this name, marked on the board and never ranked; answers its id. */
export async function ownEntry(organiser: Client, slug: string, { kind, name }: OwnTeam): Promise<string> {
  const made = await unlessThere(() =>
    organiser.post(`/competitions/${slug}/own-entries`, Created, { body: { kind, teamName: name } }),
  );
  if (made) return made.id;
  const { entries } = await organiser.get(`/competitions/${slug}/entries`, Entries, { q: name });
  const there = entries.find((entry) => entry.teamName === name);
  if (!there) throw new Error(`${name} is neither new nor there`);
  return there.id;
}
