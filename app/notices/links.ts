/** A piece of a mail's text: plain, or a link into this installation. */
export type Piece = { text: string; path?: string };

/** Cuts a text at its web addresses; only those of `ownOrigin` become links, as paths on this site. */
export function pieces(text: string, ownOrigin: string): Piece[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (!URL.canParse(part)) return { text: part };
      const url = new URL(part);
      return url.origin === ownOrigin ? { text: part, path: url.pathname + url.search } : { text: part };
    });
}
