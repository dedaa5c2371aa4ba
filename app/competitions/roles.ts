/** The roles that organisers give for their competition. */
export const COMPETITION_ROLES = ["organiser", "staff", "panelist"] as const;
export type CompetitionRole = (typeof COMPETITION_ROLES)[number];
