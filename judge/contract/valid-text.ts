const HALVES = /\p{Surrogate}/gu;

/** Text that every reader can keep: no NUL, which Postgres refuses, and no half of a character. */
export const validText = (text: string): string => text.replaceAll("\0", "\uFFFD").replace(HALVES, "\uFFFD");
