// Tries: more files than allowed
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export const limits = { unpackedFiles: 1000 };
export default zipOf(Array.from({ length: 2000 }, (_, i) => ({ name: String(i) })));
