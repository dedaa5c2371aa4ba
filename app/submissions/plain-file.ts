/** Kinds of files that are results by themselves: handed in alone, they are put into a zip. */
export const PLAIN_FILES = [
  ".csv",
  ".gz",
  ".h5",
  ".json",
  ".jsonl",
  ".npy",
  ".npz",
  ".parquet",
  ".tsv",
  ".txt",
  ".xml",
] as const;

/** The name such a file gets in its zip, or null when the file is taken as it is. */
export function plainFileName(given: string): string | null {
  const name = given
    .split(/[/\\]/)
    .at(-1)!
    .replace(/^[a-z]:/i, "")
    .replaceAll("\0", "")
    .slice(-120);
  const lower = name.toLowerCase();
  return !/\.(tar|tgz)\.gz$|\.tgz$/.test(lower) &&
    PLAIN_FILES.some((end) => lower.endsWith(end) && lower !== end)
    ? name
    : null;
}
