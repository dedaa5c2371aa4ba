// Tries: few files in very many folders
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export const limits = { unpackedFiles: 1000 };
export default zipOf(Array.from({ length: 100 }, (_, i) => ({ name: `${i}/${"d/".repeat(90)}f` })));
