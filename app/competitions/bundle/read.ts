import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { readCodalab } from "./codalab.ts";
import { indentOutdented } from "./outdented.ts";
import { failed, type Problem, type ReadBundle, type Remark } from "./shape.ts";
import { readV2 } from "./v2.ts";
import { isMap as isRawMap, type Lines, type Raw } from "./values.ts";

const TIMESTAMP = "tag:yaml.org,2002:timestamp";
const BOOLEAN = "tag:yaml.org,2002:bool";
const PYTHON_TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const PYTHON_FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** A fault makes others below it, which help nobody. */
const MOST_FAULTS = 5;

/** Where Python's reader ends a line: a lone carriage return does, and what pasted texts bring along. */
const PYTHON_BREAKS = /\r\n?|[\x85\u2028\u2029]/g;
/** `title: "Seeds"# of wheat`: Python minds no comment right behind a value. */
const isTight = ({ message }: { message: string }) => message.startsWith("Comments must be separated");

function parsed(yaml: string) {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    version: "1.1",
    merge: true,
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
    // Dates stay the words they are: the organiser is shown them beside what they were read as.
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === "string" || tag.tag !== TIMESTAMP).map(asPython),
  });
  return { document, lines, errors: document.errors.filter((error) => !isTight(error)) };
}

/** Reads competition.yaml of any version. Says everything that is wrong with it at once, by line. */
export function readBundle(given: string): ReadBundle {
  const yaml = given.replace(PYTHON_BREAKS, "\n");
  let { document, lines, errors } = parsed(yaml);
  if (errors.length > 0) {
    const again = parsed(indentOutdented(yaml));
    if (again.errors.length === 0) ({ document, lines, errors } = again);
  }
  const [first, ...others] = errors.slice(0, MOST_FAULTS).map(
    ({ pos, message }): Problem => ({
      reason: "competitions.bundle.yamlBroken",
      values: { line: lines.linePos(pos[0]).line, detail: message },
    }),
  );
  if (first) return failed(first, ...others);
  const lineOf: Lines = (path) => {
    const node = nodeAt(document.contents, path, (alias) => alias.resolve(document));
    return node?.range ? lines.linePos(node.range[0]).line : 1;
  };
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    return failed({
      reason: "competitions.bundle.yamlBroken",
      values: { line: 1, detail: (error as Error).message },
    });
  }
  return isRawMap(raw) ? ofVersion(raw, lineOf) : failed({ reason: "competitions.bundle.notAMap" });
}

/** Python reads `y` and `n` as letters, and columns are called so. */
const asPython = <T>(tag: T): T =>
  typeof tag === "object" && tag !== null && "tag" in tag && tag.tag === BOOLEAN && "test" in tag
    ? { ...tag, test: String(tag.test).includes("rue") ? PYTHON_TRUE : PYTHON_FALSE }
    : tag;

type AliasNode = Extract<Node, { resolve: unknown }>;

/** The node of a path, or the last one on the way to it; aliases are followed where they lead. */
function nodeAt(
  root: unknown,
  path: readonly PropertyKey[],
  follow: (alias: AliasNode) => Node | undefined,
): Node | null {
  let last: Node | null = isNode(root) ? root : null;
  let node: unknown = root;
  for (const part of path) {
    if (isAlias(node)) node = follow(node);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (isNode(pair?.key)) last = pair.key;
      node = pair?.value;
    } else if (isSeq(node)) node = node.items[Number(part)];
    else break;
    if (isNode(node) && !isAlias(node) && node.range && !isMap(node) && !isSeq(node)) last = node;
    else if ((isMap(node) || isSeq(node)) && typeof part === "number") last = node;
  }
  return last;
}

/** What a bundle is follows from its shape where its version is missing or wrong. */
function ofVersion(given: Raw, lineOf: Lines): ReadBundle {
  const said = String(given.version ?? "").trim();
  const stated = /^v?2(\.\d+)?$/i.test(said) ? 2 : /^v?1(\.\d+)?$/i.test(said) ? 1 : null;
  if (said !== "" && !stated)
    return failed({ reason: "competitions.bundle.unknownVersion", values: { version: said.slice(0, 40) } });
  const remarks: Remark[] = [];
  const shape = Array.isArray(given.tasks) && Array.isArray(given.phases) ? 2 : likeCodalab(given) ? 1 : null;
  const version = shape ?? stated ?? 1;
  if (version !== (stated ?? 1))
    remarks.push({
      kind: "mended",
      reason: said === "" ? "competitions.bundle.versionMissing" : "competitions.bundle.versionWrong",
      values: { version: said, read: version === 2 ? "2" : "1.5" },
    });
  let raw = given;
  if (version === 2 && raw.leaderboards === undefined && Array.isArray(raw.leaderboard)) {
    const { leaderboard, ...rest } = raw;
    raw = { ...rest, leaderboards: leaderboard };
    remarks.push({ kind: "mended", reason: "competitions.bundle.leaderboardsMeant" });
  }
  const read = version === 2 ? readV2(raw, lineOf) : readCodalab(raw, lineOf);
  return read.ok ? { ...read, remarks: [...remarks, ...read.remarks] } : read;
}

const likeCodalab = (raw: Raw) =>
  isRawMap(raw.phases) &&
  (raw.html !== undefined || raw.leaderboard !== undefined) &&
  raw.tasks === undefined;
