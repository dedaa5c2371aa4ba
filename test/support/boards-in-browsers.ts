import type { Page } from "@playwright/test";

/** Teams and scores on the leaderboard as a browser shows them, from the top: "Team 0.5000". */
export const standing = (page: Page) =>
  page.locator("main tbody tr").evaluateAll((rows) =>
    rows.map((row) => {
      const [, team, score] = (row as HTMLTableRowElement).cells;
      // The name comes first; behind it may stand its track, and whose it is.
      return `${team?.firstChild?.textContent} ${score?.firstChild?.textContent}`;
    }),
  );

/** Marks an open page, so that whoever looks later can tell that it was never loaded anew. */
export const mark = (page: Page) =>
  page.evaluate(() => {
    document.documentElement.dataset.here = "still";
  });
export const isStillOpen = (page: Page) =>
  page.evaluate(() => document.documentElement.dataset.here === "still");
