import { expect } from "@playwright/test";
import {
  Created,
  Entry,
  Imported,
  Leaderboard,
  Published,
  Submission,
  Submitted,
  Token,
} from "../../app/api/shapes.ts";
import { Belonging } from "../../app/api/team-shapes.ts";
import { Client } from "../../app/cli/client.ts";
import { OWNER } from "./owner.ts";
import { aNewcomer, type Newcomer } from "./people-in-browsers.ts";

const served = () => new Client(process.env.PODIUM_TEST_URL as string);

async function signedIn(email: string, password: string, ...scopes: string[]): Promise<Client> {
  const body = { email, password, name: "journeys", scopes: ["read", "take_part", ...scopes] };
  return served().as((await served().post("/tokens", Token, { body })).token);
}

/** The owner, by token: may do everything. */
export const ownerByToken = () => signedIn(OWNER.email, OWNER.password, "organise", "operate");

/** A new person with a confirmed address, who may sign in at once. */
export async function aConfirmedPerson(owner: Client, name: string, address: Partial<Newcomer> = {}) {
  const who = { ...aNewcomer(name), ...address };
  await owner.post("/people", Created, { body: who });
  return who;
}

/** A new person who says that they study at a school, for a bachelor's degree. */
export async function aStudentOf(owner: Client, schoolId: string, name: string) {
  const who = await aConfirmedPerson(owner, name);
  const student = await signedIn(who.email, who.password);
  await student.put(`/organisations/${schoolId}/membership`, Belonging, { degreeLevel: "bachelor" });
  return who;
}

/** A new person with a confirmed address, by token. */
export async function personByToken(owner: Client, name: string): Promise<Client> {
  const who = await aConfirmedPerson(owner, name);
  return signedIn(who.email, who.password);
}

/** Imports a bundle as it is and publishes it; answers the competition's slug. */
export async function publishBundle(owner: Client, archive: Buffer): Promise<string> {
  const { slug } = await owner.post("/competitions", Imported, { archive });
  await owner.post(`/competitions/${slug}/publish`, Published);
  return slug;
}

/** A new person who has entered the competition as a team of one: by token, and as who signs in. */
export async function aCaptain(owner: Client, slug: string, teamName: string) {
  const who = await aConfirmedPerson(owner, `Captain of ${teamName}`);
  const team = await signedIn(who.email, who.password);
  await team.post(`/competitions/${slug}/entries`, Entry, { body: { teamName, acceptRules: true } });
  return { who, team };
}

export const aTeam = async (owner: Client, slug: string, teamName: string): Promise<Client> =>
  (await aCaptain(owner, slug, teamName)).team;

export async function handIn(team: Client, slug: string, archive: Buffer): Promise<string> {
  return (await team.post(`/competitions/${slug}/submissions`, Submitted, { archive })).id;
}

/** The submission once it has ended, however it did. */
export async function judged(team: Client, id: string) {
  const read = () => team.get(`/submissions/${id}`, Submission);
  // A web process that is just being started again answers later.
  const state = () => read().then(({ state }) => state, String);
  await expect.poll(state, { timeout: 60_000, intervals: [250] }).toMatch(/^(scored|failed|cancelled)$/);
  return read();
}

export const boardOf = (who: Client, slug: string) =>
  who.get(`/competitions/${slug}/leaderboard`, Leaderboard);
