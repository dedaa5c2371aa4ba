// Tries: a bomb without size: fifty entries that share one file
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "0", content: Buffer.alloc(1024 * 1024) },
  ...Array.from({ length: 49 }, (_, i) => ({
    name: String(i + 1),
    content: Buffer.alloc(1024 * 1024),
    sameAs: 0,
  })),
]);
