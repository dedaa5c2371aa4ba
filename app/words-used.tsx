import { createContext, useContext } from "react";

const ID = "words-used";

// Empty in the browser, which takes the server's word for it.
const Used = createContext<ReadonlySet<string>>(new Set());
export const WordsUsedProvider = Used.Provider;

/** Names the parts of the words that the page was written with; stands after everything that has words. */
export function WordsUsed() {
  const parts = [...useContext(Used)].join(" ");
  return <template id={ID} data-parts={parts} suppressHydrationWarning />;
}

/** The parts that a page from the server names. */
export const wordsUsedBy = (page: Document): string[] =>
  page.getElementById(ID)?.dataset.parts?.split(" ").filter(Boolean) ?? [];
