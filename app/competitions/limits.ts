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
/** Seconds that a step may take, whatever a phase or task says. */
export const TIME_LIMIT_S = 24 * 3600;
