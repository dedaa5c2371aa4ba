import { expect, test as plain } from "@playwright/test";

/** A test that closes every browser window it opened: one left open would go on listening beside the next. */
export const test = plain.extend<{ tidy: undefined }>({
  tidy: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});
export { expect };
