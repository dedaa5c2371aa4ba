const MOST = 10;

/**
 * The people whose names stand after an @ in a text. Of names that begin alike the longest counts, and a name that
 * goes on in other letters is another's. So that a post cannot call the whole competition, ten at most.
 */
export function mentionsIn<P extends { id: string; name: string }>(text: string, people: readonly P[]): P[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const found = new Set<P>();
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    // An @ within a word is an address.
    if (/[\p{L}\p{N}._-]/u.test(text[at - 1] ?? " ")) continue;
    const rest = text.slice(at + 1);
    const first = byLength.find(
      ({ name }) => name && rest.startsWith(name) && !/^[A-Za-z0-9_]/.test(rest.slice(name.length)),
    );
    if (first) for (const person of people) if (person.name === first.name) found.add(person);
  }
  return [...found].slice(0, MOST);
}
