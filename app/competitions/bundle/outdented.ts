/** More than any bundle indents by. */
const INDENT = " ".repeat(80);
const BLOCK_TEXT = /(?:^|[:\-?]\s+)(?:[&!]\S+\s+)*[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;
const VALUE = /^(?:\s*(?:-\s+)*)(?:(?:"[^"]*"|'[^']*'|[^\s#"'[{][^#]*?):\s+)?(?:[&!]\S+\s+)*(?=[[{"'])/;

const indentOf = (line: string) => line.length - line.trimStart().length;

/**
 * Indents lines that continue a value in brackets or quotes further to the left than YAML allows. Python's reader
 * takes them, and real bundles are written so. Lines keep their numbers.
 */
export function indentOutdented(yaml: string): string {
  const open: string[] = [];
  let quote = "";
  let block: number | null = null;
  return yaml
    .split("\n")
    .map((line) => {
      if (open.length === 0 && !quote) {
        if (block !== null) {
          if (line.trim() === "" || indentOf(line) > block) return line;
          block = null;
        }
        if (BLOCK_TEXT.test(line.trimEnd())) {
          block = indentOf(line);
          return line;
        }
        const start = VALUE.exec(line)?.[0].length;
        if (start !== undefined) scan(line, start);
        return line;
      }
      scan(line, 0);
      return INDENT + line;
    })
    .join("\n");

  /** Follows brackets and quotes to the end of a line; a plain value ends nothing. */
  function scan(line: string, from: number): void {
    for (let i = from; i < line.length; i++) {
      const c = line[i]!;
      if (quote) {
        if (c === "\\" && quote === '"') i++;
        else if (c === quote && quote === "'" && line[i + 1] === "'") i++;
        else if (c === quote) {
          quote = "";
          if (open.length === 0) return;
        }
      } else if (c === "#" && (i === 0 || /\s/.test(line[i - 1]!))) return;
      else if ((c === '"' || c === "'") && /(?:^|[\s[{,:])$/.test(line.slice(0, i))) quote = c;
      else if (c === "[" || c === "{") open.push(c);
      else if (c === "]" || c === "}") {
        open.pop();
        if (open.length === 0) return;
      }
    }
  }
}
