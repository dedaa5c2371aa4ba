import { z } from "zod";
import { COMPETITION_TYPES } from "../../db/vocabulary.ts";
import type { Refusal } from "../web/outcome.ts";
import { readEmailRule, splitEmailRules } from "./email-lists.ts";
import { fromForm, instant, line, says, whole } from "./form-shapes.ts";
import { Slug, Summary, TimeZone, Title } from "./forms.ts";
import { AT_ONCE, COUNT, EMAIL_RULES, TEAM_PEOPLE } from "./limits.ts";

/** The boxes that one ticks. */
export const SWITCHES = [
  "autoAccept",
  "captainOfOne",
  "sameSchool",
  "verifiedMembersOnly",
  "openSourceDeclaration",
  "detailedResults",
  "detailedResultsInPanel",
  "detailedResultsOnBoard",
  "publicSubmissionsAllowed",
  "discussionsEnabled",
  "programsAvailable",
  "inputDataAvailable",
  "autoRun",
] as const;

export const EMAIL_LISTS = ["allowedEmails", "blockedEmails"] as const;

export const MOMENTS = ["entriesFrom", "entriesUntil", "teamsLockAt", "mergeUntil"] as const;

const each = <K extends string, T extends z.ZodType>(keys: readonly K[], shape: T) =>
  Object.fromEntries(keys.map((key) => [key, shape])) as Record<K, T>;

const EMAIL = z.email(says("people.refusals.emailWrong")).max(254, says("people.refusals.emailWrong"));
const emailRules = z
  .array(
    z.string().transform((given, context) => {
      const rule = readEmailRule(given);
      if (rule) return rule;
      const message = `${says("editor.refusals.noEmailRule")}?rule=${encodeURIComponent(given.slice(0, 100))}`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
  )
  .max(EMAIL_RULES, `${says("editor.refusals.tooManyEmailRules")}?max=${EMAIL_RULES}`)
  .transform((rules) => [...new Set(rules)]);
/** The same as the form has it: one in a line. A fault stands at the field. */
const typedEmailRules = z
  .string()
  .default("")
  .transform((text, context) => {
    const read = emailRules.safeParse(splitEmailRules(text));
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: read.error.issues[0]!.message });
    return z.NEVER;
  });
const QUEUE = z.uuid(says("editor.refusals.noSuchQueue"));
const EDITION = z.uuid(says("editor.refusals.noSuchEdition"));
const words = {
  image: line(300),
  queue: line(100),
  reward: line(300),
};
const plain = {
  title: Title,
  summary: Summary,
  slug: Slug,
  timeZone: TimeZone,
  competitionType: z.enum(COMPETITION_TYPES),
  minTeamSize: whole(1, TEAM_PEOPLE),
  maxTeamSize: whole(1, TEAM_PEOPLE),
  maxAdvisors: whole(0, TEAM_PEOPLE),
  maxTeamsPerPerson: whole(0, COUNT),
  maxTeamsPerOrganisation: whole(0, COUNT),
  memberChanges: whole(0, TEAM_PEOPLE),
  teamConcurrency: whole(0, AT_ONCE),
  teamCodePrefix: z
    .string(says("editor.refusals.codePrefix"))
    .trim()
    .regex(/^[A-Za-z0-9]{1,10}$/, says("editor.refusals.codePrefix")),
};

/** What one may change of a competition's settings; what is absent stays. */
export const SettingsChange = z
  .object({
    ...plain,
    ...words,
    contactEmail: EMAIL.nullable(),
    editionId: EDITION.nullable(),
    queueId: QUEUE.nullable(),
    ...each(EMAIL_LISTS, emailRules),
    goesFirst: z.boolean().meta({ description: "Operators only: its turns count on queues of others too" }),
    ...each(SWITCHES, z.boolean()),
    ...each(MOMENTS, instant.nullable()),
  })
  .partial();
export type SettingsChange = z.output<typeof SettingsChange>;

/** The same from the form, whose times are on this zone's clock. */
export const settingsForm = (timeZone: string) =>
  z.object({
    ...plain,
    summary: Summary.default({}),
    image: fromForm.empty(words.image),
    reward: fromForm.empty(words.reward),
    contactEmail: fromForm.empty(EMAIL),
    editionId: fromForm.empty(EDITION),
    queueId: fromForm.empty(QUEUE),
    ...each(EMAIL_LISTS, typedEmailRules),
    goesFirst: fromForm.box(),
    ...each(SWITCHES, fromForm.box()),
    ...each(MOMENTS, fromForm.local(timeZone)),
  });

/** What does not go together, each at its field. */
export function settingsFaults(settings: {
  minTeamSize: number;
  maxTeamSize: number;
  entriesFrom: Date | null;
  entriesUntil: Date | null;
}): Refusal[] {
  const faults: Refusal[] = [];
  if (settings.maxTeamSize < settings.minTeamSize)
    faults.push({ code: "invalid", reason: "editor.refusals.teamSizes", field: "maxTeamSize" });
  if (settings.entriesFrom && settings.entriesUntil && settings.entriesUntil <= settings.entriesFrom)
    faults.push({ code: "invalid", reason: "editor.refusals.entriesWindow", field: "entriesUntil" });
  return faults;
}
