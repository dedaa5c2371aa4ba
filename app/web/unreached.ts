/**
 * Whether a browser could not get what it asked for at all: a page's data, its code, or its words. Browsers say so
 * in their own words, but all by a TypeError.
 */
export const isUnreached = (error: unknown): boolean =>
  error instanceof TypeError &&
  /fetch|network|load failed|imported module|module script/i.test(error.message);
