/** A token and where it stands: rows and columns count from 0, the end is exclusive. */
export type Token = { kind: string; row: number; col: number; endRow: number; endCol: number };

/**
 * Words that mean the same to most readers whatever the language: they stay as they are. All other names,
 * numbers and texts become one token each, so that renaming hides nothing.
 */
const KEYWORDS = new Set(
  (
    "and as assert async await begin bool break case catch char class const continue def default del do double elif " +
    "else end enum except extends false final finally float fn for foreach from func function global goto if impl " +
    "implements import in instanceof int interface is lambda let long loop match mod module mut namespace new nil none " +
    "not null or package pass private protected public raise return self short static string struct super switch then " +
    "this throw throws trait true try type typedef typeof union unless unsigned until use using var void when where " +
    "while with yield"
  ).split(" "),
);

const PATTERN = new RegExp(
  [
    /(?<blank>\s+)/u,
    /(?<comment>\/\/[^\n]*|#(?!include|define)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<!--[\s\S]*?(?:-->|$))/u,
    /(?<text>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)/u,
    /(?<name>[\p{L}_$][\p{L}\p{N}_$]*)/u,
    /(?<number>\p{N}[\p{L}\p{N}_.]*)/u,
    /(?<sign>[\s\S])/u,
  ]
    .map((part) => part.source)
    .join("|"),
  "gu",
);

/** A source text as tokens, at most `most` of them. Knows no language; comments and white space are nothing. */
export function tokensOf(source: string, most = Number.POSITIVE_INFINITY): Token[] {
  const tokens: Token[] = [];
  let row = 0;
  let lineStart = 0;
  for (const match of source.matchAll(PATTERN)) {
    const start = match.index;
    const [whole] = match;
    const from = { row, col: start - lineStart };
    for (let at = whole.indexOf("\n"); at !== -1; at = whole.indexOf("\n", at + 1)) {
      row += 1;
      lineStart = start + at + 1;
    }
    const groups = match.groups ?? {};
    if (groups.blank !== undefined || groups.comment !== undefined) continue;
    if (tokens.length >= most) break;
    const kind =
      groups.text !== undefined
        ? "text"
        : groups.number !== undefined
          ? "number"
          : groups.name === undefined
            ? whole
            : KEYWORDS.has(whole.toLowerCase())
              ? whole.toLowerCase()
              : "name";
    tokens.push({ kind, ...from, endRow: row, endCol: start + whole.length - lineStart });
  }
  return tokens;
}
