import { done, type Outcome, refused } from "../web/outcome.ts";

export const TEAM_NAME_MIN = 2;
export const TEAM_NAME_MAX = 60;

const field = "teamName";

/** A team's name as it will stand on boards: trimmed, one space between words, something to be seen in it. */
export function readTeamName(typed: string): Outcome<string> {
  const name = typed.normalize("NFC").trim().replace(/\s+/gu, " ");
  // What would show as nothing or as a mess; emoji are joined and coloured by two such characters.
  const plain = name.replace(/[\u200d\ufe0f]/gu, "");
  if (/[\p{C}\p{DI}\u2800]/u.test(plain) || /\p{M}{4,}/u.test(plain))
    return refused("invalid", "teams.refusals.nameUnreadable", { field });
  if (!/[\p{L}\p{N}]/u.test(name)) return refused("invalid", "teams.refusals.nameUnreadable", { field });
  const length = [...name].length;
  if (length < TEAM_NAME_MIN)
    return refused("invalid", "teams.refusals.nameTooShort", { field, values: { min: TEAM_NAME_MIN } });
  if (length > TEAM_NAME_MAX)
    return refused("invalid", "teams.refusals.nameTooLong", { field, values: { max: TEAM_NAME_MAX } });
  return done(name);
}

/**
 * Two names with the same key would be taken for each other on a board, and the database takes only one of
 * them into a competition. Upper before lower case folds what lower case alone tells apart: ß and ss, ς and σ.
 */
export const nameKey = (name: string): string =>
  name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").trim().replace(/\s+/gu, " ");
