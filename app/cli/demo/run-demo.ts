import { randomInt } from "node:crypto";
import path from "node:path";
import { Similarity } from "../../api/insight-shapes.ts";
import {
  AgendaAnswer,
  Competitions,
  Created,
  Entry,
  Imported,
  Published,
  Rejudge,
  Rejudges,
  SlugAnswer,
  Token,
} from "../../api/shapes.ts";
import { Announcements, Clarifications, CreatedHere } from "../../api/talk-shapes.ts";
import { Client } from "../client.ts";
import { rootFolder } from "../root-folder.ts";
import { freezeFrom, giveMedals, ownEntry } from "./boards.ts";
import { digitsBundle } from "./digits/bundle.ts";
import { agenda, edition, FORUM, TICKET } from "./forum.ts";
import { type Captains, drip, handedIn } from "./hand-in.ts";
import { loadBundle } from "./load/bundle.ts";
import {
  DIGIT_OWN,
  DIGIT_TEAMS,
  FREEZE_AFTER_S,
  LOAD_OWN,
  LOAD_TEAMS,
  PRACTITIONERS,
  type Team,
} from "./plan.ts";
import { makePractice } from "./practice.ts";
import { belongTo, domainOf, makeSchools } from "./schools.ts";
import { ANNOUNCEMENT, CUP, QUESTIONS, REJUDGE } from "./talk.ts";
import { unlessThere } from "./unless-there.ts";

export type SignIn = { email: string; password: string; who: string };

type Order = {
  url: string;
  /** The set-up code of an empty Podium; null when its owner of an earlier demo is there. */
  setupCode: string | null;
  /** Whether a judge will come: else nothing is handed in. */
  judges: boolean;
  /** The password of everybody in the demo; one is made up when there is none. */
  password?: string;
  say: (line: string) => void;
  /** Called when the world stands, before the first submission. */
  ready?: (signIns: SignIn[]) => unknown;
};

const OWNER = { email: "owner@demo.example", name: "演示站长 Demo Owner" };
const ORGANISER = { email: "organiser@demo.example", name: "主办方 Organiser" };
const VISITOR = { email: "visitor@demo.example", name: "访客 Visitor" };
const addressOf = ({ key, school }: Team) => `${key}@${school ? domainOf(school) : "demo.example"}`;

/**
 * Fills a Podium through its API: people and their schools, an edition of a forum, two competitions and a
 * practice, and teams that hand in for four minutes; one board freezes on the way, and at the end a rejudge and a
 * report on similar sources wait for the organiser's word. What is there already is left as it is, so that it may
 * be called again.
 */
export async function runDemo({ url, setupCode, judges, say, ready, password = made() }: Order) {
  const guest = new Client(url);
  const folder = path.join(rootFolder(), "app/cli/demo");
  const now = new Date();

  say("people");
  if (setupCode)
    await unlessThere(() => guest.post("/setup", Token, { body: { code: setupCode, ...OWNER, password } }));
  const signIn = async (email: string, scopes: string[]): Promise<Client> => {
    const body = { email, password, name: "demo", scopes };
    return guest.as((await guest.post("/tokens", Token, { body })).token);
  };
  const owner = await signIn(OWNER.email, ["read", "take_part", "organise", "operate"]);
  const person = (who: { email: string; name: string; role?: string }) =>
    unlessThere(() => owner.post("/people", Created, { body: { ...who, password, verified: true } }));
  await person({ ...ORGANISER, role: "organiser" });
  await person(VISITOR);
  const organiser = await signIn(ORGANISER.email, ["read", "take_part", "organise"]);

  const schools = await makeSchools(owner);
  // At no address of theirs: it waits in the list of those who verify.
  await belongTo(await signIn(VISITOR.email, ["take_part"]), schools.beichen);

  say("an edition of a forum");
  await makeForum(organiser, now);

  say("two competitions and a practice");
  const digits = await competition(organiser, "Handwritten digits", () =>
    digitsBundle(path.join(folder, "digits"), now),
  );
  const load = await competition(organiser, "Campus load", () => loadBundle(path.join(folder, "load"), now));
  const practice = await makePractice(organiser);
  await giveMedals(organiser, digits, { by: "count", gold: 1, silver: 2, bronze: 3 });
  await giveMedals(organiser, load, { by: "percent", gold: 10, silver: 20, bronze: 30 });

  say("teams");
  const captains: Captains = new Map();
  const enter = async (key: string, client: Client, slug: string, entry: object) => {
    const body = { ...entry, acceptRules: true };
    await unlessThere(() => client.post(`/competitions/${slug}/entries`, Entry, { body }));
    captains.set(key, { client, slug, handedIn: await handedIn(client, slug) });
  };
  for (const [slug, teams] of [
    [digits, DIGIT_TEAMS],
    [load, LOAD_TEAMS],
  ] as const)
    for (const team of teams) {
      await person({ email: addressOf(team), name: team.captain });
      const client = await signIn(addressOf(team), ["read", "take_part"]);
      const organisationId = team.school && schools[team.school];
      if (organisationId) await belongTo(client, organisationId);
      await enter(team.key, client, slug, { teamName: team.name, organisationId });
    }
  for (const { key, as } of PRACTITIONERS) {
    const { captain } = [...DIGIT_TEAMS, ...LOAD_TEAMS].find((team) => team.key === as)!;
    await enter(key, captains.get(as)!.client, practice, { teamName: captain });
  }
  for (const [slug, own] of [
    [digits, DIGIT_OWN],
    [load, LOAD_OWN],
  ] as const)
    for (const team of own)
      captains.set(team.key, {
        client: organiser,
        slug,
        entry: await ownEntry(organiser, slug, team),
        handedIn: await handedIn(organiser, slug, team.name),
      });

  say("a conversation, and a draft for next year");
  await talk({ organiser, captains, slug: digits });
  await unlessThere(() => organiser.post("/competitions/drafts", SlugAnswer, { body: CUP }));

  const signIns: SignIn[] = [
    { email: OWNER.email, password, who: "owner of this Podium" },
    { email: ORGANISER.email, password, who: "organiser of the forum and the competitions" },
    { email: addressOf(DIGIT_TEAMS[0]!), password, who: `captain of ${DIGIT_TEAMS[0]!.name}` },
    { email: VISITOR.email, password, who: "in no team yet" },
  ];
  await ready?.(signIns);
  if (!judges) return signIns;
  const started = Date.now();
  await freezeFrom(organiser, load, new Date(started + FREEZE_AFTER_S * 1000));
  await drip(captains, folder, started, say);
  await rejudgeOnce(organiser, digits, say);
  await compareSourcesOnce(organiser, digits, say);
  return signIns;
}

