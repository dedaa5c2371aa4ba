/** How much of each thing a competition may have: enough for the largest we know, little enough for one page. */
export const TITLE_CHARS = 160;
export const SUMMARY_CHARS = 2000;
export const TEXT_CHARS = 200_000;
export const NOTE_CHARS = 500;
export const SLUG_CHARS = 60;
export const MAX_PAGES = 30;
export const MAX_PHASES = 30;
export const MAX_TASKS = 50;
export const MAX_TRACKS = 100;
export const LOGO_BYTES = 1024 * 1024;
/** The largest team, number of advisors, and number of anything that a person or school may have. */
export const TEAM_PEOPLE = 100;
export const COUNT = 1_000_000;
/** Addresses and domains that one list of a competition may hold. */
export const EMAIL_RULES = 5000;
/** How many runs of one team a competition may have judged at once. */
export const AT_ONCE = 100;
/** Labels that a task may ask for, and the characters of each. */
export const MAX_LABELS = 10;
export const LABEL_CHARS = 40;
/** How far a phase's runs may go before or after others; rejudges go behind all of them, at -10. */
export const PRIORITY = 9;
/** Seconds that a step may take, whatever a phase or task says. */
export const TIME_LIMIT_S = 24 * 3600;
