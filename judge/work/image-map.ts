/** The built-in image, in PODIUM_IMAGE_MAP. */
export const BUILT_IN = "builtin";

/** What stands for the image a bundle names: `table` is `pattern=image,…` with `*` for anything; first match. */
export function mapImage(name: string | null, table: string): string {
  if (name === null || name.trim() === "") return BUILT_IN;
  for (const rule of table.split(",")) {
    const at = rule.lastIndexOf("=");
    if (at < 1) continue;
    const pattern = rule.slice(0, at).trim();
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    if (new RegExp(`^${parts.join(".*")}$`).test(name)) return rule.slice(at + 1).trim();
  }
  return name;
}