/** An announcement, a question answered to everybody, and one that waits for its answer. */
async function talk({
  organiser,
  captains,
  slug,
}: {
  organiser: Client;
  captains: Captains;
  slug: string;
}): Promise<void> {
  const told = await organiser.get(`/competitions/${slug}/announcements`, Announcements);
  if (told.announcements.length === 0)
    await organiser.post(`/competitions/${slug}/announcements`, CreatedHere, {
      body: { ...ANNOUNCEMENT, publish: true },
    });
  const { queue } = await organiser.get(`/competitions/${slug}/clarifications`, Clarifications);
  for (const { team, question, answer } of QUESTIONS) {
    const captain = captains.get(team);
    if (!captain || queue.some((asked) => asked.question === question)) continue;
    const { id } = await captain.client.post(`/competitions/${slug}/clarifications`, CreatedHere, {
      body: { question },
    });
    if (answer)
      await organiser.put(`/competitions/${slug}/clarifications/${id}/answer`, CreatedHere, {
        answer,
        public: true,
        publicQuestion: question,
      });
  }
}

/** A rejudge of the first submissions, once: its preview stays for the visitor to approve or discard. */
async function rejudgeOnce(organiser: Client, slug: string, say: Order["say"]): Promise<void> {
  const { rejudges } = await organiser.get(`/competitions/${slug}/rejudges`, Rejudges);
  if (rejudges.length > 0) return;
  try {
    await organiser.post(`/competitions/${slug}/rejudges`, Rejudge, { body: REJUDGE });
  } catch (error) {
    // As with a submission: the demo is whole without it.
    say(`rejudge: ${(error as Error).message}`);
  }
}

/** A report on similar sources, once: two of the teams have one in common. */
async function compareSourcesOnce(organiser: Client, slug: string, say: Order["say"]): Promise<void> {
  const { reports } = await organiser.get(`/competitions/${slug}/similarity`, Similarity);
  if (reports.length > 0) return;
  try {
    await organiser.post(`/competitions/${slug}/similarity`, Created, {
      body: { phase: 0, choice: "latest" },
    });
  } catch (error) {
    say(`similar sources: ${(error as Error).message}`);
  }
}

async function makeForum(organiser: Client, now: Date): Promise<void> {
  const { slug } = FORUM;
  await unlessThere(() => organiser.post("/forums", SlugAnswer, { body: FORUM }));
  const thisYear = edition(now);
  const made = await unlessThere(() =>
    organiser.post(`/forums/${slug}/editions`, SlugAnswer, { body: thisYear }),
  );
  if (!made) return;
  await organiser.put(`/forums/${slug}/${thisYear.slug}/agenda`, AgendaAnswer, {
    ...agenda(thisYear.startsOn),
    release: {},
  });
  await organiser.post(`/forums/${slug}/${thisYear.slug}/ticket-kinds`, Created, { body: TICKET });
}

/** The slug of the competition with this in its title; imported and published when there is none. */
async function competition(organiser: Client, title: string, bundle: () => Promise<Buffer>): Promise<string> {
  const { competitions } = await organiser.get("/competitions", Competitions);
  const there = competitions.find((c) => Object.values(c.title).some((text) => text.includes(title)));
  let slug = there?.slug;
  slug ??= (
    await organiser.post("/competitions", Imported, {
      archive: await bundle(),
      query: { fileName: `${title}.zip` },
    })
  ).slug;
  if (there?.state !== "published")
    await organiser.post(`/competitions/${slug}/publish`, Published, { body: {} });
  return slug;
}

// Without letters and digits that look alike.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const made = (): string =>
  Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  ).join("-");
