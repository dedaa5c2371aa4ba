/** The built-in image, as a target of the table. */
export const BUILT_IN = "builtin";

/** One line of the table: a name with `*` for anything, and what runs instead. */
export type ImageMapping = { pattern: string; target: string };

/**
 * The table of an installation that made none of its own: images that hold Python and at most the scientific
 * libraries, which the built-in image has too. Those with other libraries have to be had themselves.
 */
export const DEFAULT_MAPPINGS: readonly ImageMapping[] = [
  "codalab/*",
  "codabench/*",
  "ckcollab/*",
  "python:*",
  "continuumio/*",
  "conda/miniconda*",
  "condaforge/*",
  "jupyter/*-notebook:*",
].map((pattern) => ({ pattern, target: BUILT_IN }));

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The ways to write one image: with and without Docker Hub's own host, and its unspoken tag. */
function spellings(name: string): string[] {
  const brief = short(name);
  const tagged = /[:@][^/]*$/.test(brief) ? brief : `${brief}:latest`;
  return [name, brief, tagged];
}

/** The spelling that an engine keeps: without Docker Hub's own host. */
const short = (name: string) => name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");

/** A name without its tag or digest, in the engine's spelling. */
export const repositoryOf = (name: string): string =>
  short(name)
    .replace(/@.*$/, "")
    .replace(/:[^/:]*$/, "");

/** Whether `exact` may stand for the image called `name`: an engine's id, or a digest of the same repository. */
export function isExactOf(exact: string, name: string): boolean {
  const [repository, digest] = exact.includes("@") ? exact.split("@") : [null, exact];
  const wellFormed = /^sha256:[0-9a-f]{64}$/.test(digest ?? "");
  return wellFormed && (repository === null || repositoryOf(repository) === repositoryOf(name));
}

/**
 * What runs for the image an organiser or a team names: the target of the first line that matches, and which
 * line it was; without one, the image itself. No name is the built-in image. An empty table is the default one.
 */
export function imageFor(
  name: string | null,
  mappings: readonly ImageMapping[],
): { image: string; pattern: string | null } {
  const asked = name?.trim() ?? "";
  if (asked === "") return { image: BUILT_IN, pattern: null };
  const written = spellings(asked);
  for (const { pattern, target } of mappings.length > 0 ? mappings : DEFAULT_MAPPINGS) {
    const expression = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`);
    if (written.some((one) => expression.test(one))) return { image: target, pattern };
  }
  return { image: asked, pattern: null };
}

/** Reads a judge host's own lines, `pattern=target,…`, which go before the installation's table. */
export const readMappings = (text: string): ImageMapping[] =>
  text.split(",").flatMap((line) => {
    const at = line.lastIndexOf("=");
    const [pattern, target] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    return at > 0 && pattern && target ? [{ pattern, target }] : [];
  });
